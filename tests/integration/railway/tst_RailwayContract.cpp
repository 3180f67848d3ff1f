// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "tests/integration/railway/RailwayPlace.h"
#include "tests/support/Jobs.h"
#include "tests/support/ProviderContract.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

/// A process that is killed as soon as it begins to wait.
class EndsWhenItWaits final : public Clock {
public:
    explicit EndsWhenItWaits(std::stop_source end) : m_end(std::move(end)) {}
    Instant now() const override { return SystemClock().now(); }
    Outcome sleepFor(Micros span, const std::stop_token &stop) const override
    {
        m_end.request_stop();
        return SystemClock().sleepFor(span, stop);
    }

private:
    mutable std::stop_source m_end;
};

} // namespace

/// The whole way: our client, TLS, GraphQL, the bucket's signatures, a simulated project, a real PostgreSQL behind each service.
class tst_RailwayContract : public QObject {
    Q_OBJECT

    RailwayPlace m_place;

    Provider &provider() { return m_place.provider(); }
    RestoreRequest requestFor(const QString &name, RestoreTarget target = AtLatest{}) const
    {
        return {m_place.serving(), InstanceId(u"copy-"_s + name), u"r20261124-"_s + name, std::move(target)};
    }
    void remove(const InstanceId &copy) { VERIFY_OK(provider().destroy(copy, {.finalBackup = false, .keepBackups = false}, testJob())); }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"railway"_s))
            QSKIP("python3-graphql-core or pgBackRest is not installed");
        VERIFY_OK(m_place.open());
        VERIFY_OK(m_place.sql(m_place.serving(), u"create table note (words text); insert into note values ('first')"_s));
        VERIFY_OK(provider().catchUp(m_place.serving(), testJob()));
    }
    void cleanupTestCase()
    {
        if (Simulator::isPossible(u"railway"_s))
            QCOMPARE(m_place.complaints(), QStringList());
    }

    void keepsItsPromises_data()
    {
        QTest::addColumn<int>("index");
        for (int index = 0; index < ProviderContract::promises().size(); ++index)
            if (qstrcmp(ProviderContract::promises()[index].name, "aVerifiedBackupShowsInTheListing") != 0) // Railway reads none back.
                QTest::newRow(ProviderContract::promises()[index].name) << index;
    }
    void keepsItsPromises()
    {
        QFETCH(int, index);
        ProviderContract contract({provider(), m_place.serving(), [this]() -> Outcome {
                                       if (Result<QString> ran = m_place.sql(m_place.serving(), u"insert into note values ('more')"_s); !ran)
                                           return std::move(ran).error();
                                       return Done{};
                                   }});
        VERIFY_OK(contract.check(ProviderContract::promises()[index].name, testJob()));
    }

    void theBucketIsReadToItsLastPage()
    {
        const Result<BackupListing> whole = provider().backups(m_place.serving(), {}, testJob());
        VERIFY_OK(whole);
        VERIFY_OK(m_place.cloud().post(u"options"_s, {{u"page"_s, 1}}));
        const Result<BackupListing> paged = provider().backups(m_place.serving(), {}, testJob());
        VERIFY_OK(m_place.cloud().post(u"options"_s, {{u"page"_s, 1000}}));
        VERIFY_OK(paged);
        QCOMPARE(paged->backups.size(), whole->backups.size());
        QCOMPARE(paged->windows.size(), 1);
        QVERIFY(paged->latest() >= whole->latest());
    }

    void aSiblingHasWhatWasSavedUntilThenAndNoMore()
    {
        VERIFY_OK(m_place.sql(m_place.serving(), u"insert into note values ('before')"_s));
        const Result<QString> now = m_place.sql(m_place.serving(), u"select to_json(clock_timestamp() at time zone 'UTC')"_s);
        VERIFY_OK(now);
        const Result<Instant> moment = Instant::parse(QString(*now).remove(u'"') + u'Z');
        VERIFY_OK(moment);
        VERIFY_OK(m_place.sql(m_place.serving(), u"insert into note values ('after')"_s));
        VERIFY_OK(provider().catchUp(m_place.serving(), testJob()));
        const RestoreRequest request = requestFor(u"100000-0001"_s, AtMoment{*moment});
        VERIFY_OK(provider().startRestore(request, testJob()));
        VERIFY_OK(m_place.waitUntilAvailable(request.newInstance));
        const Result<ConnectionInfo> info = provider().connection(request.newInstance, testJob());
        VERIFY_OK(info);
        QVERIFY(info->port != m_place.cloud().source().port);
        VERIFY_OK(postgres::Connection::open(*info, {}, testJob()));
        const QString asked = u"select string_agg(words, ',') from note where words in ('before', 'after')"_s;
        QCOMPARE(m_place.sql(request.newInstance, asked).value_or(QString()), u"before"_s);
        QCOMPARE(m_place.sql(m_place.serving(), asked).value_or(QString()), u"before,after"_s);
        remove(request.newInstance);
    }

    void aLostAnswerLeavesOneThatIsFound()
    {
        const RestoreRequest request = requestFor(u"110000-0002"_s);
        VERIFY_OK(m_place.cloud().failOn(u"volumeInstancePITRRestore"_s, u"lost"_s));
        VERIFY_FAULT(provider().startRestore(request, testJob()), Fault::OutcomeUnknown);
        VERIFY_OK(m_place.cloud().failNothing());
        QTRY_VERIFY_WITH_TIMEOUT(provider().findRestore(request.tag, testJob()).value().has_value(), 20'000);
        VERIFY_OK(provider().startRestore(request, testJob()));
        VERIFY_OK(m_place.waitUntilAvailable(request.newInstance));
        QCOMPARE(m_place.services(request.tag).size(), 1);
        remove(request.newInstance);
    }

    void whatACrashedProcessBeganIsTakenUp()
    {
        const RestoreRequest request = requestFor(u"120000-0003"_s);
        VERIFY_OK(m_place.cloud().post(u"clock"_s, {{u"speed"_s, 0.001}})); // It takes as long as it likes to be listed.
        std::stop_source end;
        const EndsWhenItWaits clock(end);
        SilentProgress progress;
        Job job{end.get_token(), progress, clock};
        VERIFY_FAULT(provider().startRestore(request, job), Fault::Cancelled);

        const std::unique_ptr<RailwayProvider> next = m_place.anotherProvider();
        const Result<std::optional<Instance>> atOnce = next->findRestore(request.tag, testJob());
        VERIFY_OK(atOnce);
        QVERIFY(!atOnce->has_value());
        VERIFY_OK(m_place.cloud().post(u"clock"_s, {{u"speed"_s, 300}, {u"advance"_s, 60}}));
        QTRY_VERIFY_WITH_TIMEOUT(next->findRestore(request.tag, testJob()).value().has_value(), 20'000);
        VERIFY_OK(next->startRestore(request, testJob()));
        VERIFY_OK(m_place.waitUntilAvailable(request.newInstance));
        QCOMPARE(m_place.services(request.tag).size(), 1);
        remove(request.newInstance);
    }

    void onlyTheNamedOneIsDestroyed()
    {
        const QStringList before = m_place.volumes();
        const RestoreRequest doomed = requestFor(u"130000-0004"_s);
        const RestoreRequest kept = requestFor(u"130000-0005"_s);
        for (const RestoreRequest &each : {doomed, kept}) {
            VERIFY_OK(provider().startRestore(each, testJob()));
            VERIFY_OK(m_place.waitUntilAvailable(each.newInstance));
        }
        const QString volume = m_place.services(doomed.tag).value(0).value(u"volume"_s).toString();
        QVERIFY(m_place.volumes().contains(volume));
        VERIFY_FAULT(provider().destroy(doomed.newInstance, {.finalBackup = true, .keepBackups = false}, testJob()), Fault::Refused);
        QCOMPARE(m_place.services(doomed.tag).size(), 1);
        VERIFY_OK(m_place.cloud().failOn(u"serviceDelete"_s, u"cut-before"_s));
        QVERIFY(!provider().destroy(doomed.newInstance, {.finalBackup = false, .keepBackups = false}, testJob()));
        VERIFY_OK(m_place.cloud().failNothing());
        QCOMPARE(m_place.services(doomed.tag).size(), 1); // Nothing is left behind that could not be found again.
        remove(doomed.newInstance);
        QCOMPARE(m_place.services(doomed.tag).size(), 0);
        QVERIFY(!m_place.volumes().contains(volume));
        QCOMPARE(m_place.volumes().size(), before.size() + 1);
        VERIFY_OK(m_place.sql(kept.newInstance, u"select 1"_s));
        VERIFY_OK(m_place.sql(m_place.serving(), u"select 1"_s));
        remove(kept.newInstance);
    }

    void aMomentTheServerRefusesMakesNothing()
    {
        VERIFY_OK(m_place.cloud().failOn(u"volumeInstancePITRRestore"_s, u"refuse"_s));
        const RestoreRequest request = requestFor(u"140000-0006"_s);
        VERIFY_FAULT(provider().startRestore(request, testJob()), Fault::Refused);
        VERIFY_OK(m_place.cloud().failNothing());
        QCOMPARE(m_place.services(request.tag).size(), 0);
    }
};

SHUTTLER_TEST(tst_RailwayContract)
#include "tst_RailwayContract.moc"
