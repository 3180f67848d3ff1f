// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"

#include <QFont>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QString>

#include <optional>

namespace shuttler {

/// One column of a table in the document. Widths are shares of the line.
struct ReportColumn {
    enum class Align { Left, Right };
    QString title;
    double share = 1;
    Align align = Align::Left;
    bool mono = false;
};

/// One cell: text, and the state shape before it where it is a result.
struct ReportCell {
    QString text;
    std::optional<Verdict> shape = std::nullopt;
};

/// Lays a document out on A4 pages, top to bottom, with the same head and foot on each (ui.md §13). Noto Sans and DejaVu Sans Mono,
/// because their text can be extracted again letter for letter (platform.md §8). Shapes carry the meaning, colour only repeats it.
class ReportPainter {
public:
    /// `pages`: how many the foot promises; 0 while they are being counted.
    ReportPainter(QPagedPaintDevice &device, QString foot, int pages);
    ~ReportPainter();

    void title(const QString &text, const QString &below);
    void resultBox(Verdict verdict, const QString &word, const QString &sentence);
    void heading(const QString &text);
    void subheading(const QString &text);
    void fact(const QString &name, const QString &value, bool mono = false);
    void table(const QList<ReportColumn> &columns, const QList<QList<ReportCell>> &rows);
    void paragraph(const QString &text);
    void code(const QString &text);
    void signatureLines();
    void pageBreak();
    int pageNumber() const { return m_page; }

private:
    qreal pt(qreal points) const { return points * m_scale; }
    QFont font(qreal points, bool bold = false, bool mono = false) const;
    /// Makes room for `height`, on a new page when this one has not got it.
    void need(qreal height);
    void headAndFoot();
    int wrapping(const QString &text, const QFont &font, qreal width) const;
    qreal textHeight(const QString &text, const QFont &font, qreal width) const;
    void shape(Verdict verdict, QPointF topLeft, qreal size);
    void tableHead(const QList<ReportColumn> &columns);

    QPagedPaintDevice &m_device;
    QPainter m_painter;
    QString m_foot;
    int m_pages;
    int m_page = 1;
    qreal m_scale = 1;
    qreal m_y = 0;
    qreal m_width = 0;
    qreal m_bottom = 0;
};

} // namespace shuttler
