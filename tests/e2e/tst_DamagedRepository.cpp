// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/Untouched.h"
#include "tests/support/TempStanza.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// One byte in the repository is not what it was.
class tst_DamagedRepository : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void stopsAtADamagedBackupAndNamesIt();
    void stopsAtADamagedRecordOfChangesAndNamesItOnceKnown();

private:
    /// Stopped in three parts, with the app and its .env as they were.
    QString complaintAboutStopping(const CtlAnswer &failed, const QString &says) const;
    QJsonObject backup(const CtlAnswer &listing) const { return listing.json.value(u"backups"_s)[0].toObject(); }

    std::unique_ptr<StagedPractice> m_practice;
    QByteArray m_env;
};

void tst_DamagedRepository::init()
{
    m_practice = std::make_unique<StagedPractice>();
    const CtlAnswer created = m_practice->create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    m_env = contentOf(m_practice->envFile());
}

void tst_DamagedRepository::cleanup()
{
    m_practice.reset();
}

QString tst_DamagedRepository::complaintAboutStopping(const CtlAnswer &failed, const QString &says) const
{
    const QString whole = u"\n"_s + QString::fromUtf8(failed.describe());
    const QJsonObject error = failed.error();
    if (failed.exit == 0 || failed.json.value(u"state"_s) != u"failed"_s)
        return u"it did not fail"_s + whole;
    if (!error[u"what"_s].toString().contains(says) || error[u"means"_s].toString().isEmpty() || error[u"todo"_s].toString().isEmpty())
        return u"it does not say \"%1\" in three parts"_s.arg(says) + whole;
    if (contentOf(m_practice->envFile()) != m_env || !m_practice->waitForBookings(1))
        return u"the app or its .env is not as it was"_s + whole;
    return leakOf(m_practice->appPassword(), failed, m_practice->ctl());
}

void tst_DamagedRepository::stopsAtADamagedBackupAndNamesIt()
{
    // The largest file of the backup: a whole table, or many small ones in one bundle.
    QStringList files = TempStanza::filesBelow(m_practice->directory() + u"/repo/backup/practice"_s, u"*"_s);
    files.removeIf([](const QString &file) { return file.contains(u"backup.manifest"_s) || file.contains(u"backup.info"_s) || file.contains(u"history"_s); });
    QVERIFY(!files.isEmpty());
    const auto largest = std::max_element(files.begin(), files.end(), [](const QString &a, const QString &b) { return QFileInfo(a).size() < QFileInfo(b).size(); });
    QVERIFY(TempStanza::damage(*largest));

    const QString id = backup(m_practice->ctl().run({u"backups"_s, m_practice->name()}))[u"id"_s].toString();
    const CtlAnswer failed = m_practice->restore({u"--latest"_s});
    QCOMPARE(complaintAboutStopping(failed, id), QString());
    QCOMPARE(failed.exit, 1);
    QCOMPARE(failed.error().value(u"fault"_s).toString(), u"corrupt"_s);

    // Known from now on as soon as somebody reads it back.
    const CtlAnswer verified = m_practice->ctl().run({u"backups"_s, m_practice->name(), u"--verify"_s, id});
    QVERIFY2(verified.exit == 1, verified.describe().constData());
    QCOMPARE(backup(verified)[u"health"_s].toString(), u"failed"_s);
    QVERIFY(!backup(verified)[u"healthReason"_s].toString().isEmpty());
    const CtlAnswer again = m_practice->ctl().run({u"backups"_s, m_practice->name()});
    QCOMPARE(backup(again)[u"health"_s].toString(), u"failed"_s);

    const CtlAnswer undone = m_practice->undo(failed);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QCOMPARE(QDir(m_practice->instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
    const Untouched before = Untouched::look(*m_practice);
    QCOMPARE(complaintAbout(m_practice->restore({u"--backup"_s, id}), 3, id, before, *m_practice), QString());
}

void tst_DamagedRepository::stopsAtADamagedRecordOfChangesAndNamesItOnceKnown()
{
    QVERIFY(m_practice->waitForBookings(4));
    const CtlAnswer planned = m_practice->restore({u"--latest"_s, u"--until"_s, u"3"_s});
    QVERIFY2(planned.exit == 0, planned.describe().constData());
    // Damaged is one that no backup needs, with sound ones before and after it.
    const QString archive = m_practice->directory() + u"/repo/archive/practice"_s;
    const auto segments = [&] { return TempStanza::filesBelow(archive, u"0000*.zst"_s); };
    for (int more = 1; more <= 2; ++more) {
        const qsizetype before = segments().size();
        VERIFY_OK(StagedPractice::run(m_practice->serving(), "SELECT pg_switch_wal()"));
        QTRY_VERIFY_WITH_TIMEOUT(segments().size() > before, 30'000);
        QVERIFY(m_practice->waitForBookings(4));
    }
    const QString damaged = segments().last();
    QVERIFY(TempStanza::damage(damaged));

    const CtlAnswer failed = m_practice->resume(planned);
    QCOMPARE(complaintAboutStopping(failed, u"did not come up"_s), QString());

    // Read back, the window ends before it, and it is named.
    const CtlAnswer listed = m_practice->ctl().run({u"backups"_s, m_practice->name()});
    const CtlAnswer verified = m_practice->ctl().run({u"backups"_s, m_practice->name(), u"--verify"_s, backup(listed)[u"id"_s].toString()});
    QVERIFY2(verified.exit == 0, verified.describe().constData());
    QCOMPARE(backup(verified)[u"health"_s].toString(), u"verified"_s);
    QVERIFY(verified.json.value(u"window"_s)[u"latest"_s].toString() < listed.json.value(u"window"_s)[u"latest"_s].toString());
    QVERIFY2(verified.errors.contains(QFileInfo(damaged).fileName().first(24).toUtf8()), verified.describe().constData());

    const CtlAnswer undone = m_practice->undo(failed);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QCOMPARE(QDir(m_practice->instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
}

SHUTTLER_TEST(tst_DamagedRepository)
#include "tst_DamagedRepository.moc"
