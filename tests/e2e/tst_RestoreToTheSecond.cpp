// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Clock.h"
#include "tests/support/Ctl.h"
#include "tests/support/Test.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The promise of the product: what was there at second T is there again, and nothing that came after.
class tst_RestoreToTheSecond : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsTheBaselineOfThatSecond_data();
    void equalsTheBaselineOfThatSecond();
    void equalsTheBaselineAfterAnIncident_data();
    void equalsTheBaselineAfterAnIncident();

private:
    /// The stand-in app's bookings so far, asked through its own health port; -1 when it does not answer.
    qint64 bookings();
    bool waitForBookings(int more);
    qint64 appPid() const;
    /// Stops the app, takes a baseline and returns the second it stands for; the app goes on afterwards.
    std::optional<Instant> baselineOfAQuietSecond(const QString &file);
    void verifyExactly(const QString &connection, const QString &file);

    Ctl m_ctl;
    QJsonObject m_environment;
    SystemClock m_clock;
};

void tst_RestoreToTheSecond::initTestCase()
{
    const CtlAnswer created = m_ctl.createPractice();
    QVERIFY2(created.exit == 0, created.describe());
    m_environment = created.json.value(u"environment"_s).toObject();
    QVERIFY(!m_environment.isEmpty());
}

qint64 tst_RestoreToTheSecond::bookings()
{
    QNetworkAccessManager network;
    QUrl url(m_environment.value(u"healthUrl"_s).toString());
    url.setPath(u"/bookings"_s);
    QNetworkRequest request(url);
    request.setTransferTimeout(5000);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop loop;
    connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    if (reply->error() != QNetworkReply::NoError)
        return -1;
    return QJsonDocument::fromJson(reply->readAll()).object().value(u"count"_s).toInteger(-1);
}

