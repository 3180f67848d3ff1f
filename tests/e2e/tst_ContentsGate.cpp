// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/Untouched.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A server that runs well is no proof of its contents. Between the two stands the gate: nothing that is wrong in the copy gets past
/// it, and behind it only is the app's DATABASE_URL.
class tst_ContentsGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void stopsACopyWithWrongContents();
    void stopsACopyOfAnotherMoment_data();
    void stopsACopyOfAnotherMoment();
    void letsARepairedCopyThrough();

private:
    /// A run that rests right before the gate, its copy ready.
    CtlAnswer restBeforeTheGate();
    /// Goes on, accepting everything that can be accepted: the gate cannot be.
    CtlAnswer goThroughTheGate(const CtlAnswer &resting);
    QString complaintAboutTheGate(const CtlAnswer &stopped, const QString &check);
    QString complaintAboutTakingBack(const CtlAnswer &stopped);
    QString stateOf(const CtlAnswer &answer, const QString &step) const;

    StagedPractice m_practice;
    QByteArray m_env;
    QByteArray m_environment;
    QString m_early; ///< A moment long before all others.
};

void tst_ContentsGate::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    m_env = contentOf(m_practice.envFile());
    m_environment = contentOf(m_practice.environmentFile());
    QVERIFY(m_practice.waitForBookings(2));
    m_early = StagedPractice::ask(m_practice.serving(), u"SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')"_s);
    // A setting changed since the backup: a copy does not have it, so a restore rests to ask about it, right before the gate.
    VERIFY_OK(StagedPractice::run(m_practice.serving(), "ALTER SYSTEM SET work_mem = '5MB'"));
    VERIFY_OK(StagedPractice::run(m_practice.serving(), "SELECT pg_reload_conf()"));
}

void tst_ContentsGate::cleanup()
{
    QVERIFY(writeTo(m_practice.environmentFile(), m_environment));
    const CtlAnswer runs = m_practice.ctl().run({u"restore"_s, u"list"_s});
    for (const QJsonValue &run : runs.json.value(u"runs"_s).toArray())
        if (run[u"state"_s] != u"undone"_s && run[u"state"_s] != u"done"_s)
            m_practice.ctl().run({u"restore"_s, u"undo"_s, run[u"run"_s].toString()});
}

QString tst_ContentsGate::stateOf(const CtlAnswer &answer, const QString &step) const
{
    for (const QJsonValue &each : answer.json.value(u"steps"_s).toArray())
        if (each[u"name"_s] == step)
            return each[u"result"_s].toString();
    return {};
}

CtlAnswer tst_ContentsGate::restBeforeTheGate()
{
    return m_practice.restore({u"--latest"_s});
}

CtlAnswer tst_ContentsGate::goThroughTheGate(const CtlAnswer &resting)
{
    return m_practice.resume(resting, {u"--accept-warnings"_s, u"--accept-failed"_s, u"shuttler"_s});
}

QString tst_ContentsGate::complaintAboutTheGate(const CtlAnswer &stopped, const QString &check)
{
    const QString whole = u"\n"_s + QString::fromUtf8(stopped.describe());
    if (stopped.exit != 3 || stopped.json.value(u"state"_s) != u"waiting"_s)
        return u"the run does not wait"_s + whole;
    if (stateOf(stopped, u"contents-gate"_s) != u"failed"_s || stateOf(stopped, u"protect-instance"_s) != u"to-do"_s)
        return u"it was not the gate that stopped it"_s + whole;
    const QJsonObject error = stopped.error();
    if (!error[u"what"_s].toString().contains(check) || !error[u"means"_s].toString().contains(u"DATABASE_URL was not touched"_s) || error[u"todo"_s].toString().isEmpty())
        return u"it does not say \"%1\" in three parts"_s.arg(check) + whole;
    if (contentOf(m_practice.envFile()) != m_env)
        return u".env was changed"_s;
    if (!m_practice.waitForBookings(1))
        return u"the app does not work any more"_s;
    const QString onTheCopy = u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s;
    if (StagedPractice::ask(StagedPractice::copyOf(stopped), onTheCopy) != u"0"_s)
        return u"the app is on the copy"_s;
    if (!QFile::exists(stopped.json.value(u"evidence"_s).toString()))
        return u"there is no document of the failure"_s;
    return {};
}

