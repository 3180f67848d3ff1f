// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/EnvFile.h"
#include "core/targets/dns/DnsCutover.h"
#include "core/targets/dns/DnsTarget.h"
#include "core/targets/dns/Rfc2136Record.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/NameServer.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Dynamic updates against a real BIND.
class tst_Rfc2136 : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<NameServer> m_bind;
    MemorySecrets m_secrets;
    ManualClock m_clock;
    RecordingProgress m_progress;
    Job m_job{{}, m_progress, m_clock};

    Rfc2136Settings settings(const QString &record = u"db.academy.example"_s, const QString &key = u"dns-key"_s) const
    {
        return *Rfc2136Settings::from({{u"server"_s, u"127.0.0.1"_s},
                                       {u"port"_s, QString::number(m_bind->port())},
                                       {u"zone"_s, u"academy.example."_s},
                                       {u"record"_s, record},
                                       {u"key-name"_s, u"console"_s},
                                       {u"key"_s, key}});
    }
    std::shared_ptr<Rfc2136Record> record(const QString &name = u"db.academy.example"_s, const QString &key = u"dns-key"_s)
    {
        return std::make_shared<Rfc2136Record>(settings(name, key), m_secrets);
    }

private slots:
    void init()
    {
        if (!NameServer::isPossible())
            QSKIP("bind9 and bind9-dnsutils are not installed");
        m_bind = std::make_unique<NameServer>();
        QVERIFY2(m_bind->isRunning(), m_bind->log().constData());
        m_secrets.with(u"dns-key"_s, NameServer::key());
    }
    void cleanup() { m_bind.reset(); }

    void theRecordIsChangedWaitedForAndPutBack()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u".env"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("DATABASE_URL=postgresql://app:geheim@db.academy.example:5432/academy\n");
        file.close();
        DnsTarget target(std::make_unique<EnvFile>(file.fileName(), u"DATABASE_URL"_s), record(), m_secrets);
        DnsCutover cutover(record(), m_secrets);
        VERIFY_OK(target.check(m_job));
        VERIFY_OK(cutover.check(m_job));

        const auto before = target.read(m_job);
        VERIFY_OK(before);
        QCOMPARE(before->host(), u"old.rds.example"_s);
        VERIFY_OK(target.write(before->movedTo(u"new.rds.example"_s, 5432), u"r1"_s, m_job));
        QCOMPARE(target.read(m_job)->host(), u"new.rds.example"_s);
        QCOMPARE(m_bind->says(u"db.academy.example"_s), u"CNAME old.rds.example."_s); // Written is not live.

        const Instant begun = m_clock.now();
        VERIFY_OK(cutover.run(m_job));
        QCOMPARE(m_bind->says(u"db.academy.example"_s), u"CNAME new.rds.example."_s);
        QVERIFY(m_clock.now() - begun >= Seconds(5)); // Its TTL.
        QCOMPARE(target.read(m_job)->host(), u"new.rds.example"_s);

        const Instant putBack = m_clock.now();
        VERIFY_OK(target.putBack(u"r1"_s, m_job));
        QVERIFY(m_clock.now() - putBack >= Seconds(5));
        VERIFY_OK(cutover.run(m_job)); // As an undo does.
        QCOMPARE(m_bind->says(u"db.academy.example"_s), u"CNAME old.rds.example."_s);
        VERIFY_OK(target.forget(u"r1"_s, m_job));
        QCOMPARE(m_secrets.size(), 1); // The key.
    }
    void anUpdateIsMadeOnlyWhereTheOldRecordStillStands()
    {
        const DnsAnswer stale{u"CNAME"_s, Seconds(5), {u"gone.rds.example"_s}};
        const DnsAnswer wanted{u"CNAME"_s, Seconds(5), {u"new.rds.example"_s}};
        QVERIFY(m_bind->update(updateScript(settings(), stale, wanted)).contains(u"NXRRSET"_s));
        QCOMPARE(m_bind->says(u"db.academy.example"_s), u"CNAME old.rds.example."_s);
    }
    void aRecordThatSomebodyElseHasChangedIsLeftAlone()
    {
        const auto ours = record();
        const DnsAnswer before = *ours->read(m_job);
        const QByteArray others = "zone academy.example\nupdate delete db.academy.example CNAME\n"
                                  "update add db.academy.example 5 CNAME others.rds.example.\nsend\n";
        QCOMPARE(m_bind->update(others), QString());
        const Outcome replaced = ours->replace(before, {u"CNAME"_s, Seconds(5), {u"new.rds.example"_s}}, m_job);
        VERIFY_FAULT(replaced, Fault::Refused);
        QCOMPARE(m_bind->says(u"db.academy.example"_s), u"CNAME others.rds.example."_s);
    }
    void allAddressesOfANameAreReplacedTogether()
    {
        const auto ours = record(u"many.academy.example"_s);
        const auto before = ours->read(m_job);
        VERIFY_OK(before);
        QCOMPARE(before->values, QStringList({u"10.0.0.1"_s, u"10.0.0.2"_s}));
        DnsAnswer after = *before;
        after.values = QStringList{u"10.0.0.9"_s};
        VERIFY_OK(ours->replace(*before, after, m_job));
        QCOMPARE(m_bind->says(u"many.academy.example"_s), u"A 10.0.0.9"_s);
        VERIFY_OK(ours->replace(after, *before, m_job));
        QCOMPARE(m_bind->says(u"many.academy.example"_s), u"A 10.0.0.1,A 10.0.0.2"_s);
    }
    void aWrongKeyIsSaidAndNotShown()
    {
        const QByteArray wrong = QByteArray("another key altogether, of nobody").toBase64();
        m_secrets.with(u"wrong-key"_s, wrong);
        const auto ours = record(u"db.academy.example"_s, u"wrong-key"_s);
        const DnsAnswer before = *ours->read(m_job);
        const Outcome replaced = ours->replace(before, {u"CNAME"_s, Seconds(5), {u"new.rds.example"_s}}, m_job);
        VERIFY_FAULT(replaced, Fault::Refused);
        QVERIFY2(replaced.error().what().contains(u"does not accept the key"_s), describe(replaced.error()).constData());
        QVERIFY(!describe(replaced.error()).contains(wrong));
        QCOMPARE(m_bind->says(u"db.academy.example"_s), u"CNAME old.rds.example."_s);
    }
    void aRecordThatTheKeyMayNotChangeIsNamed()
    {
        const auto ours = record(u"locked.academy.example"_s);
        const Outcome replaced = ours->replace(*ours->read(m_job), {u"CNAME"_s, Seconds(5), {u"new.rds.example"_s}}, m_job);
        VERIFY_FAULT(replaced, Fault::Refused);
        QVERIFY2(replaced.error().todo().contains(u"grant console name locked.academy.example. CNAME;"_s), describe(replaced.error()).constData());
    }
    void whatIsNotThereOrNotOneRecordIsRefused()
    {
        VERIFY_FAULT(record(u"nothing.academy.example"_s)->read(m_job), Fault::NotFound);
        VERIFY_FAULT(record(u"both.academy.example"_s)->read(m_job), Fault::Refused);
    }
    void aServerThatIsDownIsUnreachable()
    {
        m_bind->stop();
        VERIFY_FAULT(record()->read(m_job), Fault::Unreachable);
    }
};

SHUTTLER_TEST(tst_Rfc2136)
#include "tst_Rfc2136.moc"
