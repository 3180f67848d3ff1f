// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/firstrun/FirstRunPage.h"

#include "ui/common/HumanText.h"
#include "ui/common/Icons.h"
#include "ui/common/Labels.h"
#include "ui/environments/EnvironmentWizard.h"
#include "ui/shell/Deeds.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int NarrowBelow = 1160;

/// One of the window's symbols as a picture of its own.
class Symbol final : public QWidget {
public:
    Symbol(QString name, int size, Token token) : m_name(std::move(name)), m_token(token) { setFixedSize(scaled(size), scaled(size)); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(0, 0, Icons::pixmap(m_name, width(), m_token, devicePixelRatioF()));
    }

private:
    QString m_name;
    Token m_token;
};

QLayout *reason(const QString &icon, const QString &title, const QString &text)
{
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(new TextLabel(title, Role::Emphasis));
    words->addWidget(paragraph(text));
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(new Symbol(icon, 22, &Theme::accent), 0, Qt::AlignTop);
    row->addLayout(words, 1);
    return row;
}

} // namespace

FirstRunPage::FirstRunPage(const Console &console, QWidget *parent)
    : QWidget(parent), m_console(console), m_choices(new QWidget),
      m_practiceCard(new Card), m_practice(button(u"frsPractice"_s, tr("Start Practice"), ButtonKind::Primary)),
      m_cancel(button(u"frsCancel"_s, tr("Stop and delete what was made"))),
      m_leave(button(u"frsLeave"_s, tr("Back to the overview"), ButtonKind::Flat, u"go-previous"_s)),
      m_progress(new QWidget), m_ring(new StatusGlyph(Glyph::Running, 16)), m_stage(new TextLabel({}, Role::Emphasis)),
      m_elapsed(new TextLabel({}, Role::Mono, Tone::Second)), m_note(new TextLabel(tr("Nothing leaves this computer"), Role::Small, Tone::Second)),
      m_error(new ErrorCard), m_job(console.clock)
{
    setObjectName(u"firstRunPage"_s);
    setAccessibleName(tr("How do you want to start?"));
    m_error->setObjectName(u"frsError"_s);

    auto *choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(56, 24, 56, 24);
    choices->setSpacing(14);
    choices->addStretch(2);
    choices->addWidget(m_leave, 0, Qt::AlignLeft);
    choices->addWidget(heading(tr("How do you want to start?")));
    choices->addWidget(m_error);
    choices->addWidget(makePracticeCard());
    choices->addWidget(makeConnectCard());
    choices->addStretch(3);
    m_leave->hide();

    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_choices->setObjectName(u"scrolled"_s);
    scroll->setWidget(m_choices);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_pitch = makePitch();
    row->addWidget(m_pitch);
    row->addWidget(scroll, 1);

    connect(m_practice, &QPushButton::clicked, this, &FirstRunPage::startPractice);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_job.stop();
        m_cancel->setEnabled(false);
        m_stage->setText(tr("Stopping and deleting…"));
    });
    connect(m_leave, &QPushButton::clicked, this, &FirstRunPage::left);
    connect(&m_job, &BackgroundJob::stageBegan, this, [this](const QString &stage) {
        if (!m_job.isStopping())
            m_stage->setText(stage);
    });
    connect(&m_seconds, &QTimer::timeout, this, &FirstRunPage::tick);
}

EnvironmentName FirstRunPage::practiceName()
{
    return EnvironmentName(u"practice"_s);
}

QWidget *FirstRunPage::makePitch()
{
    auto *pitch = new QWidget;
    pitch->setObjectName(u"sideBar"_s);
    auto *column = new QVBoxLayout(pitch);
    column->setContentsMargins(48, 54, 40, 26);
    column->setSpacing(0);
    auto *brand = new QHBoxLayout;
    brand->setSpacing(10);
    auto *mark = new QLabel;
    mark->setPixmap(Icons::appPixmap(scaled(20), devicePixelRatioF()));
    brand->addWidget(mark);
    brand->addWidget(new TextLabel(tr("Shuttler Ops"), Role::Section));
    brand->addStretch();
    column->addLayout(brand);
    column->addSpacing(scaled(44));
    auto *claim = new TextLabel(tr("Know that you can get your data back."), Role::Display);
    claim->setWordWrap(true);
    column->addWidget(claim);
    column->addSpacing(14);
    column->addWidget(paragraph(tr("Shuttler Ops watches the backups of your PostgreSQL database, walks you through a restore, "
                                   "and proves that it worked.")));
    column->addSpacing(scaled(34));
    column->addLayout(reason(u"backup"_s, tr("Restore to the second"), tr("Seven steps, into a new instance. The old one stays until you say so.")));
    column->addSpacing(16);
    column->addLayout(reason(u"security-high"_s, tr("A promise you can see"), tr("30 days of backups, checked every minute.")));
    column->addSpacing(16);
    column->addLayout(reason(u"document-export"_s, tr("Evidence for the auditor"), tr("One PDF for each restore, written for you.")));
    column->addStretch();
    auto *version = new TextLabel(tr("Version %1 · No account, no telemetry").arg(m_console.version), Role::Small, Tone::Muted);
    version->setWordWrap(true);
    column->addWidget(version);
    return pitch;
}

