// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/Schema.h"
#include "core/verify/TimeColumn.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

namespace {

Column column(const QString &name, const QString &type, const QString &defaultValue = {})
{
    Column made;
    made.name = name;
    made.typeSchema = u"pg_catalog"_s;
    made.type = type;
    made.defaultValue = defaultValue;
    return made;
}

Table tableOf(const QList<Column> &columns)
{
    Table table;
    table.columns = columns;
    return table;
}

QString timeColumn(const QList<Column> &columns)
{
    const auto found = timeColumnOf(tableOf(columns));
    return found ? found->name + (found->moves ? u" moves"_s : QString()) : u"none"_s;
}

} // namespace

class tst_Names : public QObject {
    Q_OBJECT

private slots:
    void quotesForSql()
    {
        QCOMPARE(inSql(u"public"_s, u"a\"b"_s), u"\"public\".\"a\"\"b\""_s);
    }

    void showsNamesOnOneLine()
    {
        QCOMPARE(shown(u"public"_s, u"fees"_s), u"fees"_s);
        QCOMPARE(shown(u"billing"_s, u"fees"_s), u"billing.fees"_s);
        QCOMPARE(shown(u"public"_s, u"Fees of\nMay"_s), u"\"Fees of\\nMay\""_s);
        QCOMPARE(shown(u"2nd"_s), u"\"2nd\""_s);
        QCOMPARE(shown(u"a\x07"_s), u"\"a\\u0007\""_s);
        QCOMPARE(shown(QString()), u"\"\""_s);
    }

    void showsFiguresInGroups()
    {
        QCOMPARE(shown(qint64(1'284'306)), u"1,284,306"_s);
        QCOMPARE(counted(1, u"row"_s, u"rows"_s), u"1 row"_s);
        QCOMPARE(counted(0, u"row"_s, u"rows"_s), u"0 rows"_s);
    }

    void remembersForeignKeysAsText_data()
    {
        QTest::addColumn<QStringList>("names"); // schema, table, parent's schema, parent
        QTest::addColumn<QStringList>("columns");
        QTest::addColumn<bool>("full");
        QTest::newRow("plain") << QStringList{u"public"_s, u"fees"_s, u"public"_s, u"students"_s} << QStringList{u"student_id"_s} << false;
        QTest::newRow("composite") << QStringList{u"s"_s, u"a"_s, u"s"_s, u"b"_s} << QStringList{u"x"_s, u"y"_s} << true;
        QTest::newRow("hostile") << QStringList{u"a\"b"_s, u"c.d\n"_s, u" ("_s, u"→ %1"_s} << QStringList{u"\""_s, u", "_s} << false;
    }
    void remembersForeignKeysAsText()
    {
        QFETCH(QStringList, names);
        QFETCH(QStringList, columns);
        QFETCH(bool, full);
        ForeignKey key;
        key.schema = names[0];
        key.table = names[1];
        key.parentSchema = names[2];
        key.parent = names[3];
        key.columns = columns;
        key.parentColumns = columns;
        key.matchFull = full;

        const auto back = foreignKeyFromText(textOf(key));

        QVERIFY2(back, qPrintable(textOf(key)));
        QCOMPARE(back->schema, names[0]);
        QCOMPARE(back->table, names[1]);
        QCOMPARE(back->parentSchema, names[2]);
        QCOMPARE(back->parent, names[3]);
        QCOMPARE(back->columns, columns);
        QCOMPARE(back->parentColumns, columns);
        QCOMPARE(back->matchFull, full);
    }

    void refusesTextThatIsNoForeignKey()
    {
        QVERIFY(!foreignKeyFromText(u"fees_student_id_fkey"_s));
        QVERIFY(!foreignKeyFromText(u"\"a\".\"b\" (\"c\") → \"d\".\"e\" (\"f\", \"g\")"_s));
        QVERIFY(!foreignKeyFromText(u"\"a\".\"b\" (\"c\") → \"d\".\"e\" (\"f\") and more"_s));
        QVERIFY(!foreignKeyFromText(u"\"a"_s));
        QVERIFY(!foreignKeyFromText({}));
    }

    void findsTheColumnThatTellsWhenARowWasWritten()
    {
        const QString zoned = u"timestamptz"_s;
        QCOMPARE(timeColumn({column(u"id"_s, u"int4"_s), column(u"created_at"_s, zoned, u"now()"_s)}), u"created_at"_s);
        QCOMPARE(timeColumn({column(u"expires_at"_s, zoned), column(u"revoked_at"_s, zoned, u"CURRENT_TIMESTAMP"_s)}), u"revoked_at"_s);
        QCOMPARE(timeColumn({column(u"updated_at"_s, zoned, u"now()"_s), column(u"created_at"_s, zoned)}), u"created_at"_s);
        QCOMPARE(timeColumn({column(u"updated_at"_s, zoned, u"now()"_s)}), u"updated_at moves"_s);
        QCOMPARE(timeColumn({column(u"locked_until"_s, zoned), column(u"scheduled_at"_s, zoned)}), u"none"_s);
        QCOMPARE(timeColumn({column(u"created_at"_s, u"timestamp"_s, u"now()"_s)}), u"none"_s);
        QCOMPARE(timeColumn({column(u"created_at"_s, u"varchar"_s)}), u"none"_s);
        QCOMPARE(timeColumn({column(u"created_at"_s, zoned), column(u"generated_on"_s, zoned, u"clock_timestamp()"_s)}), u"generated_on"_s);
        QCOMPARE(timeColumn({column(u"until"_s, zoned, u"(now() + '1 day'::interval)"_s)}), u"none"_s);
    }

    void knowsRowsThatAreClearedAway()
    {
        QVERIFY(isPerishable(tableOf({column(u"expires_at"_s, u"timestamptz"_s)})));
        QVERIFY(isPerishable(tableOf({column(u"valid_until"_s, u"date"_s)})));
        QVERIFY(!isPerishable(tableOf({column(u"expires_at"_s, u"text"_s)})));
        QVERIFY(!isPerishable(tableOf({column(u"due_date"_s, u"timestamptz"_s)})));
    }
};

SHUTTLER_TEST(tst_Names)
#include "tst_Names.moc"
