// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/overview/VerdictCard.h"

#include "ui/common/Icons.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString lookOf(Standing standing)
{
    switch (standing) {
    case Standing::Protected: return u"ok"_s;
    case Standing::AtRisk: return u"warn"_s;
    case Standing::Broken: return u"bad"_s;
    case Standing::Young:
    case Standing::NotKnown: return u"unknown"_s;
    }
    Q_UNREACHABLE();
}

Token markOf(Standing standing)
{
    switch (standing) {
    case Standing::Protected: return &Theme::okMark;
    case Standing::AtRisk: return &Theme::warnMark;
    case Standing::Broken: return &Theme::badMark;
    case Standing::Young:
    case Standing::NotKnown: return &Theme::control;
    }
    Q_UNREACHABLE();
}

/// The shield of a verdict; for what is not known, or not yet, the info disc.
class Shield final : public QWidget {
public:
    Shield()
    {
        setFixedSize(scaled(30), scaled(30));
    }
    Standing standing = Standing::NotKnown;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto draw = [&](const QString &name, Token token) {
            painter.drawPixmap(0, 0, Icons::pixmap(name, width(), token, devicePixelRatioF()));
        };
        switch (standing) {
        case Standing::Protected: return draw(u"security-high"_s, &Theme::okMark);
        case Standing::AtRisk: return draw(u"security-medium"_s, &Theme::warnMark);
        case Standing::Broken: return draw(u"security-low"_s, &Theme::badMark);
        case Standing::Young:
        case Standing::NotKnown: return paintGlyph(painter, QRectF(4, 4, width() - 8, height() - 8), Glyph::Info);
        }
    }
};

} // namespace

VerdictCard::VerdictCard(QWidget *parent)
    : QFrame(parent), m_shield(new Shield), m_title(new TextLabel({}, Role::Verdict)), m_text(paragraph({})),
      m_rows(new QWidget), m_happened(paragraph({}, Tone::Text)), m_means(paragraph({}, Tone::Text)), m_todo(paragraph({}, Tone::Text)),
      m_fix(button(u"ovwFixSla"_s, tr("Set retention…"), ButtonKind::Primary)),
      m_cause(button(u"ovwShowCause"_s, tr("Show in Activity"), ButtonKind::Flat)), m_days(new QWidget), m_strip(new CoverageStrip),
      m_lastDays(new TextLabel({}, Role::Small, Tone::Second)), m_covered(new TextLabel({}, Role::Section))
{
    setObjectName(u"ovwVerdict"_s);
    setProperty("role", u"verdict"_s);
    m_title->setObjectName(u"ovwVerdictTitle"_s);
    m_title->setWordWrap(true);
    m_text->setObjectName(u"ovwVerdictText"_s);
    m_strip->setObjectName(u"ovwCoverage"_s);

    auto *rows = new QGridLayout(m_rows);
    rows->setContentsMargins(0, 4, 0, 0);
    rows->setHorizontalSpacing(12);
    rows->setVerticalSpacing(6);
    rows->setColumnStretch(1, 1);
    const std::pair<QString, TextLabel *> lines[] = {{tr("What happened"), m_happened}, {tr("What it means"), m_means}, {tr("What to do"), m_todo}};
    for (int row = 0; row < 3; ++row) {
        rows->addWidget(new TextLabel(lines[row].first, Role::Body, Tone::Second), row, 0, Qt::AlignTop);
        rows->addWidget(lines[row].second, row, 1);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_fix);
    buttons->addWidget(m_cause);
    buttons->addStretch();
    rows->addLayout(buttons, 3, 0, 1, 2);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_text);
    words->addWidget(m_rows);

    auto *caption = new QHBoxLayout;
    caption->addStretch();
    caption->addWidget(m_lastDays);
    caption->addWidget(m_covered);
    auto *days = new QVBoxLayout(m_days);
    days->setContentsMargins(0, 0, 0, 0);
    days->setSpacing(6);
    days->addLayout(caption);
    days->addWidget(m_strip, 0, Qt::AlignRight);

    m_days->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(17, 16, 18, 16);
    row->setSpacing(14);
    row->addWidget(m_shield, 0, Qt::AlignVCenter);
    row->addLayout(words, 1);
    row->addWidget(m_days, 0, Qt::AlignVCenter);

    connect(m_fix, &QPushButton::clicked, this, &VerdictCard::mendWanted);
    connect(m_cause, &QPushButton::clicked, this, &VerdictCard::causeWanted);
}

void VerdictCard::setVerdict(const OverviewVerdict &verdict, bool canMend)
{
    m_standing = verdict.standing;
    const bool broken = verdict.standing == Standing::Broken;
    layout()->setAlignment(m_shield, broken ? Qt::AlignTop : Qt::AlignVCenter);
    layout()->setAlignment(m_days, broken ? Qt::AlignTop : Qt::AlignVCenter);
    static_cast<Shield *>(m_shield)->standing = verdict.standing;
    m_shield->update();
    m_title->setText(verdict.title);
    m_title->setTone(broken ? Tone::Bad : Tone::Text);
    const auto write = [](TextLabel *label, const QString &words) {
        label->setText(paragraphText(words));
    };
    write(m_text, verdict.text);
    m_text->setVisible(!broken && !verdict.text.isEmpty());
    write(m_happened, verdict.happened);
    write(m_means, verdict.means);
    write(m_todo, verdict.todo);
    m_rows->setVisible(broken);
    m_fix->setVisible(canMend);
    const auto days = verdict.coverage.days.size();
    m_fix->setText(tr("Set retention to %1 days").arg(days));
    m_fix->setAccessibleName(m_fix->text());
    m_strip->setCoverage(verdict.coverage);
    m_strip->setKnown(verdict.standing != Standing::NotKnown);
    m_days->setVisible(days > 0);
    m_lastDays->setText(tr("Last %1 days").arg(days));
    m_covered->setText(tr("%1 of %2 covered").arg(verdict.coverage.met).arg(days));
    setLook(this, "state", lookOf(verdict.standing));
    setAccessibleName(QStringList{verdict.title, verdict.text, verdict.happened, verdict.means, verdict.todo}.join(u' ').simplified());
}

/// The bar at the left edge, inside the card's rounded corners: a thick border would bend around them.
void VerdictCard::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath card;
    card.addRoundedRect(rect(), 6, 6);
    painter.setClipPath(card);
    painter.fillRect(QRect(0, 0, 5, height()), Theme::current().*markOf(m_standing));
}

void VerdictCard::setNarrow(bool narrow)
{
    m_strip->setFixedWidth(scaled(narrow ? 190 : 268));
}

} // namespace shuttler::ui
