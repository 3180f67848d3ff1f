// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/CheckDetail.h"

#include "core/domain/CheckQuestion.h"
#include "ui/common/Counted.h"
#include "ui/restore/CheckRows.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

CheckDetail::CheckDetail(QWidget *parent)
    : QFrame(parent), m_glyph(new StatusGlyph(Glyph::None, 16)), m_title(new TextLabel({}, Role::Section)), m_column(new QVBoxLayout(this)),
      m_happened(addPart(tr("What happened"), Role::Body)), m_means(addPart(tr("What it means"), Role::Body)),
      m_todo(addPart(tr("What to do"), Role::Body)),
      m_againRow(new QWidget), m_again(button(u"rstAgain"_s, tr("Run again"), ButtonKind::Plain, u"view-refresh"_s)),
      m_againNote(new TextLabel({}, Role::Small, Tone::Muted)), m_asked(addPart(tr("What was asked"), Role::MonoSmall)),
      m_compared(addPart(tr("Compared with"), Role::Small)), m_accept(new QCheckBox), m_acceptNote(new TextLabel({}, Role::Small, Tone::Muted))
{
    setObjectName(u"rstCheckDetail"_s);
    setProperty("role", u"card"_s);
    setMinimumWidth(scaled(240));
    m_column->setContentsMargins(14, 12, 14, 12);
    m_column->setSpacing(2);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_title->setWordWrap(true);
    head->addWidget(m_glyph, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    m_column->insertLayout(0, head);
    auto *again = new QHBoxLayout(m_againRow);
    again->setContentsMargins(0, 8, 0, 0);
    again->addWidget(m_again);
    again->addStretch(1);
    const int place = m_column->indexOf(m_asked.caption);
    m_column->insertWidget(place, m_againRow);
    m_againNote->setWordWrap(true);
    m_againNote->setContentsMargins(0, 8, 0, 0);
    m_column->insertWidget(place + 1, m_againNote);
    connect(m_again, &QPushButton::clicked, this, &CheckDetail::againWanted);
    m_column->addStretch(1);
    m_accept->setObjectName(u"rstAccept"_s);
    m_column->addWidget(m_accept);
    m_acceptNote->setContentsMargins(scaled(23), 0, 0, 0);
    m_acceptNote->setWordWrap(true);
    m_acceptNote->setText(tr("Goes into the report with your name"));
    m_column->addWidget(m_acceptNote);
    connect(m_accept, &QCheckBox::toggled, this, &CheckDetail::acceptanceChanged);
    show(std::nullopt, {});
    offerAgain(false, false);
    setComparedWith({});
    setAcceptance(0, false, false);
}

CheckDetail::Part CheckDetail::addPart(const QString &caption, Role role)
{
    Part part{new TextLabel(caption, Role::Small, Tone::Muted), paragraph({}, Tone::Text, role)};
    part.caption->setContentsMargins(0, 8, 0, 0);
    part.words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_column->addWidget(part.caption);
    m_column->addWidget(part.words);
    return part;
}

void CheckDetail::say(const Part &part, const QString &words)
{
    part.words->setText(u"<p style=\"line-height:130%\">%1</p>"_s.arg(words.toHtmlEscaped().replace(u'\n', "<br>"_L1)));
    part.caption->setVisible(!words.isEmpty());
    part.words->setVisible(!words.isEmpty());
}

void CheckDetail::show(const std::optional<Finding> &finding, Instant now)
{
    m_finding = finding;
    m_glyph->setVisible(finding.has_value());
    if (!finding) {
        m_title->setText(tr("Choose a check to see what was asked and found."));
        for (const Part &part : {m_happened, m_means, m_todo, m_asked})
            say(part, {});
        return;
    }
    m_glyph->setGlyph(glyphFor(finding->verdict));
    m_title->setText(finding->subject);
    QString happened = wordsFor(finding->verdict);
    if (!finding->expected.isEmpty() && !finding->found.isEmpty())
        happened = tr("%1: expected %2, found %3.").arg(happened, finding->expected, finding->found);
    else if (!finding->found.isEmpty())
        happened = tr("%1: found %2.").arg(happened, finding->found);
    if (finding->seconds > 0)
        happened += u' ' + tr("Took %1.").arg(HumanText::duration(Micros(qint64(finding->seconds * 1e6))));
    if (finding->askedAgainAt)
        happened += u' ' + tr("Asked again by itself, %1.").arg(HumanText::shown().when(*finding->askedAgainAt, now));
    say(m_happened, happened);
    say(m_means, finding->means);
    say(m_todo, finding->todo);
    say(m_asked, finding->sql);
    setAccessibleName(QStringList{finding->subject, happened, finding->means, finding->todo}.join(u' '));
}

void CheckDetail::offerAgain(bool open, bool enabled)
{
    const bool isPossible = m_finding && questionOf(*m_finding);
    m_againRow->setVisible(open && isPossible);
    m_again->setEnabled(enabled);
    m_againNote->setVisible(open && m_finding && !isPossible);
    m_againNote->setText(tr("This follows from the rows of all tables. It is asked again with all checks."));
}

void CheckDetail::setComparedWith(const QString &words)
{
    say(m_compared, words);
}

void CheckDetail::setAcceptance(int warnings, bool accepted, bool enabled)
{
    m_accept->setVisible(warnings > 0);
    m_acceptNote->setVisible(warnings > 0);
    const QString label = warnings == 1 ? tr("I accept this warning") : tr("I accept these %1 warnings").arg(HumanText::count(warnings));
    m_accept->setText(label);
    m_accept->setAccessibleName(label);
    m_accept->setEnabled(enabled);
    if (accepted || warnings == 0)
        m_accept->setChecked(accepted);
}

bool CheckDetail::isAccepted() const
{
    return m_accept->isChecked();
}

} // namespace shuttler::ui
