// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DnsCutover.h"
#include "core/targets/dns/DnsTarget.h"
#include "core/targets/dns/Rfc2136Record.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

/// A zone in memory that keeps the record's promises.
class RecordInMemory final : public DnsRecord {
public:
    QString name() const override { return u"db.academy.example"_s; }
    QString describe() const override { return name() + u" in memory"_s; }
    Result<DnsAnswer> read(Job &) override { return present; }
    Outcome replace(const DnsAnswer &before, const DnsAnswer &after, Job &) override
    {
        if (!present.leadsWhere(before) && !present.leadsWhere(after))
            return dnsChangedMeanwhile(name(), present, before);
        changes += !present.leadsWhere(after);
        present = after;
        return Done{};
    }
    DnsAnswer present{u"CNAME"_s, Seconds(60), {u"old.example"_s}};
    int changes = 0;
};

class UrlInMemory final : public ConnectionTarget {
public:
    explicit UrlInMemory(const QByteArray &text) : m_url(*DatabaseUrl::parse(text)) {}
    QString describe() const override { return u"DATABASE_URL in memory"_s; }
    Outcome check(Job &) override { return Done{}; }
    Result<DatabaseUrl> read(Job &) override { return m_url; }
    Outcome write(const DatabaseUrl &, const QString &, Job &) override { return Error(Fault::Defect, u"It is never written."_s); }
    Outcome putBack(const QString &, Job &) override { return Error(Fault::Defect, u"It is never written."_s); }
    Outcome forget(const QString &, Job &) override { return Error(Fault::Defect, u"It is never written."_s); }

private:
    DatabaseUrl m_url;
};

struct Zone {
    ManualClock clock;
    SilentProgress progress;
    Job job{{}, progress, clock};
    MemorySecrets secrets;
    std::shared_ptr<RecordInMemory> record = std::make_shared<RecordInMemory>();
    DnsTarget target;
    DnsCutover cutover{record, secrets};

    explicit Zone(const QByteArray &url = "postgresql://app:geheim@DB.academy.example:5432/academy")
        : target(std::make_unique<UrlInMemory>(url), record, secrets)
    {}
    Outcome write(const QString &host, int port = 5432)
    {
        return target.write(target.read(job)->movedTo(host, port), u"r1"_s, job);
    }
};

} // namespace

