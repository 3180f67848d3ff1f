// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/BeforeSaving.h"

#include "core/restore/StepNames.h"
#include "ui/common/HumanText.h"
#include "ui/restore/RunView.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

QList<KnownBefore> knownBeforeSaving(const RunRecord &run, Instant now)
{
    const HumanText &text = HumanText::shown();
    const bool saved = isSettled(run, step::WriteDatabaseUrl);
    const auto at = [&](const StepRecord *record) { return record && record->finishedAt ? text.when(*record->finishedAt, now) : QString(); };
    QList<KnownBefore> known;
    const auto settled = [&](const QString &name, const QString &done, const QString &open) {
        const StepRecord *record = run.find(name);
        if (!record || record->state == StepState::Skipped)
            return;
        const bool isDone = record->state == StepState::Done;
        known.append({isDone ? Glyph::Ok : glyphFor(record->state), isDone ? done : open, isDone ? at(record) : QString()});
    };
    settled(step::CompareSettings, BeforeSaving::tr("Settings compared"), BeforeSaving::tr("Settings not compared yet"));
    const StepRecord *gate = run.find(step::ContentsGate);
    settled(step::ContentsGate, BeforeSaving::tr("Contents checked"), gate && gate->error ? BeforeSaving::tr("Contents check has not passed") : BeforeSaving::tr("Contents not checked yet"));
    settled(step::ProtectInstance, BeforeSaving::tr("Keeps a record of its own changes"), BeforeSaving::tr("Gets backups of its own first"));
    const StepRecord *written = run.find(step::WriteDatabaseUrl);
    if (!written || written->state == StepState::Skipped)
        return known;
    known.append({saved ? Glyph::Ok : Glyph::ToDo, saved ? BeforeSaving::tr("Signed in with the new value") : BeforeSaving::tr("Signs in with the new value first"),
                  saved ? at(written) : BeforeSaving::tr("Nothing is saved if that fails")});
    known.append({saved ? Glyph::Ok : Glyph::ToDo, saved ? BeforeSaving::tr("Old value kept") : BeforeSaving::tr("Keeps the old value"), BeforeSaving::tr("To put back, letter for letter")});
    known.append({saved ? Glyph::Ok : Glyph::Info, saved ? BeforeSaving::tr("Saved without a redeploy") : BeforeSaving::tr("Starts no redeploy"), BeforeSaving::tr("The app changes over in step 7 only")});
    return known;
}

BeforeSaving::BeforeSaving(QWidget *parent) : QWidget(parent), m_lines(new QVBoxLayout)
{
    auto *room = new QVBoxLayout(this);
    room->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card(tr("Before you save"));
    card->setObjectName(u"rstBefore"_s);
    card->setMinimumWidth(scaled(220));
    room->addWidget(card);
    m_lines->setContentsMargins(14, 4, 14, 12);
    m_lines->setSpacing(10);
    card->body()->addLayout(m_lines);
    card->body()->addStretch(1);
}

void BeforeSaving::show(const QList<KnownBefore> &known)
{
    QString shown;
    for (const KnownBefore &line : known)
        shown += line.title + line.below + QString::number(int(line.glyph));
    if (std::exchange(m_shown, shown) == shown)
        return;
    while (QLayoutItem *old = m_lines->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (const KnownBefore &line : known) {
        auto *row = new QWidget;
        auto *cells = new QHBoxLayout(row);
        cells->setContentsMargins(0, 0, 0, 0);
        cells->setSpacing(8);
        cells->addWidget(new StatusGlyph(line.glyph), 0, Qt::AlignTop);
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        auto *title = new TextLabel(line.title);
        title->setWordWrap(true);
        words->addWidget(title);
        if (!line.below.isEmpty())
            words->addWidget(paragraph(line.below, Tone::Muted, Role::Small));
        cells->addLayout(words, 1);
        row->setAccessibleName(QStringList{line.title, line.below}.join(u", "_s));
        m_lines->addWidget(row);
    }
}

} // namespace shuttler::ui
