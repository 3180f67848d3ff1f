// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SanityText.h"
#include "tests/support/Test.h"

using namespace shuttler::verify;
using namespace Qt::StringLiterals;

class tst_SanityText : public QObject {
    Q_OBJECT

private slots:
    void leavesAQuestionAsItIs_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"select 1", "  SELECT 1  ", "with a as (select 1) select * from a", "values (1)", "table goods",
              "(select 1) union (select 2)", "/* why /* nested */ */ select 1 -- ;", "-- a comment;\nselect 1",
              "select ';' as \"a;b\", 'it''s; :moment', E'\\';:moment'", "select $$ ; :moment ( $$, $tag$ $$ ; ) $tag$",
              "select a::text, b[1:2] from t", "select \"insert\", (update) from t", "select delete from t", "select (delete) from t",
              "select 1.5e3, a$b, x'1f'", "select count(*) filter (where not (a or b)) from t", "select ')' from t"})
            QTest::newRow(QByteArray(text).replace('\n', ' ').constData()) << QString::fromUtf8(text);
    }
    void leavesAQuestionAsItIs()
    {
        QFETCH(QString, text);
        const SanityText read = readSanityText(text);
        QVERIFY2(!read.fault, qPrintable(read.fault ? read.fault->what : QString()));
        QCOMPARE(read.sql, text);
        QVERIFY(read.parameters.isEmpty());
    }

    void refusesWhatIsNoQuestion_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, const QString &text, int line, const QString &what) {
            QTest::newRow(name) << text << line << what;
        };
        row("a change", u"delete from goods returning id"_s, 0, u"begins with DELETE"_s);
        row("an order", u"\n\n  commit"_s, 2, u"begins with COMMIT"_s);
        row("an explanation", u"explain analyze select 1"_s, 0, u"begins with EXPLAIN"_s);
        row("nothing", u" -- nothing\n"_s, 1, u"no question"_s);
        row("a hidden change", u"with d as (delete from goods returning id) select id from d"_s, 0, u"would change rows (DELETE)"_s);
        row("a hidden new row", u"with d as materialized (\n insert into goods values (1) returning id) select 1"_s, 1, u"(INSERT)"_s);
        row("a hidden update", u"with d as (update \"goods\" set id = 1 returning id) select 1"_s, 0, u"(UPDATE)"_s);
        row("a hidden merge", u"with d as (merge into goods using x on true) select 1"_s, 0, u"(MERGE)"_s);
        row("two statements", u"select 1;\nselect 2"_s, 0, u"a second statement"_s);
        row("a semicolon", u"select 1 ; "_s, 0, u"ends with a semicolon"_s);
        row("a semicolon before a comment", u"select 1; -- done"_s, 0, u"ends with a semicolon"_s);
        row("a way out of our own statement", u"select 1) as q, (select 2"_s, 0, u"closed that was not opened"_s);
        row("open parenthesis", u"select (1"_s, 0, u"opened and not closed"_s);
        row("open text", u"select 'abc"_s, 0, u"quotation mark ' is not closed"_s);
        row("open name", u"select\n\"abc"_s, 1, u"quotation mark \" is not closed"_s);
        row("open dollar text", u"select $x$ abc $y$"_s, 0, u"$x$ opens is not closed"_s);
        row("what is no dollar text", u"select $1x$ ; $1x$"_s, 0, u"by name, as :moment"_s);
        row("open comment", u"select 1 /* abc /* */"_s, 0, u"/* and not closed"_s);
        row("unknown parameter", u"select 1\nwhere a > :yesterday"_s, 1,
            u"no parameter :yesterday; there are :moment, :recovered_to, :baseline_taken_at"_s);
        row("numbered parameter", u"select $1"_s, 0, u"by name, as :moment"_s);
    }
    void refusesWhatIsNoQuestion()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        QFETCH(QString, what);
        const SanityText read = readSanityText(text);
        QVERIFY(read.fault);
        QVERIFY2(read.fault->what.contains(what), qPrintable(read.fault->what));
        QCOMPARE(read.fault->line, line);
    }

    void bindsParametersByName()
    {
        const SanityText read =
            readSanityText(u"select a::text from t where b > :moment and c < :baseline_taken_at and d=:moment and e = ':moment'"_s);
        QVERIFY(!read.fault);
        QCOMPARE(read.parameters, QStringList({u"moment"_s, u"baseline_taken_at"_s}));
        QCOMPARE(read.sql, u"select a::text from t where b > $1::pg_catalog.timestamptz and c < $2::pg_catalog.timestamptz "
                           "and d=$1::pg_catalog.timestamptz and e = ':moment'"_s);
    }
};

SHUTTLER_TEST(tst_SanityText)
#include "tst_SanityText.moc"
