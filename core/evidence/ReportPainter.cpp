// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/evidence/ReportPainter.h"

#include <QPainterPath>
#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

const QColor Ink(0x11, 0x14, 0x1a);
const QColor Grey(0x5b, 0x64, 0x75);
const QColor Line(0xc4, 0xca, 0xd4);

QColor colourOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return QColor(0x0f, 0x6a, 0x3b);
    case Verdict::Warned:
        return QColor(0x84, 0x47, 0x00);
    case Verdict::Failed:
        return QColor(0xaf, 0x23, 0x1c);
    case Verdict::NotChecked:
        return Grey;
    }
    return Grey;
}

} // namespace

ReportPainter::ReportPainter(QPagedPaintDevice &device, QString foot, int pages)
    : m_device(device), m_painter(&device), m_foot(std::move(foot)), m_pages(pages)
{
    m_scale = device.logicalDpiX() / 72.0;
    m_width = device.width();
    m_bottom = device.height() - pt(24);
    headAndFoot();
}

ReportPainter::~ReportPainter()
{
    m_painter.end();
}

QFont ReportPainter::font(qreal points, bool bold, bool mono) const
{
    QFont font(mono ? QStringList{u"DejaVu Sans Mono"_s} : QStringList{u"Noto Sans"_s, u"DejaVu Sans"_s});
    font.setPointSizeF(points);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    // Any spacing, however small, keeps Qt from joining "ffi" into one sign that a text search would not find.
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
    font.setHintingPreference(QFont::PreferNoHinting); // On paper there is no grid to fit, and fitting takes most of the time.
    return font;
}

void ReportPainter::headAndFoot()
{
    m_painter.setPen(Ink);
    m_painter.setFont(font(8, true));
    m_painter.drawText(QRectF(0, 0, m_width, pt(12)), Qt::AlignLeft | Qt::AlignVCenter, u"Shuttler Ops"_s);
    m_painter.setPen(Grey);
    m_painter.setFont(font(7.5));
    m_painter.drawText(QRectF(0, 0, m_width, pt(12)), Qt::AlignRight | Qt::AlignVCenter, u"Confidential, internal audit evidence"_s);

    const qreal top = m_device.height() - pt(14);
    m_painter.setPen(QPen(Line, pt(0.5)));
    m_painter.drawLine(QPointF(0, top), QPointF(m_width, top));
    m_painter.setPen(Grey);
    m_painter.setFont(font(7));
    m_painter.drawText(QRectF(0, top, m_width, pt(14)), Qt::AlignLeft | Qt::AlignVCenter, m_foot);
    m_painter.drawText(QRectF(0, top, m_width, pt(14)), Qt::AlignRight | Qt::AlignVCenter,
                       u"Page %1 of %2"_s.arg(m_page).arg(qMax(m_pages, m_page)));
    m_y = pt(30);
}

void ReportPainter::pageBreak()
{
    m_device.newPage();
    ++m_page;
    headAndFoot();
}

void ReportPainter::need(qreal height)
{
    if (m_y + height > m_bottom)
        pageBreak();
}

int ReportPainter::wrapping(const QString &text, const QFont &font, qreal width) const
{
    // Between words; inside one only where it alone is wider than the line (identifiers, digests).
    const QFontMetricsF metrics(font, &m_device);
    if (metrics.horizontalAdvance(text) <= width)
        return Qt::TextWordWrap;
    static const QRegularExpression spaces(u"\\s+"_s);
    for (const QString &word : text.split(spaces)) {
        if (metrics.horizontalAdvance(word) > width)
            return Qt::TextWrapAnywhere;
    }
    return Qt::TextWordWrap;
}

qreal ReportPainter::textHeight(const QString &text, const QFont &font, qreal width) const
{
    const QFontMetricsF metrics(font, &m_device);
    return metrics.boundingRect(QRectF(0, 0, width, 1e9), wrapping(text, font, width), text).height();
}

void ReportPainter::title(const QString &text, const QString &below)
{
    m_painter.setPen(Ink);
    m_painter.setFont(font(18, true));
    m_painter.drawText(QRectF(0, m_y, m_width, pt(26)), Qt::AlignLeft | Qt::AlignVCenter, text);
    m_painter.setPen(Grey);
    m_painter.setFont(font(9.5));
    m_painter.drawText(QRectF(0, m_y + pt(27), m_width, pt(14)), Qt::AlignLeft | Qt::AlignVCenter, below);
    m_y += pt(52);
}

