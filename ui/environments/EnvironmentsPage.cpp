// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentsPage.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/common/PermissionsTree.h"
#include "ui/environments/CredentialsCard.h"
#include "ui/environments/EnvironmentFacts.h"
#include "ui/environments/EnvironmentList.h"
#include "ui/shell/Situation.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QTreeView>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

static constexpr int ListWidth = 260;

EnvironmentsPage::EnvironmentsPage(const Console &console, QWidget *parent)
    : Page(u"environmentsPage"_s, tr("Environments"), parent), m_console(console), m_columns(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_error(new ErrorCard), m_list(new EnvironmentList), m_testAll(button(u"envTestAll"_s, tr("Test all sign-ins"), ButtonKind::Plain, u"view-refresh"_s)),
      m_open(button(u"envOpen"_s, tr("Open"))), m_edit(button(u"envEdit"_s, tr("Change…"), ButtonKind::Plain, u"document-edit"_s)),
      m_remove(button(u"envRemove"_s, tr("Remove…"), ButtonKind::Plain, u"list-remove"_s)), m_credentials(new CredentialsCard(console)),
      m_rights(new PermissionsTree(u"envPermissions"_s)), m_summary(new TextLabel({}, Role::Small, Tone::Second)), m_job(console.clock)
{
    setSubtitle(tr("Which databases, which providers, which sign-ins"));
    m_error->setObjectName(u"envError"_s);
    headerRow()->addWidget(m_testAll);
    body()->addWidget(m_error);
    m_columns->setSpacing(12);
    m_columns->addWidget(makeList(), 0);
    auto *right = new QVBoxLayout;
    right->setSpacing(12);
    right->addWidget(makeFacts());
    right->addWidget(m_credentials);
    right->addWidget(makeRights(), 1);
    m_columns->addLayout(right, 1);
    body()->addLayout(m_columns, 1);

    connect(m_list, &EnvironmentList::chosenChanged, this, &EnvironmentsPage::showChosen);
    connect(m_list, &EnvironmentList::opened, this, [this] { emit openWanted(m_list->chosen()); });
    connect(m_open, &QPushButton::clicked, this, [this] { emit openWanted(m_list->chosen()); });
    connect(m_edit, &QPushButton::clicked, this, &EnvironmentsPage::edit);
    connect(m_remove, &QPushButton::clicked, this, &EnvironmentsPage::remove);
    connect(m_testAll, &QPushButton::clicked, this, [this] { test(m_environments); });
    connect(m_credentials, &CredentialsCard::testWanted, this, [this] { test({*chosen()}); });
    connect(m_credentials, &CredentialsCard::replaceWanted, this, &EnvironmentsPage::edit);
    connect(m_credentials, &CredentialsCard::forgetWanted, this, &EnvironmentsPage::forget);
    reload({});
}

QWidget *EnvironmentsPage::makeList()
{
    auto *card = m_listCard = new Card;
    card->setFixedWidth(scaled(ListWidth));
    card->body()->setContentsMargins(8, 8, 8, 8);
    card->body()->addWidget(m_list, 1);
    QPushButton *more = button(u"envAdd"_s, tr("Add environment…"), ButtonKind::Plain, u"list-add"_s);
    card->body()->addWidget(more);
    connect(more, &QPushButton::clicked, this, &EnvironmentsPage::add);
    return card;
}

QWidget *EnvironmentsPage::makeFacts()
{
    m_facts = new Card(tr("Environment"));
    m_facts->setObjectName(u"envForm"_s);
    m_standing = new Chip;
    m_facts->header()->addWidget(m_standing);
    m_grid = new QGridLayout;
    m_grid->setContentsMargins(14, 4, 14, 10);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 2);
    m_grid->setColumnStretch(3, 3);
    m_facts->body()->addLayout(m_grid);
    auto *acts = new QHBoxLayout;
    acts->setContentsMargins(14, 0, 14, 12);
    acts->setSpacing(8);
    for (QPushButton *act : {m_open, m_edit, m_remove})
        acts->addWidget(act);
    acts->addStretch();
    m_facts->body()->addLayout(acts);
    return m_facts;
}

