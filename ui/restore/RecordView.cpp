// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RecordView.h"

#include "core/restore/StepNames.h"
#include "ui/restore/RunView.h"
#include "ui/restore/StagesView.h"

#include <QTreeView>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

RecordView::RecordView(RestoreSession &session, StepNumber number)
    : StepPage(session, number, titleOf(number), tr("Read only: this restore is on its way, and this step with it.")),
      m_stages(new StagesView(u"rstRecord%1"_s.arg(int(number)), titleOf(number), tr("What was done"), this)), m_details(new QVBoxLayout)
{
    auto *card = new Card;
    m_stages->tree()->setFixedHeight(scaled(26 + 28 + 6));
    card->body()->addWidget(m_stages->tree());
    m_details->setContentsMargins(14, 6, 14, 12);
    m_details->setSpacing(6);
    card->body()->addLayout(m_details);
    body()->addWidget(card);
    body()->addStretch(1);
}

void RecordView::refresh()
{
    if (!session().run())
        return;
    const QList<StepRecord> records = recordsOf(*session().run(), number());
    m_stages->show(records, session().now());
    QStringList words;
    for (const StepRecord &record : records)
        words += QStringList{record.sentence, record.detail};
    words.removeAll({});
    if (std::exchange(m_shown, words.join(u'\n')) == words.join(u'\n'))
        return;
    while (QLayoutItem *old = m_details->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (const QString &sentence : std::as_const(words))
        m_details->addWidget(paragraph(sentence, Tone::Second, Role::Small));
    const StepRecord *trouble = troubleOf(*session().run());
    showTrouble(trouble && trouble->number == number() ? trouble->error : std::nullopt);
}

QWidget *RecordView::firstField()
{
    return m_stages->tree();
}

GoOn RecordView::goOn() const
{
    return {tr("Continue to step %1").arg(int(number()) + 1)};
}

void RecordView::next()
{
    emit stepWanted(StepNumber(int(number()) + 1));
}

} // namespace shuttler::ui