void ReportPainter::resultBox(Verdict verdict, const QString &word, const QString &sentence)
{
    const QFont body = font(9);
    const qreal textWidth = m_width - pt(60);
    const qreal height = pt(34) + textHeight(sentence, body, textWidth);
    need(height);
    m_painter.setPen(QPen(colourOf(verdict), pt(1.2)));
    m_painter.setBrush(QColor(0xf6, 0xf7, 0xf9));
    m_painter.drawRoundedRect(QRectF(0, m_y, m_width, height), pt(4), pt(4));
    shape(verdict, QPointF(pt(14), m_y + height / 2 - pt(11)), pt(22));
    m_painter.setPen(colourOf(verdict));
    m_painter.setFont(font(13, true));
    m_painter.drawText(QRectF(pt(50), m_y + pt(6), textWidth, pt(18)), Qt::AlignLeft | Qt::AlignVCenter, word);
    m_painter.setPen(Ink);
    m_painter.setFont(body);
    m_painter.drawText(QRectF(pt(50), m_y + pt(25), textWidth, height), Qt::AlignLeft | Qt::TextWordWrap, sentence);
    m_y += height + pt(16);
}

void ReportPainter::heading(const QString &text)
{
    need(pt(68)); // Never alone at the foot of a page.
    m_y += pt(8);
    m_painter.setPen(Ink);
    m_painter.setFont(font(11, true));
    m_painter.drawText(QRectF(0, m_y, m_width, pt(16)), Qt::AlignLeft | Qt::AlignVCenter, text);
    m_painter.setPen(QPen(Ink, pt(0.8)));
    m_painter.drawLine(QPointF(0, m_y + pt(18)), QPointF(m_width, m_y + pt(18)));
    m_y += pt(24);
}

void ReportPainter::subheading(const QString &text)
{
    need(pt(46));
    m_painter.setPen(Ink);
    m_painter.setFont(font(9, true));
    m_painter.drawText(QRectF(0, m_y + pt(2), m_width, pt(14)), Qt::AlignLeft | Qt::AlignVCenter, text);
    m_y += pt(19);
}

void ReportPainter::fact(const QString &name, const QString &value, bool mono)
{
    const QFont valueFont = font(mono ? 8 : 9, false, mono);
    const qreal left = pt(118);
    const qreal height = qMax(pt(14), textHeight(value, valueFont, m_width - left) + pt(2));
    need(height);
    m_painter.setPen(Grey);
    m_painter.setFont(font(9));
    m_painter.drawText(QRectF(0, m_y, left, pt(14)), Qt::AlignLeft | Qt::AlignTop, name);
    m_painter.setPen(Ink);
    m_painter.setFont(valueFont);
    const qreal drop = mono ? pt(1.5) : 0; // The smaller letters stand on the same line as the name's.
    m_painter.drawText(QRectF(left, m_y + drop, m_width - left, height), Qt::AlignLeft | wrapping(value, valueFont, m_width - left), value);
    m_y += height + pt(2);
}

