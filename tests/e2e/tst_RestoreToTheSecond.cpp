// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Clock.h"
#include "tests/e2e/MarkerWriter.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The promise of the product: what was there at moment T is there again, and nothing that came after.
class tst_RestoreToTheSecond : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsTheBaselineOfARandomMoment_data();
    void equalsTheBaselineOfARandomMoment();
    void equalsTheBaselineFromBeforeAnIncident_data();
    void equalsTheBaselineFromBeforeAnIncident();

private:
    enum class Moment { WholeSecond, OfACommit };

    /// Stops the app, takes a baseline and returns a moment at which it still holds; the app goes on afterwards.
    std::optional<Instant> momentOfABaseline(Moment kind);
    QString whatIsNotAsInTheBaseline(const CtlAnswer &restored);
    QString whatCameAfterwards(const CtlAnswer &restored, Instant moment);

    StagedPractice m_practice;
    SystemClock m_clock;
    QString m_baseline;
};

void tst_RestoreToTheSecond::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    VERIFY_OK(MarkerWriter::prepare(m_practice.serving()));
    m_baseline = m_practice.ctl().folder() + u"/baseline.json"_s;
}

std::optional<Instant> tst_RestoreToTheSecond::momentOfABaseline(Moment kind)
{
    const pid_t pid = m_practice.appPid();
    if (pid <= 1 || ::kill(pid, SIGSTOP) != 0)
        return std::nullopt;
    const CtlAnswer taken = m_practice.ctl().run({u"baseline"_s, m_practice.name(), u"--output"_s, m_baseline});
    std::optional<Instant> moment = m_clock.now().flooredToSecond() + Seconds(1);
    bool isOver = QTest::qWaitFor([&] { return m_clock.now() > *moment + std::chrono::milliseconds(50); }, 10'000);
    if (kind == Moment::OfACommit) {
        const Result<QMap<qint64, Instant>> markers = MarkerWriter::markersOf(m_practice.serving());
        moment = markers && !markers->isEmpty() ? std::optional(markers->last()) : std::nullopt;
        isOver = isOver && QTest::qWaitFor([&] { return m_clock.now() > *moment + std::chrono::milliseconds(50); }, 10'000);
    }
    ::kill(pid, SIGCONT);
    if (taken.exit != 0 || !isOver) {
        qWarning("%s", taken.describe().constData());
        return std::nullopt;
    }
    return moment;
}

QString tst_RestoreToTheSecond::whatIsNotAsInTheBaseline(const CtlAnswer &restored)
{
    const QString connection = restored.json.value(u"connection"_s).toString();
    const CtlAnswer verified = m_practice.ctl().run({u"verify"_s, connection, u"--baseline"_s, m_baseline, u"--exact"_s});
    if (verified.exit != 0)
        return QString::fromUtf8(verified.describe());

    // Held against each other once more, by other code than the verifier's.
    QMap<QString, std::pair<qint64, QString>> found;
    for (const QJsonValue &table : verified.json.value(u"tables"_s).toArray())
        found.insert(table[u"name"_s].toString(), {table[u"rows"_s].toInteger(-1), table[u"checksum"_s].toString()});
    const QJsonArray wanted = QJsonDocument::fromJson(contentOf(m_baseline)).object().value(u"tables"_s).toArray();
    if (wanted.size() != 38 || found.size() != 38)
        return u"%1 tables in the baseline, %2 in the copy"_s.arg(wanted.size()).arg(found.size());
    for (const QJsonValue &table : wanted) {
        const QString name = table[u"schema"_s].toString() + u'.' + table[u"name"_s].toString();
        const QString checksum = table[u"checksum"_s].toString();
        if (checksum.isEmpty() || found.value(name) != std::pair(table[u"rows"_s].toInteger(-2), checksum))
            return name + u" differs"_s;
    }
    return {};
}

/// Asks the copy itself: every commit up to the moment is there, none after it, and no table holds a younger row.
QString tst_RestoreToTheSecond::whatCameAfterwards(const CtlAnswer &restored, Instant moment)
{
    const ConnectionInfo copy = StagedPractice::copyOf(restored);
    const Result<QMap<qint64, Instant>> there = MarkerWriter::markersOf(copy);
    const Result<QMap<qint64, Instant>> written = MarkerWriter::markersOf(m_practice.serving());
    if (!there || !written)
        return u"the markers could not be read"_s;
    QList<qint64> wanted;
    for (auto marker = written->cbegin(); marker != written->cend(); ++marker)
        if (*marker <= moment)
            wanted.append(marker.key());
    if (wanted.isEmpty() || wanted.size() == written->size())
        return u"there were no markers on both sides of the moment"_s;
    if (there->keys() != wanted)
        return u"%1 markers instead of %2"_s.arg(there->size()).arg(wanted.size());

    const QString tables = StagedPractice::ask(copy, u"SELECT string_agg(format('SELECT max(created_at) FROM %I.%I', table_schema, table_name), ' UNION ALL ') "
                                                     "FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'created_at' "
                                                     "AND data_type = 'timestamp with time zone'"_s);
    const QString youngest = StagedPractice::ask(copy, u"SELECT (extract(epoch FROM max(max))::numeric * 1000000)::bigint FROM (%1) AS each"_s.arg(tables));
    if (youngest.toLongLong() <= 0 || youngest.toLongLong() > moment.unixMicros())
        return u"the youngest row is of %1"_s.arg(youngest);
    return {};
}

void tst_RestoreToTheSecond::equalsTheBaselineOfARandomMoment_data()
{
    QTest::addColumn<int>("bookingsBefore");
    QTest::addColumn<bool>("wholeSecond");
    for (int i = 1; i <= 5; ++i)
        QTest::addRow("random moment %d", i) << QRandomGenerator::global()->bounded(1, 8) << (i % 2 == 0);
}

void tst_RestoreToTheSecond::equalsTheBaselineOfARandomMoment()
{
    QFETCH(int, bookingsBefore);
    QFETCH(bool, wholeSecond);
    MarkerWriter markers(m_practice.serving());
    QVERIFY(m_practice.waitForBookings(bookingsBefore));
    const std::optional<Instant> moment = momentOfABaseline(wholeSecond ? Moment::WholeSecond : Moment::OfACommit);
    QVERIFY(moment);
    QVERIFY(m_practice.waitForBookings(3));
    markers.stop();

    // Ends before the app is moved: the copy stays as it was restored.
    const CtlAnswer restored = m_practice.restore({u"--at"_s, moment->toString(), u"--until"_s, u"4"_s});
    QVERIFY2(restored.exit == 0, restored.describe().constData());
    QCOMPARE(whatIsNotAsInTheBaseline(restored), QString());
    QCOMPARE(whatCameAfterwards(restored, *moment), QString());

    const CtlAnswer undone = m_practice.undo(restored);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QVERIFY(m_practice.waitForBookings(1));
}

void tst_RestoreToTheSecond::equalsTheBaselineFromBeforeAnIncident_data()
{
    QTest::addColumn<QString>("incident");
    QTest::newRow("wrong fee import") << u"bad-import"_s;
    QTest::newRow("dropped table") << u"drop-table"_s;
    QTest::newRow("mass delete") << u"mass-delete"_s;
    QTest::newRow("truncate cascade") << u"truncate"_s;
}

void tst_RestoreToTheSecond::equalsTheBaselineFromBeforeAnIncident()
{
    QFETCH(QString, incident);
    MarkerWriter markers(m_practice.serving());
    QVERIFY(m_practice.waitForBookings(1));
    const std::optional<Instant> moment = momentOfABaseline(Moment::WholeSecond);
    QVERIFY(moment);
    QVERIFY(m_practice.waitForBookings(2));
    const CtlAnswer broken = m_practice.ctl().run({u"practice"_s, u"break"_s, incident});
    QVERIFY2(broken.exit == 0, broken.describe().constData());
    const Result<Instant> lastGood = Instant::parse(broken.json.value(u"incidents"_s)[0][u"lastGood"_s].toString());
    VERIFY_OK(lastGood);
    QVERIFY(*lastGood >= *moment);
    markers.stop();

    // Steps 1 to 4 first, so that the copy can be held against the baseline before anybody works on it.
    const CtlAnswer restored = m_practice.restore({u"--at"_s, moment->toString(), u"--until"_s, u"4"_s});
    QVERIFY2(restored.exit == 0, restored.describe().constData());
    QCOMPARE(whatIsNotAsInTheBaseline(restored), QString());
    QCOMPARE(whatCameAfterwards(restored, *moment), QString());

    const CtlAnswer done = m_practice.resume(restored, {u"--accept-warnings"_s});
    QVERIFY2(done.exit == 0, done.describe().constData());
    QCOMPARE(done.json.value(u"verdict"_s).toString(), u"passed"_s);
    QVERIFY(QFile::exists(done.json.value(u"evidence"_s).toString()));
    QVERIFY(m_practice.waitForBookings(1)); // The app works on the new instance.
    QCOMPARE(m_practice.environment().value(u"instance"_s), restored.json.value(u"instance"_s));
}

SHUTTLER_TEST(tst_RestoreToTheSecond)
#include "tst_RestoreToTheSecond.moc"
