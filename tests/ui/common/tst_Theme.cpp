// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/Theme.h"

#include <QApplication>

using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

struct NamedToken {
    const char *name;
    Token token;
};

#define TOKEN(name) NamedToken{#name, &Theme::name}

struct Pair {
    NamedToken front;
    NamedToken back;
    double needed;
};

constexpr double TextNeeds = 4.5;
constexpr double GraphicNeeds = 3.0;

QList<Pair> pairs(const QList<NamedToken> &fronts, const QList<NamedToken> &backs, double needed)
{
    QList<Pair> all;
    for (const NamedToken &front : fronts) {
        for (const NamedToken &back : backs)
            all.append({front, back, needed});
    }
    return all;
}

QList<Pair> textPairs()
{
    return pairs({TOKEN(text), TOKEN(text2), TOKEN(muted), TOKEN(accent), TOKEN(ok), TOKEN(warn), TOKEN(bad)},
                 {TOKEN(window), TOKEN(surface), TOKEN(panel), TOKEN(hover), TOKEN(selected)}, TextNeeds)
        + pairs({TOKEN(ok), TOKEN(text), TOKEN(text2)}, {TOKEN(okSoft)}, TextNeeds)
        + pairs({TOKEN(warn), TOKEN(text), TOKEN(text2)}, {TOKEN(warnSoft)}, TextNeeds)
        + pairs({TOKEN(bad), TOKEN(text), TOKEN(text2), TOKEN(muted), TOKEN(accent)}, {TOKEN(badSoft)}, TextNeeds)
        + pairs({TOKEN(practice), TOKEN(text), TOKEN(text2)}, {TOKEN(practiceSoft)}, TextNeeds)
        + pairs({TOKEN(accent), TOKEN(text), TOKEN(text2), TOKEN(muted)}, {TOKEN(accentSoft)}, TextNeeds)
        + pairs({TOKEN(onAccent)}, {TOKEN(accentFill), TOKEN(accentHover), TOKEN(badFill)}, TextNeeds)
        + pairs({TOKEN(text)}, {TOKEN(pitr)}, TextNeeds);
}

QList<Pair> graphicPairs()
{
    return pairs({TOKEN(control), TOKEN(okMark), TOKEN(warnMark), TOKEN(badMark), TOKEN(offsite), TOKEN(accentFill)},
                 {TOKEN(window), TOKEN(surface), TOKEN(panel)}, GraphicNeeds)
        + pairs({TOKEN(control), TOKEN(offsite), TOKEN(okMark), TOKEN(warnMark), TOKEN(badMark)}, {TOKEN(selected)}, GraphicNeeds)
        + pairs({TOKEN(okMark)}, {TOKEN(okSoft)}, GraphicNeeds) + pairs({TOKEN(warnMark)}, {TOKEN(warnSoft)}, GraphicNeeds)
        + pairs({TOKEN(badMark)}, {TOKEN(badSoft)}, GraphicNeeds);
}

} // namespace

class tst_Theme : public QObject {
    Q_OBJECT

private slots:
    void everyPairCanBeReadInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("pair");
        const QList<Pair> all = textPairs() + graphicPairs();
        for (const bool dark : {false, true}) {
            for (int i = 0; i < all.size(); ++i)
                QTest::addRow("%s: %s on %s", dark ? "dark" : "light", all[i].front.name, all[i].back.name) << dark << i;
        }
    }
    void everyPairCanBeReadInBothThemes()
    {
        QFETCH(bool, dark);
        QFETCH(int, pair);
        const Pair tested = (textPairs() + graphicPairs())[pair];
        const Theme &theme = dark ? Theme::dark() : Theme::light();

        const double found = contrast(theme.*tested.front.token, theme.*tested.back.token);

        QVERIFY2(found >= tested.needed, qPrintable(u"%1, needed %2"_s.arg(found, 0, 'f', 2).arg(tested.needed)));
    }

    void theLowestPairsAreTheOnesTheDesignNames()
    {
        const auto rounded = [](double value) { return QString::number(value, 'f', 2); };
        QCOMPARE(rounded(contrast(Theme::light().muted, Theme::light().selected)), u"4.93"_s);
        QCOMPARE(rounded(contrast(Theme::dark().onAccent, Theme::dark().accentFill)), u"4.72"_s);
        QCOMPARE(rounded(contrast(Theme::light().control, Theme::light().selected)), u"3.08"_s);
        QCOMPARE(rounded(contrast(Theme::dark().badFill, Theme::dark().surface)), u"3.04"_s);
    }

    void blackOnWhiteIsTwentyOneToOne()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    }

    void theStyleSheetHasNoPlaceholderLeft()
    {
        for (const Theme *theme : {&Theme::light(), &Theme::dark()}) {
            const QString sheet = styleSheetOf(*theme);
            QVERIFY(!sheet.contains(u'@'));
            QVERIFY(!sheet.contains(u'~'));
            QVERIFY(sheet.contains(theme->surface.name()));
        }
    }

    void textSizeEnlargesFontsAndLengthsAlike()
    {
        applyLook(shuttler::Appearance::Light, 100);
        const int body = fontFor(Role::Body).pixelSize();
        const int title = fontFor(Role::Title).pixelSize();
        const int length = scaled(100);
        applyLook(shuttler::Appearance::Light, 200);
        QCOMPARE(fontFor(Role::Body).pixelSize(), 2 * body);
        QCOMPARE(fontFor(Role::Title).pixelSize(), 2 * title);
        QCOMPARE(scaled(100), 2 * length);
        applyLook(shuttler::Appearance::Light, 100);
    }

    void changingTheAppearanceChangesPaletteAndCurrentTheme()
    {
        applyLook(shuttler::Appearance::Dark, 100);
        QCOMPARE(&Theme::current(), &Theme::dark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::dark().window);
        applyLook(shuttler::Appearance::Light, 100);
        QCOMPARE(&Theme::current(), &Theme::light());
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().window);
    }
};

SHUTTLER_TEST(tst_Theme)

#include "tst_Theme.moc"
