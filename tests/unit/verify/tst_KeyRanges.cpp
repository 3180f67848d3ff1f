// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/KeyRanges.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

static Table tableKeyedBy(const QString &type)
{
    Table table;
    table.schema = u"public"_s;
    table.name = u"t"_s;
    Column column;
    column.name = u"id"_s;
    column.typeSchema = u"pg_catalog"_s;
    column.type = type;
    table.columns = {column};
    table.primaryKey = {u"id"_s};
    return table;
}

class tst_KeyRanges : public QObject {
    Q_OBJECT

private slots:
    void everyRangeThatDiffersIsFound()
    {
        const QList<RangeSum> left{{-1, 5, 50}, {0, 5, 51}, {1, 5, 52}, {3, 1, 9}};
        QCOMPARE(differingRanges(left, left), QList<qint64>());
        QCOMPARE(differingRanges(left, {{-1, 5, 50}, {0, 4, 51}, {1, 5, 53}, {2, 1, 1}}), (QList<qint64>{0, 1, 2, 3}));
        QCOMPARE(differingRanges(left, {}), (QList<qint64>{-1, 0, 1, 3}));
        QCOMPARE(differingRanges({}, {{7, 1, 1}}), (QList<qint64>{7}));
    }

    void aTableNeverHasMoreThanFourThousandRanges()
    {
        const Column column = tableKeyedBy(u"int8"_s).columns.front();
        for (const quint64 span : {quint64(0), quint64(100), quint64(1'000'000), quint64(20'000'000), quint64(1) << 40, ~quint64(0)}) {
            const int shift = rangeShiftFor(column, span);
            QVERIFY(shift < 64);
            QVERIFY2((span >> shift) <= 4'096, qPrintable(QString::number(span)));
        }
        QCOMPARE(rangeShiftFor(column, 20'000'000), 13);
    }

    void aRangeIsAskedForByItsEnds()
    {
        const Table numbers = tableKeyedBy(u"int4"_s);
        const RangeKey key{u"id"_s, 12};
        QCOMPARE(key.isInSql(numbers, u"t"_s, 10), u"t.\"id\" BETWEEN '40960'::int8 AND '45055'::int8"_s);
        QCOMPARE(key.isInSql(numbers, u"t"_s, -1), u"t.\"id\" BETWEEN '-4096'::int8 AND '-1'::int8"_s);
        QCOMPARE(key.shown(numbers, 10, 10), u"id 40,960 to 45,055"_s);
        const Table words = tableKeyedBy(u"uuid"_s);
        QCOMPARE((RangeKey{u"id"_s, 8}).isInSql(words, u"t"_s, 0x0a),
                 u"t.\"id\" >= '0a000000-0000-0000-0000-000000000000'::uuid AND t.\"id\" < '0b000000-0000-0000-0000-000000000000'::uuid"_s);
        QCOMPARE((RangeKey{u"id"_s, 8}).isInSql(words, u"t"_s, 0xff), u"t.\"id\" >= 'ff000000-0000-0000-0000-000000000000'::uuid"_s);
    }

    void aTableWithoutANumberForAKeyHasNone()
    {
        QVERIFY(!rangeColumnOf(tableKeyedBy(u"text"_s)));
        QVERIFY(rangeColumnOf(tableKeyedBy(u"uuid"_s)));
    }
};

SHUTTLER_TEST(tst_KeyRanges)
#include "tst_KeyRanges.moc"