QWidget *FirstRunPage::makePracticeCard()
{
    setLook(m_practiceCard, "chosen", u"true"_s);
    auto *title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(new TextLabel(tr("Practise first"), Role::Verdict));
    title->addWidget(new EnvironmentLabel(EnvironmentKind::Practice));
    title->addWidget(new TextLabel(tr("recommended"), Role::Small, Tone::Second));
    title->addStretch();

    auto *words = new QVBoxLayout;
    words->setSpacing(6);
    words->addLayout(title);
    words->addWidget(paragraph(tr("A safe copy of the real thing. Break it, restore it, learn the steps before you need them.")));
    const QString stages[] = {tr("Start PostgreSQL on this computer, reachable from here only"),
                              tr("Fill it like Shuttler: students, coaches, batches, attendance, fees, fee_payments and 32 more"),
                              tr("Make a first backup and keep the record of changes, to restore any second since then")};
    auto *list = new QGridLayout;
    list->setHorizontalSpacing(12);
    list->setVerticalSpacing(4);
    list->setColumnStretch(1, 1);
    for (int i = 0; i < 3; ++i) {
        list->addWidget(new TextLabel(QString::number(i + 1), Role::Small, Tone::Second), i, 0, Qt::AlignTop);
        auto *stage = new TextLabel(stages[i], Role::Small, Tone::Second);
        stage->setWordWrap(true);
        list->addWidget(stage, i, 1);
    }
    words->addLayout(list);

    auto *start = new QHBoxLayout;
    start->setSpacing(12);
    start->addWidget(m_practice);
    start->addWidget(m_note, 1);
    words->addSpacing(6);
    words->addLayout(start);

    auto *progress = new QHBoxLayout(m_progress);
    progress->setContentsMargins(0, 0, 0, 0);
    progress->setSpacing(8);
    progress->addWidget(m_ring);
    progress->addWidget(m_stage, 1);
    progress->addWidget(m_elapsed);
    progress->addWidget(m_cancel);
    m_stage->setObjectName(u"frsStage"_s);
    m_stage->setWordWrap(true);
    words->addWidget(m_progress);
    m_progress->hide();

    auto *row = new QHBoxLayout;
    row->setContentsMargins(20, 18, 20, 18);
    row->setSpacing(16);
    row->addWidget(new Symbol(u"media-playback-start"_s, 32, &Theme::accent), 0, Qt::AlignTop);
    row->addLayout(words, 1);
    m_practiceCard->body()->addLayout(row);
    return m_practiceCard;
}

QWidget *FirstRunPage::makeConnectCard()
{
    auto *card = new Card;
    auto *words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(new TextLabel(tr("Connect your database"), Role::Verdict));
    words->addWidget(paragraph(tr("Starts with signing in, which only reads. Nothing is changed until you choose to.")));
    words->addSpacing(4);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    const std::pair<QString, QString> kinds[] = {{u"frsRds"_s, u"aws-rds"_s}, {u"frsRender"_s, u"render"_s},
                                                 {u"frsRailway"_s, u"railway"_s}, {u"frsPgBackRest"_s, u"pgbackrest"_s}};
    for (const auto &[name, provider] : kinds) {
        QPushButton *kind = button(name, HumanText::providerName(provider));
        connect(kind, &QPushButton::clicked, this, [this, at = provider, kind] { connectTo(at, kind); });
        m_connect.append(kind);
        buttons->addWidget(kind, 1);
    }
    words->addLayout(buttons);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(20, 18, 20, 18);
    row->setSpacing(16);
    row->addWidget(new Symbol(u"server-database"_s, 32, &Theme::text2), 0, Qt::AlignTop);
    row->addLayout(words, 1);
    card->body()->addLayout(row);
    return card;
}

void FirstRunPage::connectTo(const QString &provider, QPushButton *from)
{
    auto *wizard = new EnvironmentWizard(m_console, provider, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &EnvironmentWizard::saved, this, &FirstRunPage::environmentAdded);
    connect(wizard, &QDialog::rejected, from, [from] { from->setFocus(); });
    wizard->open();
}

void FirstRunPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_pitch->setFixedWidth(scaled(width() < NarrowBelow ? 330 : 440));
}

void FirstRunPage::enter()
{
    (m_job.isRunning() ? m_cancel : m_practice)->setFocus(Qt::OtherFocusReason);
}

void FirstRunPage::setCanLeave(bool canLeave)
{
    m_leave->setVisible(canLeave);
}

void FirstRunPage::startPractice()
{
    if (m_job.isRunning())
        return;
    m_error->clear();
    m_stage->setText(tr("Starting…"));
    m_since.start();
    showProgress(true);
    const Console &console = m_console;
    m_job.start<PracticeStatus>([&console](Job &job) { return createPractice(console, practiceName(), job); }, this,
                                [this](Result<PracticeStatus> result) { practiceFinished(std::move(result)); });
    m_cancel->setFocus();
}

void FirstRunPage::practiceFinished(Result<PracticeStatus> result)
{
    showProgress(false);
    m_practice->setFocus();
    if (result) {
        emit practiceReady(*result);
        return;
    }
    // Stopping it was the person's own wish: there is nothing to explain.
    if (result.error().fault() != Fault::Cancelled)
        m_error->setError(result.error());
}

void FirstRunPage::showProgress(bool running)
{
    m_practice->setVisible(!running);
    m_note->setVisible(!running);
    for (QPushButton *kind : std::as_const(m_connect))
        kind->setEnabled(!running);
    m_cancel->setEnabled(true);
    m_progress->setVisible(running);
    if (running)
        m_seconds.start(1000);
    else
        m_seconds.stop();
    tick();
}

void FirstRunPage::tick()
{
    m_elapsed->setText(HumanText::duration(Seconds(m_since.isValid() ? m_since.elapsed() / 1000 : 0)));
}

void FirstRunPage::stopAndWait()
{
    m_job.stop();
    m_job.wait();
}

} // namespace shuttler::ui
