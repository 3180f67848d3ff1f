// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Confirmation.h"
#include "ui/environments/CredentialsCard.h"
#include "ui/environments/EnvironmentList.h"
#include "ui/environments/EnvironmentWizard.h"
#include "ui/environments/EnvironmentsPage.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

void EnvironmentsPage::add()
{
    auto *wizard = new EnvironmentWizard(m_console, u"aws-rds"_s, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &EnvironmentWizard::saved, this, &EnvironmentsPage::added);
    wizard->open();
}

void EnvironmentsPage::edit()
{
    const Environment *environment = chosen();
    if (!environment || environment->kind == EnvironmentKind::Practice)
        return;
    auto *wizard = new EnvironmentWizard(m_console, *environment, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &EnvironmentWizard::saved, this, [this](const EnvironmentName &name) {
        m_tested.remove(name); // It may lead elsewhere now.
        emit changed(name);
    });
    wizard->open();
}

void EnvironmentsPage::remove()
{
    const Environment *environment = chosen();
    if (!environment || m_job.isRunning())
        return;
    if (environment->kind == EnvironmentKind::Practice)
        return emit practiceRemovalWanted(environment->name);
    const QStringList own = credentialsOnlyOf(m_console.environments, environment->name);
    Question question;
    question.objectName = u"removeDialog"_s;
    question.title = tr("Remove %1 from Shuttler Ops?").arg(environment->title);
    question.sentences = {tr("Only its description on this computer goes. The database, its backups and the app stay as they are."),
                          tr("What was done in it stays in Activity.")};
    question.yes = tr("Remove %1").arg(environment->name.toString());
    question.no = tr("Keep it");
    if (!own.isEmpty())
        question.also = tr("Also forget what the keychain keeps for it: %1").arg(own.join(u", "_s));
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, own, name = environment->name] {
        setBusy(true);
        m_job.start<Done>([&console = m_console, name, forgotten = dialog->isAlsoWanted() ? own : QStringList()](Job &job) {
            return dropEnvironment(console, name, forgotten, job);
        }, this, [this, name](const Outcome &dropped) {
            done(dropped);
            if (!m_console.environments.find(name))
                emit removed();
        });
    });
    dialog->open();
}

void EnvironmentsPage::forget(const QString &credential)
{
    if (m_job.isRunning())
        return;
    Question question;
    question.objectName = u"forgetDialog"_s;
    question.title = tr("Forget %1?").arg(credential);
    question.sentences = {tr("It is removed from %1. Nothing can be signed in to with it from here any more, until another is entered.").arg(m_console.secrets.describe()),
                          tr("At the provider it goes on being valid: revoke it there as well if somebody else may have it.")};
    question.yes = tr("Forget %1").arg(credential);
    question.no = tr("Keep it");
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, credential] {
        setBusy(true);
        m_job.start<Done>([&console = m_console, credential](Job &job) { return console.secrets.forget(credential, job); }, this,
                          [this](const Outcome &forgotten) {
                              done(forgotten);
                              if (chosen())
                                  m_credentials->show(*chosen());
                          });
    });
    dialog->open();
}

void EnvironmentsPage::test(const QList<Environment> &environments)
{
    if (m_job.isRunning() || environments.isEmpty())
        return;
    setBusy(true);
    using Answers = QList<std::pair<EnvironmentName, Tested>>;
    m_job.start<Answers>(
        [&console = m_console, environments](Job &job) -> Result<Answers> {
            Answers answers;
            for (const Environment &environment : environments) {
                if (Outcome wanted = job.checkStop(); !wanted)
                    return std::move(wanted).error();
                Result<Account> account = tryEverything(console, environment, console.secrets, job);
                Tested tested{job.clock.now(), {}, {}};
                if (account)
                    tested.account = *std::move(account);
                else
                    tested.error = account.error();
                answers.append({environment.name, tested});
            }
            return answers;
        },
        this, [this](Result<Answers> answers) {
            setBusy(false);
            if (!answers)
                return;
            for (const auto &[name, tested] : *answers) {
                m_tested.insert(name, tested);
                showStanding(name);
            }
        });
}

void EnvironmentsPage::done(const Outcome &outcome)
{
    setBusy(false);
    if (outcome)
        m_error->clear();
    else if (outcome.error().fault() != Fault::Cancelled)
        m_error->setError(outcome.error());
}

void EnvironmentsPage::setBusy(bool busy)
{
    m_testAll->setEnabled(!busy);
    m_testAll->setText(busy ? tr("Testing…") : tr("Test all sign-ins"));
    m_testAll->setAccessibleName(m_testAll->text());
    m_remove->setEnabled(!busy);
    m_credentials->setTesting(busy);
}

} // namespace shuttler::ui