QWidget *EnvironmentsPage::makeRights()
{
    auto *card = new Card(tr("What these sign-ins may do"));
    card->header()->addWidget(m_summary);
    m_rights->tree()->setMinimumHeight(scaled(150));
    m_rights->tree()->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    showWhenEmpty(m_rights->tree(), tr("Test the sign-ins to see what they may do."));
    card->body()->addWidget(m_rights, 1);
    return card;
}

void EnvironmentsPage::reload(const EnvironmentName &chosen)
{
    m_environments.clear();
    for (const Result<Environment> &environment : m_console.environments.all())
        if (environment)
            m_environments.append(*environment);
    m_list->setEnvironments(m_environments);
    for (const Environment &environment : std::as_const(m_environments))
        showStanding(environment.name);
    if (!chosen.isEmpty())
        m_list->choose(chosen);
    showChosen();
}

const Environment *EnvironmentsPage::chosen() const
{
    const EnvironmentName name = m_list->chosen();
    const auto found = std::find_if(m_environments.cbegin(), m_environments.cend(), [&name](const Environment &each) { return each.name == name; });
    return found == m_environments.cend() ? nullptr : &*found;
}

void EnvironmentsPage::showChosen()
{
    const Environment *environment = chosen();
    m_facts->setVisible(environment);
    m_credentials->setVisible(environment);
    if (!environment)
        return;
    m_facts->titleLabel()->setText(environment->title);
    while (QLayoutItem *old = m_grid->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    const QList<QPair<QString, QString>> facts = factsOf(*environment);
    for (int i = 0; i < facts.size(); ++i) {
        auto *value = new TextLabel(facts[i].second);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(new TextLabel(facts[i].first, Role::Body, Tone::Second), i / 2, i % 2 * 2, Qt::AlignTop);
        m_grid->addWidget(value, i / 2, i % 2 * 2 + 1, Qt::AlignTop);
    }
    m_edit->setEnabled(environment->kind != EnvironmentKind::Practice);
    m_edit->setToolTip(m_edit->isEnabled() ? QString() : tr("Practice is described by itself"));
    m_credentials->show(*environment);
    showStanding(environment->name);
}

void EnvironmentsPage::showStanding(const EnvironmentName &name)
{
    const auto tested = m_tested.constFind(name);
    SignInState standing{Glyph::ToDo, tr("Not tried")};
    if (tested != m_tested.cend() && tested->account)
        standing = {Glyph::Ok, tr("Signed in")};
    else if (tested != m_tested.cend() && tested->error)
        standing = {Glyph::Warn, tested->error->fault() == Fault::Unreachable ? tr("No answer") : tr("Not signed in")};
    m_list->setStanding(name, standing);
    if (name != m_list->chosen())
        return;
    const bool known = tested != m_tested.cend();
    m_standing->setState(standing.glyph, known ? u"%1, %2"_s.arg(standing.words, HumanText::shown().when(tested->at, m_console.clock.now())) : standing.words);
    if (known && tested->account && !tested->account->permissions.isEmpty()) {
        m_summary->setText(summaryOf(*tested->account));
        m_rights->show(*tested->account);
    } else {
        m_summary->clear();
        m_rights->clear();
    }
    if (known && tested->error)
        m_error->setError(*tested->error);
    else
        m_error->clear();
}

void EnvironmentsPage::setSituation(const Situation &situation)
{
    const EnvironmentName name = situation.environment.name;
    const auto before = m_tested.constFind(name);
    if (before != m_tested.cend() && before->at > situation.lookedAt)
        return;
    Tested tested{situation.lookedAt, {}, situation.trouble};
    if (!situation.trouble) {
        // The look knows as whom; what may be done only a test tells.
        const bool same = before != m_tested.cend() && before->account && before->account->identity == situation.identity;
        tested.account = same ? before->account : Account{situation.identity, {}};
    }
    m_tested.insert(name, tested);
    showStanding(name);
}

void EnvironmentsPage::setNarrow(bool narrow)
{
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_listCard->setMinimumWidth(scaled(narrow ? 0 : ListWidth));
    m_listCard->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : scaled(ListWidth));
    m_list->setFixedRows(narrow ? 3 : 0);
}

void EnvironmentsPage::stopAndWait()
{
    m_job.stop();
    m_job.wait();
    m_credentials->stopAndWait();
}

} // namespace shuttler::ui