void ReportPainter::tableHead(const QList<ReportColumn> &columns)
{
    double shares = 0;
    for (const ReportColumn &column : columns)
        shares += column.share;
    m_painter.setPen(Grey);
    m_painter.setFont(font(7.5));
    qreal x = 0;
    for (const ReportColumn &column : columns) {
        const qreal width = m_width * column.share / shares;
        m_painter.drawText(QRectF(x, m_y, width - pt(8), pt(12)),
                           (column.align == ReportColumn::Align::Right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, column.title);
        x += width;
    }
    m_painter.setPen(QPen(Ink, pt(0.5)));
    m_painter.drawLine(QPointF(0, m_y + pt(14)), QPointF(m_width, m_y + pt(14)));
    m_y += pt(17);
}

void ReportPainter::table(const QList<ReportColumn> &columns, const QList<QList<ReportCell>> &rows)
{
    double shares = 0;
    for (const ReportColumn &column : columns)
        shares += column.share;
    need(pt(36));
    tableHead(columns);
    for (const QList<ReportCell> &row : rows) {
        qreal height = pt(12);
        for (qsizetype i = 0; i < row.size(); ++i) {
            const qreal width = m_width * columns[i].share / shares - pt(8) - (row[i].shape ? pt(13) : 0);
            height = qMax(height, textHeight(row[i].text, font(8, false, columns[i].mono), width));
        }
        if (m_y + height + pt(5) > m_bottom) {
            pageBreak();
            tableHead(columns); // A row is not split, the head is repeated.
        }
        qreal x = 0;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const qreal width = m_width * columns[i].share / shares;
            qreal left = x;
            if (row[i].shape) {
                shape(*row[i].shape, QPointF(x, m_y + pt(1.5)), pt(9));
                left += pt(13);
            }
            m_painter.setPen(Ink);
            const QFont cellFont = font(8, false, columns[i].mono);
            const qreal cellWidth = x + width - pt(8) - left;
            m_painter.setFont(cellFont);
            m_painter.drawText(QRectF(left, m_y, cellWidth, height + pt(2)),
                               (columns[i].align == ReportColumn::Align::Right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop
                                   | wrapping(row[i].text, cellFont, cellWidth),
                               row[i].text);
            x += width;
        }
        m_y += height + pt(2.5);
        m_painter.setPen(QPen(Line, pt(0.4)));
        m_painter.drawLine(QPointF(0, m_y), QPointF(m_width, m_y));
        m_y += pt(2.5);
    }
    m_y += pt(8);
}

void ReportPainter::paragraph(const QString &text)
{
    const QFont body = font(9);
    const qreal height = textHeight(text, body, m_width);
    need(height);
    m_painter.setPen(Ink);
    m_painter.setFont(body);
    m_painter.drawText(QRectF(0, m_y, m_width, height + pt(2)), Qt::AlignLeft | Qt::TextWordWrap, text);
    m_y += height + pt(6);
}

void ReportPainter::code(const QString &text)
{
    const QFont mono = font(7, false, true);
    m_painter.setPen(Ink);
    const QStringList lines = text.trimmed().split(u'\n');
    for (const QString &line : lines) {
        const qreal height = textHeight(line.isEmpty() ? u" "_s : line, mono, m_width - pt(8));
        need(height);
        m_painter.setPen(Ink);
        m_painter.setFont(mono);
        m_painter.drawText(QRectF(pt(8), m_y, m_width - pt(8), height + pt(1)),
                           Qt::AlignLeft | wrapping(line, mono, m_width - pt(8)), line);
        m_y += height + pt(0.5);
    }
    m_y += pt(6);
}

void ReportPainter::signatureLines()
{
    need(pt(60));
    m_y += pt(36);
    m_painter.setPen(QPen(Ink, pt(0.6)));
    const qreal half = m_width * 0.47;
    m_painter.drawLine(QPointF(0, m_y), QPointF(half, m_y));
    m_painter.drawLine(QPointF(m_width - half, m_y), QPointF(m_width, m_y));
    m_painter.setPen(Grey);
    m_painter.setFont(font(7.5));
    m_painter.drawText(QRectF(0, m_y + pt(3), half, pt(12)), Qt::AlignLeft, u"Owner: name, date, signature"_s);
    m_painter.drawText(QRectF(m_width - half, m_y + pt(3), half, pt(12)), Qt::AlignLeft, u"Reviewer: name, date, signature"_s);
    m_y += pt(22);
}

void ReportPainter::shape(Verdict verdict, QPointF topLeft, qreal size)
{
    m_painter.save();
    m_painter.translate(topLeft);
    m_painter.scale(size / 16, size / 16);
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colourOf(verdict));
    QPainterPath mark;
    switch (verdict) {
    case Verdict::Passed: // Disc with tick.
        m_painter.drawEllipse(QRectF(1, 1, 14, 14));
        mark.moveTo(4.5, 8.3);
        mark.lineTo(7, 10.8);
        mark.lineTo(11.5, 5.6);
        break;
    case Verdict::Warned: // Triangle with "!".
        m_painter.drawPolygon(QPolygonF({{8, 1}, {15.5, 14.5}, {0.5, 14.5}}));
        mark.moveTo(8, 6);
        mark.lineTo(8, 10);
        mark.moveTo(8, 12);
        mark.lineTo(8, 12.6);
        break;
    case Verdict::Failed: // Square with cross.
        m_painter.drawRoundedRect(QRectF(1, 1, 14, 14), 2, 2);
        mark.moveTo(5, 5);
        mark.lineTo(11, 11);
        mark.moveTo(11, 5);
        mark.lineTo(5, 11);
        break;
    case Verdict::NotChecked: // Ring with dash.
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(colourOf(verdict), 1.8));
        m_painter.drawEllipse(QRectF(2, 2, 12, 12));
        m_painter.drawLine(QPointF(5, 8), QPointF(11, 8));
        break;
    }
    if (!mark.isEmpty()) {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(Qt::white, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_painter.drawPath(mark);
    }
    m_painter.restore();
}

} // namespace shuttler
