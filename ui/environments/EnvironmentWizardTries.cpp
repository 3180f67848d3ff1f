// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/AppPage.h"
#include "ui/environments/EnvironmentWizard.h"
#include "ui/environments/KeysPage.h"

#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// The secret made of these fields: "ACCESSKEY:SECRET" of two.
Secret joined(const FieldForm &form, const QStringList &fields)
{
    QByteArray plain;
    for (const QString &field : fields)
        form.takeSecret(field).expose([&plain](const char *part) {
            plain += plain.isEmpty() || *part == '\0' ? "" : ":";
            plain += part;
        });
    return Secret(std::move(plain));
}

} // namespace

FieldForm &EnvironmentWizard::formOf(FormOf form) const
{
    return form == FormOf::App ? m_app->app() : form == FormOf::Cutover ? m_app->cutover() : m_keys->keys();
}

std::shared_ptr<PendingSecrets> EnvironmentWizard::pending(const EnvironmentDraft &draft) const
{
    auto pending = std::make_shared<PendingSecrets>(m_console.secrets);
    SilentProgress silent;
    Job here{{}, silent, m_console.clock};
    const QMap<QString, SecretParts> secrets = secretsOf(draft, m_base);
    for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret)
        if (Outcome typed = pending->write(secret.key(), joined(formOf(secret->form), secret->fields), here); !typed)
            qFatal("A secret in memory is refused."); // It never is.
    return pending;
}

void EnvironmentWizard::signIn()
{
    const EnvironmentDraft wanted = draft();
    if (!m_keys->check(wanted, m_base))
        return;
    Environment environment = environmentFrom(wanted, m_base);
    if (isNew())
        environment.app = AppTarget(); // Not asked for yet.
    m_keys->showAsking();
    setBusy(tr("Signing in…"));
    lookAnew();
    m_signedInWith = pending(wanted);
    m_job.start<SignedIn>(
        [&console = m_console, environment, secrets = m_signedInWith](Job &job) { return tryKeys(console, environment, *secrets, job); },
        this,
        [this](Result<SignedIn> signedIn) {
            if (signedIn && !signedIn->isReached) {
                m_keys->showReached(signedIn->environments);
                return nameStep();
            }
            if (signedIn) {
                m_signedIn = *std::move(signedIn);
                m_keys->showSignedIn(*m_signedIn);
                // Once it has its height: what was found is what one wants to see now.
                QTimer::singleShot(0, this, [this] { showRights(); });
            } else {
                m_keys->showError(signedIn.error());
            }
            nameStep();
            m_next->setFocus(Qt::OtherFocusReason);
        });
}

void EnvironmentWizard::add(bool anyway)
{
    const EnvironmentDraft wanted = draft();
    if (m_job.isRunning() || !m_app->check(wanted, m_base))
        return;
    m_app->clear();
    const Environment environment = environmentFrom(wanted, m_base);
    const std::shared_ptr<PendingSecrets> secrets = pending(wanted);
    if (m_signedInWith)
        secrets->takeOver(*m_signedInWith);
    QStringList usedUp;
    const QMap<QString, SecretParts> typed = secretsOf(wanted, m_base);
    for (auto secret = typed.cbegin(); secret != typed.cend(); ++secret)
        if (secret->isForOnce)
            usedUp.append(secret.key());
    setBusy(tr("Checking…"));
    m_job.start<Account>(
        [&console = m_console, environment, anyway, secrets, usedUp](Job &job) -> Result<Account> {
            Result<Account> account = tryEverything(console, environment, *secrets, job);
            if (!account)
                return account;
            const bool isWhole = std::none_of(account->permissions.cbegin(), account->permissions.cend(),
                                              [](const Account::Permission &permission) { return permission.isMissing(); });
            if (!isWhole && !anyway)
                return account;
            for (const QString &code : usedUp)
                secrets->forget(code, job).has_value(); // Gone already where it was used.
            if (Outcome kept = keepEnvironment(console, environment, *secrets, job); !kept)
                return std::move(kept).error();
            account->permissions.clear();
            return account;
        },
        this, [this](Result<Account> tried) { added(std::move(tried)); });
}

/// What is missing is in it, or nothing when it was kept.
void EnvironmentWizard::added(Result<Account> tried)
{
    nameStep();
    if (!tried) {
        m_app->showError(tried.error());
        m_next->setFocus(Qt::OtherFocusReason);
    } else if (!tried->permissions.isEmpty()) {
        m_app->showMissing(*tried);
    } else {
        const EnvironmentName name(draft().general.value(u"name"_s));
        m_keys->keys().clearSecrets();
        m_app->app().clearSecrets();
        m_app->cutover().clearSecrets();
        emit saved(name);
        accept();
    }
}

} // namespace shuttler::ui
