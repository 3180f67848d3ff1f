// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/KeptValue.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The value from before a run, for its way back.
class tst_KeptValue : public QObject {
    Q_OBJECT

private slots:
    void theFirstValueOfARunStaysHoweverOftenItsStepIsRepeated()
    {
        MemorySecrets secrets;
        KeptValue before = KeptValue::before(secrets, u"r1"_s, u"render/srv-1/DATABASE_URL"_s);
        VERIFY_OK(before.keepFirst("old", testJob()));
        VERIFY_OK(before.keepFirst("new", testJob()));

        QCOMPARE(*before.text(u"DATABASE_URL"_s, testJob()), QByteArray("old"));
        QCOMPARE(secrets.plain(u"before/r1/render/srv-1/DATABASE_URL"_s), QByteArray("old"));
    }
    void eachRunHasItsOwn()
    {
        MemorySecrets secrets;
        VERIFY_OK(KeptValue::before(secrets, u"r1"_s, u"p"_s).keepFirst("one", testJob()));
        VERIFY_OK(KeptValue::before(secrets, u"r2"_s, u"p"_s).keepFirst("two", testJob()));
        VERIFY_OK(KeptValue::before(secrets, u"r1"_s, u"p"_s).forget(testJob()));
        QCOMPARE(*KeptValue::before(secrets, u"r2"_s, u"p"_s).text(u"p"_s, testJob()), QByteArray("two"));
    }
    void whatIsDecidedAnewReplacesWhatWasDecided()
    {
        MemorySecrets secrets;
        KeptValue next(secrets, u"next/dns/db"_s);
        VERIFY_OK(next.keep("one", testJob()));
        VERIFY_OK(next.keep("two", testJob()));
        QCOMPARE(*next.text(u"db"_s, testJob()), QByteArray("two"));
    }
    void nothingKeptIsSaidOfItsPlaceAndForgettingItIsDone()
    {
        MemorySecrets secrets;
        KeptValue before = KeptValue::before(secrets, u"r1"_s, u"p"_s);
        const auto found = before.find(testJob());
        VERIFY_OK(found);
        QVERIFY(!*found);
        const auto text = before.text(u"DATABASE_URL of the service srv-1"_s, testJob());
        VERIFY_FAULT(text, Fault::NotFound);
        QVERIFY2(text.error().what().contains(u"DATABASE_URL of the service srv-1"_s), describe(text.error()).constData());
        VERIFY_OK(before.forget(testJob()));
    }
    void aStoreThatIsLockedIsNoEmptyOne()
    {
        LockedSecrets secrets;
        KeptValue before = KeptValue::before(secrets, u"r1"_s, u"p"_s);
        VERIFY_FAULT(before.find(testJob()), Fault::Refused);
        VERIFY_FAULT(before.text(u"p"_s, testJob()), Fault::Refused);
        VERIFY_FAULT(before.keepFirst("new", testJob()), Fault::Refused);
        VERIFY_FAULT(before.forget(testJob()), Fault::Refused);
    }

private:
    struct LockedSecrets final : SecretStore {
        static Error locked() { return Error(Fault::Refused, u"The keychain is locked."_s); }
        QString describe() const override { return u"a locked keychain"_s; }
        Result<std::shared_ptr<const Secret>> read(const QString &, Job &) override { return locked(); }
        Outcome write(const QString &, const Secret &, Job &) override { return locked(); }
        Outcome forget(const QString &, Job &) override { return locked(); }
    };
};

SHUTTLER_TEST(tst_KeptValue)
#include "tst_KeptValue.moc"
