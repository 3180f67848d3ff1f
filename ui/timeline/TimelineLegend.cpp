// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineLegend.h"

#include "ui/common/Labels.h"
#include "ui/timeline/TimelineView.h"

#include <QHBoxLayout>
#include <QPainter>

namespace shuttler::ui {

namespace {

class MarkSwatch final : public QWidget {
public:
    explicit MarkSwatch(MarkKind kind) : m_kind(kind) { setFixedSize(scaled(11), scaled(13)); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintTimelineMark(painter, QRectF(0, 1, width(), width()), m_kind);
    }

private:
    MarkKind m_kind;
};

} // namespace

TimelineLegend::TimelineLegend(QWidget *parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(8, 0, 0, 0);
    m_row->setSpacing(5);
}

QString TimelineLegend::wordFor(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Window: return tr("Any second");
    case MarkKind::Gap: return tr("Gap");
    case MarkKind::Automated: return tr("Automated");
    case MarkKind::Manual: return tr("Manual");
    case MarkKind::Dump: return tr("Off-site");
    case MarkKind::Event: return tr("Event");
    case MarkKind::Damage: return tr("Damage");
    }
    Q_UNREACHABLE();
}

void TimelineLegend::setKinds(const QSet<MarkKind> &kinds)
{
    if (kinds == m_kinds)
        return;
    m_kinds = kinds;
    while (QLayoutItem *item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    // Bands explain themselves by their words; marks do not.
    for (const MarkKind kind : {MarkKind::Automated, MarkKind::Manual, MarkKind::Dump, MarkKind::Event, MarkKind::Damage}) {
        if (!kinds.contains(kind))
            continue;
        m_row->addWidget(new MarkSwatch(kind));
        m_row->addWidget(new TextLabel(wordFor(kind), Role::Caption, Tone::Muted));
        m_row->addSpacing(8);
    }
}

} // namespace shuttler::ui
