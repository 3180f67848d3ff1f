// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/KeysPage.h"

#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"
#include "ui/common/PermissionsTree.h"

#include <QHBoxLayout>
#include <QTreeView>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

KeysPage::KeysPage(QWidget *parent)
    : QWidget(parent), m_words(paragraph({})), m_keys(new FieldForm(u"env"_s)), m_error(new ErrorCard),
      m_rights(new Card(tr("What this sign-in may do"))), m_chip(new Chip), m_who(new TextLabel({}, Role::Small, Tone::Second)),
      m_tree(new PermissionsTree(u"envWizardPermissions"_s))
{
    m_error->setObjectName(u"envKeysError"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_words);
    column->addWidget(m_keys);
    column->addWidget(m_error);
    m_rights->header()->addWidget(m_chip);
    m_who->setWordWrap(true);
    m_who->setContentsMargins(14, 0, 14, 6);
    m_rights->body()->addWidget(m_who);
    m_tree->tree()->setMinimumHeight(scaled(240));
    m_rights->body()->addWidget(m_tree);
    column->addWidget(m_rights);
    column->addStretch();
    connect(m_keys, &FieldForm::edited, this, &KeysPage::edited);
}

void KeysPage::show(const EnvironmentDraft &draft, bool keysAreKept, const QString &where)
{
    m_keys->ask(keyFields(draft.provider), draft.keys);
    m_keys->setKept(keysAreKept);
    m_words->setText(paragraphText(draft.provider == "pgbackrest"_L1
                                       ? tr("Passwords are not asked for: roles come in over the Unix socket. Signing in only reads.")
                                       : tr("Signing in only reads. What you enter goes into %1, never into a file, and is not shown again.").arg(where)));
}

void KeysPage::fill(EnvironmentDraft &draft) const
{
    draft.keys = m_keys->values();
    draft.typed = m_keys->typedSecrets();
}

bool KeysPage::check(const EnvironmentDraft &draft, const Environment &base)
{
    if (!m_keys->check())
        return false;
    const auto wrong = wrongTogether(draft, base);
    if (wrong)
        m_keys->showWrong(wrong->first, wrong->second);
    return !wrong;
}

QWidget *KeysPage::rights() const
{
    return m_rights;
}

void KeysPage::showNothing()
{
    m_error->clear();
    m_rights->hide();
}

void KeysPage::showAsking()
{
    showNothing();
    m_keys->setEnabled(false);
}

void KeysPage::showReached(const QList<Place> &environments)
{
    m_keys->setEnabled(true);
    m_keys->listAgain({PlaceKind::RailwayEnvironments});
    m_keys->offer(PlaceKind::RailwayEnvironments, environments);
    m_keys->showWrong(u"where"_s, tr("The token is right. Choose the project and environment that the database is in."));
}

void KeysPage::showSignedIn(const SignedIn &signedIn)
{
    m_keys->setEnabled(true);
    m_error->clear();
    if (!signedIn.environments.isEmpty())
        m_keys->offer(PlaceKind::RailwayEnvironments, signedIn.environments);
    m_chip->setState(Glyph::Ok, tr("Signed in"));
    m_who->setText(tr("As %1. %2.").arg(signedIn.account.identity, summaryOf(signedIn.account)));
    m_tree->show(signedIn.account);
    m_rights->setVisible(true);
}

void KeysPage::showError(const Error &error)
{
    m_keys->setEnabled(true);
    m_rights->hide();
    m_error->setError(error);
}

} // namespace shuttler::ui