bool tst_RestoreToTheSecond::waitForBookings(int more)
{
    const qint64 before = bookings();
    return before >= 0 && QTest::qWaitFor([&] { return bookings() >= before + more; }, 30'000);
}

qint64 tst_RestoreToTheSecond::appPid() const
{
    QFile file(m_environment.value(u"directory"_s).toString() + u"/app/app.pid"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
}

std::optional<Instant> tst_RestoreToTheSecond::baselineOfAQuietSecond(const QString &file)
{
    const qint64 pid = appPid();
    if (pid <= 1 || ::kill(pid_t(pid), SIGSTOP) != 0)
        return std::nullopt;
    const CtlAnswer taken = m_ctl.run({u"baseline"_s, u"practice"_s, u"--output"_s, file});
    // The first whole second that is over before anybody writes again.
    const Instant moment = m_clock.now().flooredToSecond() + Seconds(1);
    const bool passed = QTest::qWaitFor([&] { return m_clock.now() > moment + std::chrono::milliseconds(50); }, 10'000);
    ::kill(pid_t(pid), SIGCONT);
    if (taken.exit != 0 || !passed) {
        qWarning("%s", taken.describe().constData());
        return std::nullopt;
    }
    return moment;
}

void tst_RestoreToTheSecond::verifyExactly(const QString &connection, const QString &file)
{
    const CtlAnswer verified = m_ctl.run({u"verify"_s, connection, u"--baseline"_s, file, u"--exact"_s});
    QVERIFY2(verified.exit == 0, verified.describe());
    QFile baselineFile(file);
    QVERIFY(baselineFile.open(QIODevice::ReadOnly));
    const QJsonArray wanted = QJsonDocument::fromJson(baselineFile.readAll()).object().value(u"tables"_s).toArray();
    QCOMPARE(wanted.size(), 38);
    // Compared here once more, by other code than the verifier's.
    QMap<QString, std::pair<qint64, QString>> found;
    for (const QJsonValue &table : verified.json.value(u"tables"_s).toArray())
        found.insert(table[u"name"_s].toString(), {table[u"rows"_s].toInteger(-1), table[u"checksum"_s].toString()});
    for (const QJsonValue &table : wanted) {
        const QString name = table[u"schema"_s].toString() + u'.' + table[u"name"_s].toString();
        QVERIFY2(found.contains(name), qPrintable(name));
        QCOMPARE(found[name].first, table[u"rows"_s].toInteger(-2));
        QVERIFY(!found[name].second.isEmpty());
        QCOMPARE(found[name].second, table[u"checksum"_s].toString());
    }
}

void tst_RestoreToTheSecond::equalsTheBaselineOfThatSecond_data()
{
    QTest::addColumn<int>("bookingsBefore");
    for (int i = 1; i <= 5; ++i)
        QTest::addRow("random moment %d", i) << QRandomGenerator::global()->bounded(1, 8);
}

void tst_RestoreToTheSecond::equalsTheBaselineOfThatSecond()
{
    QFETCH(int, bookingsBefore);
    QVERIFY(waitForBookings(bookingsBefore));
    const QString file = m_ctl.folder() + u"/moment.json"_s;
    const std::optional<Instant> moment = baselineOfAQuietSecond(file);
    QVERIFY(moment);
    QVERIFY(waitForBookings(3));

    // Ends before the app is moved: the copy stays as it was restored.
    const CtlAnswer restored = m_ctl.run({u"restore"_s, u"practice"_s, u"--at"_s, moment->toString(), u"--until"_s, u"4"_s});
    QVERIFY2(restored.exit == 0, restored.describe());
    const QString run = restored.json.value(u"run"_s).toString();
    verifyExactly(restored.json.value(u"connection"_s).toString(), file);

    const CtlAnswer undone = m_ctl.run({u"restore"_s, u"undo"_s, run});
    QVERIFY2(undone.exit == 0, undone.describe());
    QVERIFY(bookings() >= 0);
}

void tst_RestoreToTheSecond::equalsTheBaselineAfterAnIncident_data()
{
    QTest::addColumn<QString>("incident");
    QTest::newRow("wrong fee import") << u"bad-import"_s;
    QTest::newRow("dropped table") << u"drop-table"_s;
    QTest::newRow("mass delete") << u"mass-delete"_s;
    QTest::newRow("truncate cascade") << u"truncate"_s;
}

void tst_RestoreToTheSecond::equalsTheBaselineAfterAnIncident()
{
    QFETCH(QString, incident);
    QVERIFY(waitForBookings(1));
    const QString file = m_ctl.folder() + u"/incident.json"_s;
    const std::optional<Instant> moment = baselineOfAQuietSecond(file);
    QVERIFY(moment);
    QVERIFY(waitForBookings(2));
    const CtlAnswer broken = m_ctl.run({u"practice"_s, u"break"_s, incident});
    QVERIFY2(broken.exit == 0, broken.describe());
    const Result<Instant> lastGood = Instant::parse(broken.json.value(u"incidents"_s)[0][u"lastGood"_s].toString());
    VERIFY_OK(lastGood);
    QVERIFY(*lastGood >= *moment);

    // The whole way, to the second of the baseline: steps 1 to 4 first, so that the copy can be held against it untouched.
    const CtlAnswer restored = m_ctl.run({u"restore"_s, u"practice"_s, u"--at"_s, moment->toString(), u"--until"_s, u"4"_s});
    QVERIFY2(restored.exit == 0, restored.describe());
    verifyExactly(restored.json.value(u"connection"_s).toString(), file);

    const QString old = restored.json.value(u"instance"_s).toString();
    const CtlAnswer done = m_ctl.run({u"restore"_s, u"resume"_s, restored.json.value(u"run"_s).toString(), u"--accept-warnings"_s});
    QVERIFY2(done.exit == 0, done.describe());
    QCOMPARE(done.json.value(u"verdict"_s).toString(), u"passed"_s);
    QVERIFY(QFile::exists(done.json.value(u"evidence"_s).toString()));
    QVERIFY(waitForBookings(1)); // The app works on the new instance.
    const CtlAnswer shown = m_ctl.run({u"env"_s, u"show"_s, u"practice"_s});
    QCOMPARE(shown.json.value(u"environments"_s)[0][u"instance"_s].toString(), old);
}

SHUTTLER_TEST(tst_RestoreToTheSecond)
#include "tst_RestoreToTheSecond.moc"
