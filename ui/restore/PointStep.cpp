// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/PointStep.h"

#include "core/restore/StepNames.h"
#include "ui/common/CellDelegate.h"
#include "ui/common/Confirmation.h"
#include "ui/common/Counted.h"
#include "ui/common/IconWidget.h"
#include "ui/restore/BeforeSaving.h"
#include "ui/restore/GateCard.h"
#include "ui/restore/RunView.h"
#include "ui/restore/UrlDiff.h"
#include "ui/restore/UrlParts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

PointStep::PointStep(RestoreSession &session)
    : StepPage(session, StepNumber::Point, tr("Point the app at it"), tr("Saves the address of the restored copy where the app will look for it.")),
      m_gate(new GateCard), m_columns(new QBoxLayout(QBoxLayout::LeftToRight)), m_changes(new Chip), m_diff(new UrlDiff),
      m_partsModel(new QStandardItemModel(this)),
      m_putBack(button(u"rstPutBack"_s, tr("Put back and cancel…"), ButtonKind::Plain, u"edit-undo"_s)),
      m_apply(button(u"rstApply"_s, tr("Save…"), ButtonKind::Primary, u"document-save"_s)), m_before(new BeforeSaving)
{
    body()->addWidget(m_gate);
    m_columns->setSpacing(12);
    m_columns->addWidget(makeAddress(), 7);
    m_columns->addWidget(m_before, 3);
    body()->addLayout(m_columns, 1);
    connect(m_gate->againButton(), &QPushButton::clicked, this, [this] {
        Decisions decisions;
        decisions.until = StepNumber::Restore;
        this->session().drive(decisions);
    });
    connect(m_gate->otherButton(), &QPushButton::clicked, this, &PointStep::cancelWanted);
    connect(m_putBack, &QPushButton::clicked, this, &PointStep::cancelWanted);
    connect(m_apply, &QPushButton::clicked, this, &PointStep::askToSave);
}

Card *PointStep::makeAddress()
{
    auto *card = new Card(tr("DATABASE_URL"));
    m_where = new TextLabel({}, Role::Mono, Tone::Second);
    m_where->setObjectName(u"rstWhere"_s);
    m_where->setMinimumWidth(scaled(60));
    card->header()->insertWidget(1, m_where, 1);
    card->header()->addWidget(m_changes);
    card->body()->addWidget(hairLine());
    card->body()->addWidget(m_diff);
    m_parts = groupTree(u"rstParts"_s, tr("Parts of DATABASE_URL"));
    m_parts->setModel(m_partsModel);
    m_parts->setHeaderHidden(true);
    takeWhatIsLeft(m_parts, 6 * 28);
    card->body()->addWidget(m_parts, 1);
    card->body()->addWidget(hairLine());
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(14, 10, 14, 10);
    foot->setSpacing(8);
    foot->addWidget(new IconWidget(u"password-show-off"_s));
    auto *hidden = paragraph(tr("Password hidden. Both have the same one."), Tone::Second, Role::Small);
    foot->addWidget(hidden, 1);
    foot->addWidget(m_putBack);
    foot->addWidget(m_apply);
    card->body()->addLayout(foot);
    return card;
}

bool PointStep::isSaved() const
{
    return session().run() && isSettled(*session().run(), step::WriteDatabaseUrl);
}

bool PointStep::gatePassed() const
{
    return session().run() && isSettled(*session().run(), step::ContentsGate);
}

void PointStep::entered()
{
    session().readUrlChange();
}

void PointStep::refresh()
{
    if (!session().run())
        return;
    const RunRecord &run = *session().run();
    const StepRecord *gate = run.find(step::ContentsGate);
    m_gate->show(gate ? *gate : StepRecord(), session().isBusy(), session().now());
    showAddress(run);
    m_before->show(knownBeforeSaving(run, session().now()));
    showPointTrouble(run);
    const StepRecord *written = run.find(step::WriteDatabaseUrl);
    const bool open = written && !isSaved() && run.state != RunState::Undone;
    m_apply->setVisible(open);
    m_apply->setEnabled(gatePassed() && !session().isBusy() && session().urlChange() && !session().urlChange()->then.isEmpty());
    m_apply->setToolTip(gatePassed() ? QString() : tr("Locked until the contents check has passed"));
    m_apply->setText(session().isBusy() && session().drivenUntil() == StepNumber::Point ? tr("Saving…") : tr("Save…"));
    m_putBack->setVisible(urlMayBeWritten(run) && !appMayHaveMoved(run) && !isClosed(run));
    m_putBack->setEnabled(!session().isBusy());
}