class tst_DnsTarget : public QObject {
    Q_OBJECT

private slots:
    void anotherPortCannotBeSaidInDns()
    {
        Zone zone;
        VERIFY_FAULT(zone.write(u"new.example"_s, 5433), Fault::Refused);
        QCOMPARE(zone.secrets.size(), 0);
    }
    void anAddressInPlaceOfANameIsRefused()
    {
        Zone zone;
        VERIFY_FAULT(zone.write(u"10.0.0.1"_s), Fault::Refused);
        zone.record->present = {u"A"_s, Seconds(60), {u"10.0.0.1"_s}};
        VERIFY_OK(zone.write(u"10.0.0.2"_s));
        QCOMPARE(zone.target.read(zone.job)->host(), u"10.0.0.2"_s);
    }
    void aUrlThatNamesAnotherServerIsRefused()
    {
        Zone zone("postgresql://app:geheim@old.example:5432/academy");
        VERIFY_FAULT(zone.target.check(zone.job), Fault::Refused);
        VERIFY_FAULT(zone.target.read(zone.job), Fault::Refused);
    }
    void aRecordThatIsRememberedForLongIsRefused()
    {
        Zone zone;
        zone.record->present.ttl = Seconds(3600);
        VERIFY_FAULT(zone.target.check(zone.job), Fault::Refused);
        zone.record->present.ttl = Seconds(300);
        VERIFY_OK(zone.target.check(zone.job));
    }
    void aCutOverThatBrokeOffIsFinishedWithoutASecondChange()
    {
        Zone zone;
        VERIFY_OK(zone.write(u"new.example"_s));
        std::stop_source stop;
        stop.request_stop();
        Job stopped{stop.get_token(), zone.progress, zone.clock};
        VERIFY_FAULT(zone.cutover.run(stopped), Fault::Cancelled); // While caches remember the old one.
        QCOMPARE(zone.record->present.values, QStringList{u"new.example"_s});
        VERIFY_OK(zone.cutover.run(zone.job));
        VERIFY_OK(zone.cutover.run(zone.job));
        QCOMPARE(zone.record->changes, 1);
        QCOMPARE(zone.target.read(zone.job)->host(), u"new.example"_s);
    }
    void whatWasNeverChangedIsPutBackByForgettingIt()
    {
        Zone zone;
        VERIFY_OK(zone.write(u"new.example"_s));
        VERIFY_OK(zone.target.putBack(u"r1"_s, zone.job));
        VERIFY_OK(zone.cutover.run(zone.job));
        QCOMPARE(zone.record->changes, 0);
        QCOMPARE(zone.target.read(zone.job)->host(), u"old.example"_s);
    }
    void theFirstAddressOfARunIsTheOnePutBack()
    {
        Zone zone;
        VERIFY_OK(zone.write(u"new.example"_s));
        VERIFY_OK(zone.cutover.run(zone.job));
        VERIFY_OK(zone.write(u"newer.example"_s));
        VERIFY_OK(zone.cutover.run(zone.job));
        VERIFY_OK(zone.target.putBack(u"r1"_s, zone.job));
        QCOMPARE(zone.record->present.values, QStringList{u"old.example"_s});
    }
    void whatIsPutBackIsWaitedForAlsoAfterABreak()
    {
        Zone zone;
        VERIFY_OK(zone.write(u"new.example"_s));
        VERIFY_OK(zone.cutover.run(zone.job));
        std::stop_source stop;
        stop.request_stop();
        Job stopped{stop.get_token(), zone.progress, zone.clock};
        VERIFY_FAULT(zone.target.putBack(u"r1"_s, stopped), Fault::Cancelled); // While caches remember the new one.
        QCOMPARE(zone.record->present.values, QStringList{u"old.example"_s});
        QCOMPARE(zone.target.read(zone.job)->host(), u"old.example"_s);

        const Instant begun = zone.clock.now();
        VERIFY_OK(zone.target.putBack(u"r1"_s, zone.job));
        QCOMPARE(zone.clock.now() - begun, Micros(Seconds(60)));
        VERIFY_OK(zone.target.putBack(u"r1"_s, zone.job));
        VERIFY_OK(zone.cutover.run(zone.job)); // As an undo does.
        QCOMPARE(zone.clock.now() - begun, Micros(Seconds(60)));
        QCOMPARE(zone.record->changes, 2);
    }
    void whatSomebodyElseHasSetIsNotPutBack()
    {
        Zone zone;
        VERIFY_OK(zone.write(u"new.example"_s));
        VERIFY_OK(zone.cutover.run(zone.job));
        zone.record->present.values = QStringList{u"others.example"_s};
        VERIFY_FAULT(zone.target.putBack(u"r1"_s, zone.job), Fault::Refused);
        QCOMPARE(zone.target.read(zone.job)->host(), u"others.example"_s);
        VERIFY_FAULT(zone.target.putBack(u"r2"_s, zone.job), Fault::NotFound);
    }
    void nothingButNamesReachesANameServer_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("a second line") << u"key-name"_s << u"console\nupdate delete x"_s;
        QTest::newRow("an option") << u"server"_s << u"-v"_s;
        QTest::newRow("another zone") << u"record"_s << u"db.other.example"_s;
        QTest::newRow("no port") << u"port"_s << u"0"_s;
        QTest::newRow("no algorithm") << u"algorithm"_s << u"rot13"_s;
    }
    void nothingButNamesReachesANameServer()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QMap<QString, QString> table{{u"server"_s, u"ns.academy.example"_s}, {u"zone"_s, u"academy.example"_s}, {u"record"_s, u"db.academy.example"_s},
                                     {u"key-name"_s, u"console"_s}, {u"key"_s, u"dns-key"_s}};
        VERIFY_OK(Rfc2136Settings::from(table));
        table[key] = value;
        VERIFY_FAULT(Rfc2136Settings::from(table), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_DnsTarget)
#include "tst_DnsTarget.moc"
