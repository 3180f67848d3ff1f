// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"
#include "core/restore/SignIn.h"
#include "tests/support/RestoreStage.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

/// Its file of authorities is gone.
class UnableProbe final : public AppProbe {
public:
    Outcome check(Job &) override { return cannot(); }
    Result<AppHealth> ask(const QUrl &, Job &) override { return cannot(); }

private:
    static Error cannot()
    {
        return Error(Fault::BadInput, u"/srv/ca.pem does not exist."_s)
            .means(u"Nobody can be asked."_s)
            .todo(u"Correct ca."_s);
    }
};

} // namespace

/// That the app cannot be asked how it is comes out before anything is touched, and not minutes after the cut-over.
class tst_AppCertificate : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_stage = std::make_unique<RestoreStage>();
        m_stage->ports.probe = std::make_unique<UnableProbe>();
        m_stage->ports.environment.app.ca = u"/srv/ca.pem"_s;
    }

    void noPlanIsMadeWithIt()
    {
        Job job = m_stage->job();
        const Result<Plan> plan = Engine(m_stage->ports, **m_stage->ledger).plan(m_stage->intent(), job);
        VERIFY_FAULT(plan, Fault::BadInput);
        QCOMPARE(plan.error().what(), u"/srv/ca.pem does not exist."_s);
        QCOMPARE(plan.error().todo(), u"Correct ca."_s);
    }

    void whereTheAppStaysWhereItIsItMayBeSo()
    {
        RestoreIntent intent = m_stage->intent();
        intent.cutover = CutoverChoice::None;
        Job job = m_stage->job();
        VERIFY_OK(Engine(m_stage->ports, **m_stage->ledger).plan(intent, job));
    }

    void signingInNamesWhatIsMissing()
    {
        Job job = m_stage->job();
        const Result<Account> account = signInEverywhere(m_stage->ports, job);
        VERIFY_OK(account);
        const Account::Permission &permission = account->permissions.last();
        QCOMPARE(permission.right, u"Know the app by its certificate"_s);
        QCOMPARE(permission.name, u"/srv/ca.pem"_s);
        QVERIFY(!permission.granted && permission.essential);
        QCOMPARE(permission.means, u"/srv/ca.pem does not exist."_s);
        QCOMPARE(permission.todo, u"Correct ca."_s);
    }

    void whereNoneIsNamedNothingIsAskedOfIt()
    {
        m_stage->ports.environment.app.ca.clear();
        Job job = m_stage->job();
        const Result<Account> account = signInEverywhere(m_stage->ports, job);
        VERIFY_OK(account);
        QVERIFY(account->permissions.last().right != u"Know the app by its certificate"_s);
    }

private:
    std::unique_ptr<RestoreStage> m_stage;
};

SHUTTLER_TEST(tst_AppCertificate)
#include "tst_AppCertificate.moc"
