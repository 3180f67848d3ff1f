// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/KeySet.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

/// As the server adds them up.
static KeyTally tallyOf(const QList<qint64> &values)
{
    constexpr qint64 Modulus = 2'147'483'629;
    KeyTally tally;
    for (const qint64 value : values) {
        const quint64 remainder = quint64(std::abs(value % Modulus));
        tally.add({1, value, value, quint64(value), remainder * remainder});
    }
    return tally;
}

static Column column(const QString &type)
{
    Column column;
    column.name = u"n"_s;
    column.typeSchema = u"pg_catalog"_s;
    column.type = type;
    return column;
}

class tst_KeySet : public QObject {
    Q_OBJECT

private slots:
    void aWholeRangeIsProven()
    {
        const std::optional<KeySet> set = provenSet(tallyOf({3, 1, 2, 0, -1}));
        QVERIFY(set);
        QCOMPARE(set->least, -1);
        QCOMPARE(set->most, 3);
        QCOMPARE(set->lacks(u"c.n"_s, column(u"int4"_s)), u"c.n NOT BETWEEN -1 AND 3"_s);
        QCOMPARE(set->shown(), u"every number from -1 to 3"_s);
    }

    void gapsAreProvenOnlyWhenTheyAreTheRightOnes()
    {
        const KeyTally tally = tallyOf({1, 2, 4, 5, 7});
        QCOMPARE(tally.missing(), 2);
        QVERIFY(!provenSet(tally));
        QVERIFY(!provenSet(tally, {2, 6}));
        QVERIFY(!provenSet(tally, {3, 5}));
        const std::optional<KeySet> set = provenSet(tally, {3, 6});
        QVERIFY(set);
        QCOMPARE(set->lacks(u"c.n"_s, column(u"int2"_s)), u"(c.n NOT BETWEEN 1 AND 7 OR c.n::int2 = ANY ('{3,6}'::int2[]))"_s);
    }

    /// A unique index that lost its word: as many values as numbers, but one of them twice and another one missing.
    void aNumberThatIsThereTwiceIsNoProofOfAnotherOne()
    {
        const KeyTally tally = tallyOf({1, 2, 2, 4, 5});
        QCOMPARE(tally.missing(), 0);
        QVERIFY(!provenSet(tally));
        // The same sum as 1 to 5: only the squares tell.
        QVERIFY(!provenSet(tallyOf({1, 1, 4, 4, 5})));
        QVERIFY(!provenSet(tallyOf({1, 3, 3, 3, 5})));
    }

    void anEmptyTableHasNoValueAtAll()
    {
        const std::optional<KeySet> set = provenSet(KeyTally{});
        QVERIFY(set);
        QCOMPARE(set->lacks(u"c.n"_s, column(u"int8"_s)), u"c.n IS NOT NULL"_s);
    }

    void largeNumbersDoNotOverflow()
    {
        const qint64 first = std::numeric_limits<qint64>::max() - 3;
        QVERIFY(provenSet(tallyOf({first, first + 1, first + 2, first + 3})));
        QVERIFY(!provenSet(tallyOf({std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()})));
    }

    void aGapThatTheChildCannotHoldIsLeftOut()
    {
        KeySet set{1, 100'000, {5, 70'000}};
        QVERIFY(set.lacks(u"c.n"_s, column(u"int2"_s)).contains(u"'{5}'::int2[]"_s));
    }

    /// Every third number is missing: a bit each is shorter than all their digits.
    void manyGapsAreAMap()
    {
        KeySet set{-10, 990, {}};
        for (qint64 gap = -8; gap < 990; gap += 3)
            set.gaps.append(gap);
        const QString lacks = set.lacks(u"c.n"_s, column(u"int4"_s));
        const QString head = u"(CASE WHEN c.n NOT BETWEEN -10 AND 990 THEN true ELSE get_bit('\\x"_s;
        const QString tail = u"'::bytea, c.n::int8 - (-10)) = 1 END)"_s;
        QVERIFY2(lacks.startsWith(head) && lacks.endsWith(tail), qPrintable(lacks));
        const QByteArray map = QByteArray::fromHex(lacks.mid(head.size()).chopped(tail.size()).toLatin1());
        for (qint64 number = -10; number <= 990; ++number) {
            const qint64 bit = number + 10;
            QCOMPARE(bool(uchar(map[qsizetype(bit / 8)]) >> (bit % 8) & 1), set.gaps.contains(number));
        }
    }

    void addingUpKeepsTheEnds()
    {
        KeyTally sum;
        sum.add(tallyOf({4, 5}));
        sum.add({});
        sum.add(tallyOf({1, 2, 3}));
        QVERIFY(provenSet(sum));
        QCOMPARE(sum.least, 1);
        QCOMPARE(sum.most, 5);
    }
};

SHUTTLER_TEST(tst_KeySet)
#include "tst_KeySet.moc"
