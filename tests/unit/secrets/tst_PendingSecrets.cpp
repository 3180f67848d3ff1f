// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/PendingSecrets.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

/// A keychain that takes so many secrets and no more.
class FullStore final : public SecretStore {
public:
    explicit FullStore(MemorySecrets &below, int room) : m_below(below), m_room(room) {}
    QString describe() const override { return m_below.describe(); }
    Result<std::shared_ptr<const Secret>> read(const QString &name, Job &job) override { return m_below.read(name, job); }
    Outcome write(const QString &name, const Secret &secret, Job &job) override
    {
        if (m_room-- == 0)
            return Error(Fault::Refused, u"The keychain is locked."_s);
        return m_below.write(name, secret, job);
    }
    Outcome forget(const QString &name, Job &job) override { return m_below.forget(name, job); }

private:
    MemorySecrets &m_below;
    int m_room;
};

Secret typedAs(const char *plain) { return Secret(QByteArray(plain)); }

} // namespace

class tst_PendingSecrets : public QObject {
    Q_OBJECT

private slots:
    void whatWasTypedIsReadAndNotKept()
    {
        MemorySecrets kept;
        kept.with(u"prod/key"_s, "old");
        PendingSecrets pending(kept);
        VERIFY_OK(pending.write(u"prod/key"_s, typedAs("new"), testJob()));
        const auto read = pending.read(u"prod/key"_s, testJob());
        VERIFY_OK(read);
        QCOMPARE((*read)->expose([](const char *plain) { return QByteArray(plain); }), QByteArray("new"));
        QCOMPARE(kept.plain(u"prod/key"_s), QByteArray("old"));
        VERIFY_OK(pending.forget(u"prod/key"_s, testJob()));
        QCOMPARE(kept.plain(u"prod/key"_s), QByteArray("old"));
    }

    void whatIsKeptIsReadThrough()
    {
        MemorySecrets kept;
        kept.with(u"prod/key"_s, "old");
        PendingSecrets pending(kept);
        VERIFY_OK(pending.read(u"prod/key"_s, testJob()));
        VERIFY_FAULT(pending.read(u"prod/other"_s, testJob()), Fault::NotFound);
    }

    void keepingWritesAllAndPuttingBackUndoesIt()
    {
        MemorySecrets kept;
        kept.with(u"a"_s, "old");
        PendingSecrets pending(kept);
        VERIFY_OK(pending.write(u"a"_s, typedAs("new"), testJob()));
        VERIFY_OK(pending.write(u"b"_s, typedAs("added"), testJob()));
        VERIFY_OK(pending.keep(testJob()));
        QCOMPARE(kept.plain(u"a"_s), QByteArray("new"));
        QCOMPARE(kept.plain(u"b"_s), QByteArray("added"));
        VERIFY_OK(pending.putBack(testJob()));
        QCOMPARE(kept.plain(u"a"_s), QByteArray("old"));
        QCOMPARE(kept.size(), 1);
    }

    void whatASignInLeftIsTakenOverAndWhatWasTypedSinceCounts()
    {
        MemorySecrets kept;
        PendingSecrets before(kept);
        VERIFY_OK(before.write(u"key/session"_s, typedAs("left by signing in"), testJob()));
        VERIFY_OK(before.write(u"key"_s, typedAs("old"), testJob()));
        PendingSecrets now(kept);
        VERIFY_OK(now.write(u"key"_s, typedAs("new"), testJob()));
        now.takeOver(before);
        VERIFY_OK(now.keep(testJob()));
        QCOMPARE(kept.plain(u"key"_s), QByteArray("new"));
        QCOMPARE(kept.plain(u"key/session"_s), QByteArray("left by signing in"));
    }

    void aStoreThatRefusesTheSecondIsLeftAsItWas()
    {
        MemorySecrets kept;
        FullStore full(kept, 1);
        PendingSecrets pending(full);
        VERIFY_OK(pending.write(u"a"_s, typedAs("1"), testJob()));
        VERIFY_OK(pending.write(u"b"_s, typedAs("2"), testJob()));
        VERIFY_FAULT(pending.keep(testJob()), Fault::Refused);
        QCOMPARE(kept.size(), 0);
    }
};

SHUTTLER_TEST(tst_PendingSecrets)
#include "tst_PendingSecrets.moc"
