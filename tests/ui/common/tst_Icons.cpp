// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/Icons.h"

#include <QDirIterator>

using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

/// Whether any pixel of the picture has (nearly) this colour.
bool shows(const QPixmap &pixmap, const QColor &color)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() > 128 && qAbs(pixel.red() - color.red()) < 8 && qAbs(pixel.green() - color.green()) < 8
                && qAbs(pixel.blue() - color.blue()) < 8)
                return true;
        }
    }
    return false;
}

} // namespace

class tst_Icons : public QObject {
    Q_OBJECT

private slots:
    void everySymbolIsThereInBothSizesAndTakesItsToken()
    {
        QStringList names;
        for (QDirIterator files(u":/icons/breeze/22"_s); files.hasNext();)
            names.append(QFileInfo(files.next()).baseName());
        QCOMPARE(names.size(), 61);
        applyLook(shuttler::Appearance::Light, 100);
        for (const QString &name : std::as_const(names)) {
            for (const int size : {16, 22}) {
                QVERIFY2(QFile::exists(u":/icons/breeze/%1/%2.svg"_s.arg(size).arg(name)), qPrintable(name));
                QVERIFY2(shows(Icons::pixmap(name, size, &Theme::accent, 2), Theme::light().accent), qPrintable(name));
            }
        }
    }

    void aSymbolFollowsTheThemeWithoutBeingAsked()
    {
        applyLook(shuttler::Appearance::Light, 100);
        const QIcon icon = Icons::icon(u"backup"_s, &Theme::accent);
        QVERIFY(shows(icon.pixmap(QSize(22, 22), 1.0), Theme::light().accent));
        applyLook(shuttler::Appearance::Dark, 100);
        QVERIFY(shows(icon.pixmap(QSize(22, 22), 1.0), Theme::dark().accent));
        applyLook(shuttler::Appearance::Light, 100);
    }

    void picturesAreCrispAtScaleTwo()
    {
        const QPixmap twice = Icons::pixmap(u"go-home"_s, 16, &Theme::text, 2);
        QCOMPARE(twice.size(), QSize(32, 32));
        QCOMPARE(twice.devicePixelRatio(), 2.0);
    }

    void ourOwnMarkIsThere()
    {
        QVERIFY(shows(Icons::appPixmap(32, 1), Theme::light().accentFill));
    }
};

SHUTTLER_TEST(tst_Icons)

#include "tst_Icons.moc"