void PointStep::showAddress(const RunRecord &run)
{
    const StepRecord *written = run.find(step::WriteDatabaseUrl);
    QString before;
    QString after;
    if (written && written->state == StepState::Done && written->facts.contains(u"before"_s)) {
        before = written->facts.value(u"before"_s).toString();
        after = written->facts.value(u"written"_s).toString();
    } else if (session().urlChange()) {
        before = session().urlChange()->now;
        after = session().urlChange()->then;
    }
    m_where->setText(session().urlChange() ? session().urlChange()->where : QString());
    m_where->setToolTip(m_where->text());
    if (before.isEmpty() && !written) {
        m_changes->setState(Glyph::Info, tr("No app is named"));
        return;
    }
    if (before.isEmpty()) {
        m_changes->setState(Glyph::None, {});
        m_diff->setChange(tr("being read…"), {}, false);
        return;
    }
    m_diff->setChange(before, after, isSaved());
    showParts(before, after);
    QStringList changing;
    for (const UrlPart &part : urlParts(before, after)) {
        if (part.changes())
            changing.append(tr("the %1").arg(part.name.toLower()));
    }
    if (after.isEmpty())
        m_changes->setState(Glyph::Info, tr("New value not known yet"));
    else
        m_changes->setState(Glyph::Info, changing.isEmpty()
                                ? tr("Nothing changes")
                                : tr("%1: %2").arg(counted(changing.size(), tr("part changes"), tr("parts change")), changing.join(tr(" and "))));
}

void PointStep::showParts(const QString &before, const QString &after)
{
    if (after.isEmpty())
        return;
    const QList<UrlPart> parts = urlParts(before, after);
    m_partsModel->clear();
    for (const UrlPart &part : parts) {
        auto *name = new QStandardItem(part.name);
        auto *value = new QStandardItem(part.changes() ? tr("%1 → %2").arg(part.before, part.after) : part.before);
        auto *same = new QStandardItem(part.changes() ? tr("Changes") : tr("Same"));
        name->setData(int(Tone::Second), ToneRole);
        name->setData(22, IndentRole);
        value->setData(true, MonoRole);
        same->setData(int(part.changes() ? Glyph::Info : Glyph::Ok), GlyphRole);
        for (QStandardItem *item : {name, value, same})
            item->setToolTip(u"%1: %2"_s.arg(part.name, value->text()));
        m_partsModel->appendRow({name, value, same});
    }
    QHeaderView *header = m_parts->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(0, QHeaderView::Fixed);
    header->resizeSection(0, scaled(132));
    header->setSectionResizeMode(1, QHeaderView::Stretch);
    header->setSectionResizeMode(2, QHeaderView::Fixed);
    header->resizeSection(2, scaled(110));
}

void PointStep::showPointTrouble(const RunRecord &run)
{
    if (session().isBusy())
        return showTrouble(std::nullopt);
    if (session().error())
        return showTrouble(session().error(), {{u"Again"_s, tr("Try again"), [this] { session().readUrlChange(); }}});
    const StepRecord *trouble = troubleOf(run);
    const bool mine = trouble && (trouble->number == StepNumber::Point || trouble->name == step::ProtectInstance)
        && trouble->error->fault() != Fault::Cancelled;
    showTrouble(mine ? trouble->error : std::nullopt);
}

void PointStep::askToSave()
{
    const RunRecord &run = *session().run();
    Question question;
    question.objectName = u"rstSaveDialog"_s;
    question.title = tr("Save the new DATABASE_URL?");
    question.sentences = {tr("%1 will name %2.").arg(session().urlChange()->where, run.newInstance ? run.newInstance->toString() : QString()),
                          tr("The present value is kept and can be put back."),
                          tr("The running app goes on with %1 until step 7.").arg(run.oldInstance.toString())};
    question.yes = tr("Save");
    question.yesKind = ButtonKind::Primary;
    question.no = tr("Do not save");
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        Decisions decisions;
        decisions.until = StepNumber::Point;
        session().drive(decisions);
    });
    dialog->open();
}

void PointStep::setNarrow(bool narrow)
{
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *PointStep::firstField()
{
    return m_diff;
}

GoOn PointStep::goOn() const
{
    GoOn goOn{tr("Continue to step 6")};
    goOn.enabled = isSaved() && gatePassed() && !session().isBusy() && session().run()->state != RunState::Undone;
    goOn.why = !gatePassed() ? tr("Locked until the contents check has passed") : tr("Save DATABASE_URL first");
    return goOn;
}

void PointStep::next()
{
    emit stepWanted(StepNumber::Verify);
}

} // namespace shuttler::ui
