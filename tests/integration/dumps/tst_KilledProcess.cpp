// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpPipeline.h"
#include "tests/integration/archive/Stores.h"
#include "tests/integration/dumps/Doom.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/Child.h"

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The process that makes a dump is killed, at every request of its: at stores that were not written here.
class tst_KilledProcess : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_databases;
    std::map<QString, std::unique_ptr<S3Server>> m_servers;
    int m_whole = 0;

    std::unique_ptr<Store> open(const QString &kind)
    {
        archive::S3Place place{m_servers[kind]->endpoint(), u"us-east-1"_s, S3Server::bucket(), archive::S3Style::Path};
        return std::make_unique<Store>(place, m_servers[kind]->keys());
    }
    DumpWish wish() const { return wishFor(m_databases->at(u"source"_s)); }

private slots:
    void initTestCase()
    {
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeLarge(u"source"_s, 9)); // Two parts.
    }

    void whoeverIsKilledLeavesNothingThatLooksGood_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("s3rver") << u"s3rver"_s;
        QTest::newRow("swift") << u"swift"_s;
    }

    void whoeverIsKilledLeavesNothingThatLooksGood()
    {
        QFETCH(QString, kind);
        if (!S3Server::isPossible(kind))
            QSKIP(qPrintable(kind + u" is not installed"_s));
        Result<std::unique_ptr<S3Server>> server = S3Server::start(kind);
        VERIFY_OK(server);
        m_servers[kind] = *std::move(server);
        m_whole = 0;
        const auto run = [&](const Child::Say &say) {
            const std::unique_ptr<Store> at = open(kind);
            at->tap.onRequest = [&](net::Request &request) { say("asks " + request.method); };
            return takeDump(at->store, wish(), at->job) ? 0 : 1;
        };
        int requests = 0;
        {
            Child whole(run);
            while (!whole.hear().isEmpty())
                ++requests;
            QCOMPARE(whole.wait(), 0);
            ++m_whole;
        }
        QVERIFY2(requests >= 10, qPrintable(QString::number(requests)));

        for (int strikeAt = 1; strikeAt <= requests; ++strikeAt) {
            Child child(run);
            for (int heard = 0; heard < strikeAt && !child.hear().isEmpty();)
                ++heard;
            child.kill();
            const std::unique_ptr<Store> at = open(kind);
            const Result<int> whole = wholeDumps(at->store, Look::Listed, at->job);
            VERIFY_OK(whole);
            QVERIFY2(*whole == m_whole || (strikeAt > requests - 3 && *whole == m_whole + 1), qPrintable(QString::number(strikeAt)));
            m_whole = *whole;
        }

        const std::unique_ptr<Store> at = open(kind);
        VERIFY_OK(takeDump(at->store, wish(), at->job));
        const Result<std::optional<QList<archive::UnfinishedUpload>>> left = at->store.unfinished(u"dumps/"_s, at->job);
        VERIFY_OK(left);
        QVERIFY(!*left || (*left)->isEmpty());
        QCOMPARE(wholeDumps(at->store, Look::Read, at->job).value_or(-1), m_whole + 1);
        // Nobody goes on reading the database for a process that is gone.
        QTRY_COMPARE(m_databases->ask(u"postgres"_s, u"SELECT count(*) FROM pg_stat_activity WHERE datname = 'source'"_s), 0);
    }
};

SHUTTLER_TEST(tst_KilledProcess)
#include "tst_KilledProcess.moc"
