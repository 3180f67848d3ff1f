// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentWizard.h"

#include "ui/common/IconWidget.h"
#include "ui/common/Labels.h"
#include "ui/common/TabOrder.h"
#include "ui/environments/AppPage.h"
#include "ui/environments/KeysPage.h"
#include "ui/environments/ProviderPage.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

EnvironmentWizard::EnvironmentWizard(const Console &console, const QString &provider, QWidget *parent)
    : EnvironmentWizard(console, Environment(), provider, parent)
{
}

EnvironmentWizard::EnvironmentWizard(const Console &console, const Environment &environment, QWidget *parent)
    : EnvironmentWizard(console, environment, environment.provider, parent)
{
}

EnvironmentWizard::EnvironmentWizard(const Console &console, const Environment &base, const QString &provider, QWidget *parent)
    : QDialog(parent)
    , m_console(console)
    , m_base(base)
    , m_provider(provider)
    , m_stack(new QStackedWidget)
    , m_where(new ProviderPage)
    , m_keys(new KeysPage)
    , m_app(new AppPage)
    , m_title(heading(isNew() ? tr("Add an environment") : tr("Change %1").arg(base.title), Role::Verdict))
    , m_step(new TextLabel({}, Role::Body, Tone::Second))
    , m_back(button(u"envBack"_s, tr("Back"), ButtonKind::Plain, u"go-previous"_s))
    , m_cancel(button(u"envCancel"_s, tr("Cancel")))
    , m_next(button(u"envNext"_s, tr("Continue"), ButtonKind::Primary))
    , m_job(console.clock)
    , m_lookJob(console.clock)
{
    setObjectName(u"envWizard"_s);
    setModal(true);
    setMinimumSize(scaled(640), scaled(460));
    resize(scaled(780), scaled(600));
    for (QWidget *page : std::initializer_list<QWidget *>{m_where, m_keys, m_app})
        m_stack->addWidget(framed(page));

    auto *head = new QHBoxLayout;
    head->setContentsMargins(24, 16, 24, 12);
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(m_step);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(24, 12, 24, 12);
    foot->setSpacing(8);
    foot->addWidget(new IconWidget(u"security-high"_s, 16, &Theme::okMark));
    foot->addWidget(new TextLabel(tr("Nothing is written before the last page's button."), Role::Small, Tone::Second), 1);
    foot->addWidget(m_cancel);
    foot->addWidget(m_back);
    foot->addWidget(m_next);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(hairLine());
    column->addWidget(m_stack, 1);
    column->addWidget(hairLine());
    column->addLayout(foot);

    m_next->setDefault(true);
    for (QPushButton *other : {m_back, m_cancel})
        other->setAutoDefault(false);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &EnvironmentWizard::goBack);
    connect(m_next, &QPushButton::clicked, this, &EnvironmentWizard::goOn);
    connect(m_where, &ProviderPage::edited, this, &EnvironmentWizard::edited);
    connect(m_keys, &KeysPage::edited, this, &EnvironmentWizard::edited);
    connect(m_app, &AppPage::edited, m_app, &AppPage::clear);
    connect(m_app, &AppPage::anywayWanted, this, [this] { add(true); });
    connect(m_keys, &KeysPage::edited, this, &EnvironmentWizard::lookUp);
    connect(m_app, &AppPage::lookWanted, this, &EnvironmentWizard::lookUp);
    connect(m_app, &AppPage::lookAnew, this, &EnvironmentWizard::lookAnew);
    for (const FieldForm *form : findChildren<FieldForm *>())
        connect(form, &FieldForm::arranged, this, &EnvironmentWizard::orderKeys);
    for (BackgroundJob *job : {&m_job, &m_lookJob})
        connect(this, &QDialog::finished, job, &BackgroundJob::stop);

    EnvironmentDraft shown = isNew() ? EnvironmentDraft() : draftOf(base);
    shown.provider = provider;
    m_where->show(shown, isNew());
    showPage(Where);
}