QString tst_ContentsGate::complaintAboutTakingBack(const CtlAnswer &stopped)
{
    const CtlAnswer undone = m_practice.undo(stopped);
    if (undone.exit != 0 || !QDir(m_practice.instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty())
        return u"it could not be taken back\n"_s + QString::fromUtf8(undone.describe());
    return contentOf(m_practice.envFile()) == m_env ? QString() : u".env was changed by the undoing"_s;
}

void tst_ContentsGate::stopsACopyWithWrongContents()
{
    struct Damage {
        const char *title;
        QByteArray sql;
        QString check;
    };
    const QList<Damage> damages{
        {"empty, but healthy", "DROP SCHEMA public CASCADE; CREATE SCHEMA public", u"no table"_s},
        {"all its tables, but no rows",
         "DO $$DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
         "LOOP EXECUTE format('TRUNCATE %s CASCADE', t); END LOOP; END$$",
         u"found 0"_s},
        {"lacking a table", "DROP TABLE attendance CASCADE", u"no such table"_s},
        {"lacking one empty table",
         "ALTER TABLE students RENAME TO students_old; CREATE TABLE students (LIKE students_old INCLUDING ALL)", u"students"_s},
        {"orphans of a declared reference",
         "SET session_replication_role = replica; DELETE FROM fees WHERE id = (SELECT min(fee_id) FROM fee_installments)", u".fee_id"_s},
        {"orphans of a reference that only the program knows",
         "SET session_replication_role = replica; UPDATE attendance SET student_id = 999999 WHERE id = (SELECT min(id) FROM attendance)",
         u"attendance.student_id"_s},
        {"lacking a guard",
         "DO $$DECLARE c record; BEGIN SELECT conrelid::regclass AS t, conname INTO c FROM pg_constraint WHERE contype = 'f' LIMIT 1; "
         "EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END$$",
         u"foreign keys"_s},
    };
    const CtlAnswer resting = restBeforeTheGate();
    QVERIFY2(resting.exit == 3 && stateOf(resting, u"compare-settings"_s) == u"failed"_s, resting.describe().constData());
    const ConnectionInfo copy = StagedPractice::copyOf(resting);
    ConnectionInfo beside = copy;
    beside.database = u"postgres"_s;
    const QByteArray name = postgres::Connection::quoted(copy.database).toUtf8();
    VERIFY_OK(StagedPractice::run(beside, "CREATE DATABASE whole TEMPLATE " + name));
    for (const Damage &damage : damages) {
        VERIFY_OK(StagedPractice::run(beside, "DROP DATABASE " + name + " WITH (FORCE)"));
        VERIFY_OK(StagedPractice::run(beside, "CREATE DATABASE " + name + " TEMPLATE whole"));
        VERIFY_OK(StagedPractice::run(copy, damage.sql));
        const QString complaint = complaintAboutTheGate(goThroughTheGate(resting), damage.check);
        QVERIFY2(complaint.isEmpty(), qPrintable(QString::fromLatin1(damage.title) + u": "_s + complaint));
    }
    QCOMPARE(complaintAboutTakingBack(resting), QString());
}

void tst_ContentsGate::stopsACopyOfAnotherMoment_data()
{
    QTest::addColumn<bool>("late");
    QTest::addColumn<QString>("check");
    QTest::newRow("too early") << false << u"newest row"_s;
    QTest::newRow("too late") << true << u"newest row"_s;
}

void tst_ContentsGate::stopsACopyOfAnotherMoment()
{
    QFETCH(bool, late);
    QFETCH(QString, check);
    const auto now = [&] { return StagedPractice::ask(m_practice.serving(), u"SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')"_s); };
    QVERIFY(m_practice.waitForBookings(2));
    QString wanted = now();
    QVERIFY(m_practice.waitForBookings(2));
    const QString other = late ? now() : m_early;
    QVERIFY(m_practice.waitForBookings(2));

    // A pgBackRest that is told one moment and restores to another.
    const QString liar = m_practice.ctl().folder() + u"/pgbackrest"_s;
    const QString script = u"#!/bin/bash\nverb=; for word; do [ \"$word\" = restore ] && verb=restore; done\n"
                           "if [ -n \"$verb\" ]; then\n  kept=()\n  for word; do case $word in --type=*|--target=*|--target-action=*) ;; *) kept+=(\"$word\");; esac; done\n"
                           "  set -- --type=time '--target=%1' --target-action=promote \"${kept[@]}\"\nfi\nexec /usr/bin/pgbackrest \"$@\"\n"_s.arg(other);
    QVERIFY(writeTo(liar, script.toUtf8()));
    QVERIFY(QFile::setPermissions(liar, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
    QByteArray environment = m_environment;
    QVERIFY(writeTo(m_practice.environmentFile(), environment.replace("\"/usr/bin/pgbackrest\"", '"' + liar.toUtf8() + '"')));

    const CtlAnswer resting = m_practice.restore({u"--at"_s, wanted.replace(u"+00"_s, u"Z"_s)});
    QVERIFY2(resting.exit == 3 && stateOf(resting, u"compare-settings"_s) == u"failed"_s, resting.describe().constData());
    QCOMPARE(complaintAboutTheGate(goThroughTheGate(resting), check), QString());
    QCOMPARE(complaintAboutTakingBack(resting), QString());
}

void tst_ContentsGate::letsARepairedCopyThrough()
{
    const CtlAnswer resting = restBeforeTheGate();
    const ConnectionInfo copy = StagedPractice::copyOf(resting);
    VERIFY_OK(StagedPractice::run(copy, "ALTER SYSTEM SET work_mem = '5MB'")); // As the run that rests says.
    VERIFY_OK(StagedPractice::run(copy, "SELECT pg_reload_conf()"));
    VERIFY_OK(StagedPractice::run(copy, "ALTER TABLE attendance RENAME TO attendance_away"));
    const CtlAnswer stopped = m_practice.resume(resting);
    QVERIFY2(stopped.exit == 3 && stateOf(stopped, u"contents-gate"_s) == u"failed"_s, stopped.describe().constData());
    QCOMPARE(contentOf(m_practice.envFile()), m_env);

    VERIFY_OK(StagedPractice::run(copy, "ALTER TABLE attendance_away RENAME TO attendance"));
    const CtlAnswer done = m_practice.resume(stopped, {u"--accept-warnings"_s});
    QVERIFY2(done.exit == 0, done.describe().constData());
    QCOMPARE(done.json.value(u"verdict"_s).toString(), u"passed"_s);
    QVERIFY(m_practice.waitForBookings(1));
    QCOMPARE(m_practice.serving().port, copy.port);
}

SHUTTLER_TEST(tst_ContentsGate)
#include "tst_ContentsGate.moc"
