// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QWidget>

#include <optional>

namespace shuttler::ui {

/// How long something usually takes: the 10th to 90th percentile of the last runs.
struct UsualRange {
    Micros least{0};
    Micros most{0};
};
/// Nothing with fewer than three earlier runs.
std::optional<UsualRange> usualRange(QList<Micros> earlier);

/// How far something is that is really counted.
struct CountedWork {
    qint64 done = 0;
    qint64 total = 0;
    QString unit;              ///< "pages"
    std::optional<Micros> left; ///< Where there is enough behind it to tell.
};
/// How long the rest takes if it goes on as it has for `elapsed`. Nothing while less than two seconds or a twentieth are behind it.
std::optional<Micros> timeLeft(Micros elapsed, qint64 done, qint64 total);

/// Elapsed time against the usual range (ui.md §6): never a percentage, never an overflow. Without earlier runs it says so. Where work
/// is counted, what is done of it, and how long the rest may take.
class EtaBar final : public QWidget {
    Q_OBJECT
public:
    explicit EtaBar(QWidget *parent = nullptr);
    void setUsual(std::optional<UsualRange> usual);
    void setElapsed(Micros elapsed);
    void setCounted(const std::optional<CountedWork> &work); ///< Takes the place of the usual range.
    void setStart(const QString &words);     ///< Under the left end: "17:40:05 IST".
    void setStillReported(const QString &words); ///< Past the range: "Still reported as running by AWS, 12 s ago."
    QString text() const;                    ///< What it says, also to assistive technology.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString countedWords() const;
    void paintCounted(QPainter &painter, const QRectF &track, const QRectF &below) const;
    std::optional<CountedWork> m_counted;
    std::optional<UsualRange> m_usual;
    Micros m_elapsed{0};
    QString m_start;
    QString m_stillReported;
};

} // namespace shuttler::ui
