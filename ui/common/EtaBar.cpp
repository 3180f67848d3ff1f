// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/EtaBar.h"

#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"

#include <QPainter>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

std::optional<UsualRange> usualRange(QList<Micros> earlier)
{
    constexpr qsizetype Compared = 5;
    if (earlier.size() < 3)
        return std::nullopt;
    earlier = earlier.last(qMin(Compared, earlier.size()));
    std::sort(earlier.begin(), earlier.end());
    // Of at most five values the 10th and 90th percentile lie between the two outermost ones on each side.
    const auto percentile = [&earlier](double part) {
        const double place = part * double(earlier.size() - 1);
        const auto below = qsizetype(place);
        const qsizetype above = qMin(below + 1, earlier.size() - 1);
        const double share = place - double(below);
        return Micros(qint64(double(earlier[below].count()) * (1 - share) + double(earlier[above].count()) * share));
    };
    return UsualRange{percentile(0.1), percentile(0.9)};
}

std::optional<Micros> timeLeft(Micros elapsed, qint64 done, qint64 total)
{
    if (elapsed < Seconds(2) || done <= 0 || done * 20 < total || done > total)
        return std::nullopt;
    return Micros(qint64(double(elapsed.count()) * double(total - done) / double(done)));
}

/// No finer than what one can know: to five seconds under a minute, else to whole minutes, never less than what is left.
static QString aboutLeft(Micros left)
{
    const qint64 seconds = (left.count() + 999'999) / 1'000'000;
    const qint64 shown = seconds < 60 ? (seconds + 4) / 5 * 5 : (seconds + 59) / 60 * 60;
    return EtaBar::tr("about %1 left").arg(HumanText::duration(Seconds(std::max<qint64>(shown, 5))));
}

EtaBar::EtaBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(text());
}

void EtaBar::setUsual(std::optional<UsualRange> usual)
{
    m_usual = usual;
    setAccessibleName(text());
    update();
}

void EtaBar::setElapsed(Micros elapsed)
{
    m_elapsed = elapsed;
    setAccessibleName(text());
    update();
}

void EtaBar::setCounted(const std::optional<CountedWork> &work)
{
    m_counted = work;
    setAccessibleName(text());
    update();
}

QString EtaBar::countedWords() const
{
    const QString done = tr("%1 of %2 %3").arg(HumanText::count(m_counted->done), HumanText::count(m_counted->total), m_counted->unit);
    return m_counted->left ? done + u", "_s + aboutLeft(*m_counted->left) : done;
}

void EtaBar::setStart(const QString &words)
{
    m_start = words;
    update();
}

void EtaBar::setStillReported(const QString &words)
{
    m_stillReported = words;
    setAccessibleName(text());
    update();
}

QString EtaBar::text() const
{
    const QString elapsed = HumanText::duration(m_elapsed);
    if (m_counted)
        return u"%1, %2"_s.arg(elapsed, countedWords());
    if (!m_usual)
        return tr("%1. No earlier runs to compare").arg(elapsed);
    if (m_elapsed > m_usual->most) {
        const QString longer = tr("Longer than usual, by %1.").arg(HumanText::duration(m_elapsed - m_usual->most));
        return m_stillReported.isEmpty() ? longer : longer + u' ' + m_stillReported;
    }
    return tr("%1, usually ready after %2 to %3")
        .arg(elapsed, HumanText::duration(m_usual->least), HumanText::duration(m_usual->most));
}

QSize EtaBar::sizeHint() const
{
    return QSize(scaled(400), scaled(42));
}

QSize EtaBar::minimumSizeHint() const
{
    return QSize(scaled(240), scaled(42));
}

void EtaBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track(0.5, scaled(3) + 0.5, width() - 1, scaled(12));
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(track, 3, 3);

    const double words = scaled(22);
    const QRectF below(0, words, width(), height() - words);
    painter.setFont(fontFor(Role::Caption));
    if (m_counted)
        return paintCounted(painter, track, below);
    if (!m_usual) {
        painter.setPen(theme.muted);
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, m_start);
        painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, tr("No earlier runs to compare"));
        painter.setFont(fontFor(Role::Section));
        painter.setPen(theme.text);
        painter.drawText(below, Qt::AlignCenter, HumanText::duration(m_elapsed));
        return;
    }

    const double full = 1.15 * double(m_usual->most.count());
    const auto xOf = [&](Micros span) { return track.left() + track.width() * std::min(1.0, double(span.count()) / full); };
    const QRectF usual(QPointF(xOf(m_usual->least), track.top()), QPointF(xOf(m_usual->most), track.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(theme.accent, Qt::BDiagPattern));
    painter.drawRect(usual);
    const double marker = xOf(m_elapsed);
    painter.setBrush(theme.accentFill);
    painter.drawRoundedRect(QRectF(track.topLeft(), QPointF(marker, track.bottom())), 3, 3);
    painter.setPen(QPen(theme.text, 2));
    painter.drawLine(QPointF(marker, 0), QPointF(marker, track.bottom() + scaled(3)));

    painter.setPen(theme.muted);
    if (m_elapsed > m_usual->most) {
        painter.setFont(fontFor(Role::Section));
        painter.setPen(theme.warn);
        painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, text());
        painter.setPen(theme.text);
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, HumanText::duration(m_elapsed));
        return;
    }
    const QString usually = tr("usually ready here: %1 to %2")
                                .arg(HumanText::duration(m_usual->least), HumanText::duration(m_usual->most));
    const double usualWidth = painter.fontMetrics().horizontalAdvance(usually);
    const double usualLeft = std::clamp(usual.center().x() - usualWidth / 2, 0.0, std::max(0.0, width() - usualWidth));
    painter.drawText(QRectF(usualLeft, below.top(), usualWidth + 2, below.height()), Qt::AlignLeft | Qt::AlignVCenter, usually);
    painter.setFont(fontFor(Role::Section));
    const QString elapsed = HumanText::duration(m_elapsed);
    const double elapsedWidth = painter.fontMetrics().horizontalAdvance(elapsed);
    const double elapsedLeft = std::clamp(marker - elapsedWidth / 2, 0.0, std::max(0.0, usualLeft - elapsedWidth - 12));
    painter.setPen(theme.text);
    painter.drawText(QRectF(elapsedLeft, below.top(), elapsedWidth + 2, below.height()), Qt::AlignLeft | Qt::AlignVCenter, elapsed);
    painter.setFont(fontFor(Role::Caption));
    if (elapsedLeft > painter.fontMetrics().horizontalAdvance(m_start) + 12) {
        painter.setPen(theme.muted);
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, m_start);
    }
}

void EtaBar::paintCounted(QPainter &painter, const QRectF &track, const QRectF &below) const
{
    const Theme &theme = Theme::current();
    const double share = m_counted->total > 0 ? std::clamp(double(m_counted->done) / double(m_counted->total), 0.0, 1.0) : 0;
    if (share > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accentFill);
        painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())), 3, 3);
    }
    painter.setPen(theme.muted);
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, countedWords());
    painter.setFont(fontFor(Role::Section));
    painter.setPen(theme.text);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, HumanText::duration(m_elapsed));
}

} // namespace shuttler::ui