/// Each page scrolls by itself; header and footer stay.
QWidget *EnvironmentWizard::framed(QWidget *page)
{
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    page->setObjectName(u"scrolled"_s);
    page->setContentsMargins(24, 16, 24, 16);
    area->setWidget(page);
    return area;
}

EnvironmentDraft EnvironmentWizard::draft() const
{
    EnvironmentDraft draft = isNew() ? EnvironmentDraft() : draftOf(m_base);
    m_where->fill(draft);
    if (m_stack->currentIndex() >= Keys)
        m_keys->fill(draft);
    if (m_stack->currentIndex() >= App)
        m_app->fill(draft);
    return draft;
}

void EnvironmentWizard::showPage(int page)
{
    m_stack->setCurrentIndex(page);
    m_back->setVisible(page > Where);
    if (page == Keys && !m_signedIn)
        m_keys->showNothing();
    nameStep();
    lookUp();
    QWidget *first = page == Where ? m_where->firstField() : page == Keys ? m_keys->firstField() : m_app->firstField();
    (first ? first : m_next)->setFocus(Qt::OtherFocusReason);
}

/// What the task bar, a screen reader and the button say of where one is.
void EnvironmentWizard::nameStep()
{
    const int page = m_stack->currentIndex();
    const QString names[] = {tr("Provider"), m_signedIn ? tr("Signed in") : tr("Sign in"), tr("The app")};
    const QString actions[] = {tr("Continue"), m_signedIn ? tr("Continue") : tr("Sign in"),
                               isNew() ? tr("Add environment") : tr("Save changes")};
    m_step->setText(tr("%1 of 3 · %2").arg(QString::number(page + 1), names[page]));
    setWindowTitle(tr("%1, %2 of 3: %3").arg(m_title->text(), QString::number(page + 1), names[page]));
    m_next->setEnabled(!m_job.isRunning());
    m_back->setEnabled(!m_job.isRunning());
    m_next->setText(actions[page]);
    m_next->setAccessibleName(actions[page]);
    orderKeys();
}

/// Tab goes down the page, whichever fields are there.
void EnvironmentWizard::orderKeys()
{
    tabAlongLayouts(this);
}

void EnvironmentWizard::setBusy(const QString &words)
{
    m_next->setEnabled(false);
    m_back->setEnabled(false);
    m_next->setText(words);
    m_next->setAccessibleName(words);
    m_cancel->setFocus(Qt::OtherFocusReason);
}

void EnvironmentWizard::edited()
{
    if (!std::exchange(m_signedIn, std::nullopt))
        return;
    m_keys->showNothing(); // What was found belongs to what was entered before.
    nameStep();
}

void EnvironmentWizard::goBack()
{
    showPage(m_stack->currentIndex() - 1);
}

void EnvironmentWizard::goOn()
{
    if (m_job.isRunning())
        return;
    if (m_stack->currentIndex() == Where)
        return leaveProvider();
    if (m_stack->currentIndex() == App)
        return add(false);
    if (!m_signedIn)
        return signIn();
    const bool areKept = m_provider == draft().provider && !isNew();
    m_app->show(draft(), m_signedIn->instances, areKept);
    showPage(App);
}

void EnvironmentWizard::leaveProvider()
{
    if (!m_where->check())
        return;
    const EnvironmentDraft wanted = draft();
    if (isNew() && m_console.environments.find(EnvironmentName(wanted.general.value(u"name"_s))))
        return m_where->general().showWrong(u"name"_s, tr("There is an environment of this name already."));
    m_keys->show(wanted, !isNew() && wanted.provider == m_base.provider, m_console.secrets.describe());
    showPage(Keys);
}

void EnvironmentWizard::showRights()
{
    static_cast<QScrollArea *>(m_stack->widget(Keys))->ensureWidgetVisible(m_keys->rights(), 0, 16);
}

void EnvironmentWizard::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::current().window);
}

} // namespace shuttler::ui
