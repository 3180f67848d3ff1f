// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/ReferenceRules.h"
#include "core/verify/SanityQueries.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

class tst_Rules : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const QByteArray &text)
    {
        const QString path = m_folder.filePath(u"rules.toml"_s);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(text);
        return path;
    }

    static QString academy(const QString &name)
    {
        return u":/academy/"_s + name;
    }

private slots:
    void readsTheAcademysReferences()
    {
        const auto rules = readReferenceRules(academy(u"references.toml"_s));

        VERIFY_OK(rules);
        QVERIFY(rules->size() >= 30);
        QCOMPARE(rules->front().shown(), u"attendance.student_id → students.id"_s);
        const ReferenceRule &video = rules->back();
        QCOMPARE(video.from.shown(), u"video_targets.target_id"_s);
        QCOMPARE(video.kind->shown(), u"video_resources.audience_type"_s);
        QCOMPARE(video.via->shown(), u"video_targets.video_id"_s);
        QCOMPARE(video.targets.size(), 2);
        QVERIFY(video.toleratesBaseline);
    }

    void readsTheAcademysSanityQueries()
    {
        const auto queries = readSanityQueries(academy(u"sanity.toml"_s));

        VERIFY_OK(queries);
        QCOMPARE(queries->size(), 15);
        QCOMPARE(queries->at(13).expect.kind, ExpectationKind::Value);
        QCOMPARE(queries->at(13).expect.atLeast, 1.0);
    }

    void namesTheLineOfABrokenReference_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, const QByteArray &text, const QString &what) { QTest::newRow(name) << text << what; };
        row("not TOML", "[[reference]]\nfrom = \"a.b\nto = 1\n", u"line 2"_s);
        row("nothing in it", "# only words\n", u"there is no [[reference]]"_s);
        row("another table", "[[references]]\nfrom = \"a.b\"\n", u"\"references\" is not known here"_s);
        row("no from", "[[reference]]\nto = \"a.b\"\n", u"line 1: \"from\" is missing"_s);
        row("no to", "[[reference]]\nfrom = \"a.b\"\n", u"line 1: \"to\" is missing"_s);
        row("not a column", "[[reference]]\nfrom = \"a\"\nto = \"b.c\"\n", u"line 2: \"a\" does not name a column"_s);
        row("too many dots", "[[reference]]\nfrom = \"a.b.c.d\"\nto = \"b.c\"\n", u"line 2: \"a.b.c.d\" does not name"_s);
        row("slip of the pen", "[[reference]]\nfrom = \"a.b\"\nto = \"b.c\"\ntolerates = \"baseline\"\n",
            u"line 4: \"tolerates\" is not known"_s);
        row("odd tolerance", "[[reference]]\nfrom = \"a.b\"\nto = \"b.c\"\ntolerate = \"all\"\n", u"line 4: \"tolerate\" can only be"_s);
        row("a number", "[[reference]]\nfrom = \"a.b\"\nto = 7\n", u"line 3: \"to\" has to be a text"_s);
        row("kinds without kind", "[[reference]]\nfrom = \"a.b\"\nto = { x = \"b.c\" }\n", u"line 1: \"to\" depends on a kind"_s);
        row("kind without kinds", "[[reference]]\nfrom = \"a.b\"\nkind = \"a.k\"\nto = \"b.c\"\n", u"line 1: there is a \"kind\""_s);
        row("via without kind", "[[reference]]\nfrom = \"a.b\"\nvia = \"a.k\"\nto = \"b.c\"\n", u"line 1: \"via\" is of use only"_s);
        row("via elsewhere", "[[reference]]\nfrom = \"a.b\"\nkind = \"c.k\"\nvia = \"c.x\"\nto = { x = \"b.c\" }\n",
            u"same table as \"from\""_s);
        row("kind elsewhere", "[[reference]]\nfrom = \"a.b\"\nkind = \"c.k\"\nto = { x = \"b.c\" }\n", u"say with \"via\""_s);
        row("twice", "[[reference]]\nfrom = \"a.b\"\nto = \"b.c\"\n\n[[reference]]\nfrom = \"a.b\"\nto = \"b.c\"\n",
            u"line 5: the reference a.b → b.c is listed twice"_s);
    }
    void namesTheLineOfABrokenReference()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, what);

        const auto rules = readReferenceRules(file(text));

        VERIFY_FAULT(rules, Fault::BadInput);
        QVERIFY2(rules.error().what().startsWith(u"rules.toml, line "_s), qPrintable(rules.error().what()));
        QVERIFY2(rules.error().what().contains(what), qPrintable(rules.error().what()));
        QVERIFY(!rules.error().todo().isEmpty());
    }

    void namesTheLineOfABrokenQuery_data()
    {
        QTest::addColumn<QByteArray>("expect");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, const QByteArray &text, const QString &what) { QTest::newRow(name) << text << what; };
        row("no expectation", "", u"line 1: \"expect = { kind = … }\" is missing"_s);
        row("a word", "expect = \"zero\"", u"line 5: \"expect"_s);
        row("no kind", "expect = { columns = \"a\" }", u"\"kind\" is missing"_s);
        row("unknown kind", "expect = { kind = \"nought\" }", u"kind \"nought\" is not one of no-rows, zero"_s);
        row("zero of nothing", "expect = { kind = \"zero\" }", u"\"columns\" has to name"_s);
        row("value of nothing", "expect = { kind = \"value\", at-least = 1 }", u"\"column\" is missing"_s);
        row("value without bound", "expect = { kind = \"value\", column = \"a\" }", u"\"at-least\" or \"at-most\" is missing"_s);
        row("bounds that exclude all", "expect = { kind = \"value\", column = \"a\", at-least = 2, at-most = 1 }",
            u"nothing could satisfy both"_s);
        row("bound that is no number", "expect = { kind = \"value\", column = \"a\", at-least = \"1\" }",
            u"\"at-least\" has to be a number"_s);
        row("key of nothing", "expect = { kind = \"not-worse-than-baseline\" }", u"\"key\" has to name"_s);
        row("what does not belong", "expect = { kind = \"no-rows\", column = \"a\" }", u"line 5: \"column\" is not known"_s);
        row("semicolon", "expect = { kind = \"no-rows\" }\nsql = \"select 1;\"", u"line 6: the query ends with a semicolon"_s);
        row("second statement", "expect = { kind = \"no-rows\" }\nsql = \"\"\"\nselect 1\n\n; select 2\"\"\"",
            u"line 9: there is a second statement"_s);
        row("second statement on the first line", "expect = { kind = \"no-rows\" }\nsql = \"\"\"select 1\n; select 2\"\"\"",
            u"line 7: there is a second"_s);
        row("a change", "expect = { kind = \"no-rows\" }\nsql = \"delete from t\"", u"line 6: the query begins with DELETE"_s);
        row("no time", "expect = { kind = \"no-rows\" }\ntimeout = 0", u"line 6: \"timeout\" is in seconds, from 1 to 3600"_s);
        row("time in words", "expect = { kind = \"no-rows\" }\ntimeout = \"long\"", u"\"timeout\" has to be a number"_s);
    }
    void namesTheLineOfABrokenQuery()
    {
        QFETCH(QByteArray, expect);
        QFETCH(QString, what);
        QByteArray text = "[[query]]\nid = \"Q1\"\ntitle = \"All is well\"\nmeans = \"It is not.\"\n" + expect + "\ntodo = \"Look.\"\n";
        if (!expect.contains("sql ="))
            text += "sql = \"select 1\"\n";

        const auto queries = readSanityQueries(file(text));

        VERIFY_FAULT(queries, Fault::BadInput);
        QVERIFY2(queries.error().what().contains(what), qPrintable(queries.error().what()));
    }

    void saysThatAFileIsNotThere()
    {
        VERIFY_FAULT(readReferenceRules(m_folder.filePath(u"nowhere.toml"_s)), Fault::NotFound);
        VERIFY_FAULT(readSanityQueries(m_folder.filePath(u"nowhere.toml"_s)), Fault::NotFound);
    }

    void readsHostileNames()
    {
        const std::optional<ColumnName> name = columnNameFrom(u"\"Odd.schema\".\"a\"\"b\".\"t\""_s);
        QVERIFY(name);
        QCOMPARE(name->schema, u"Odd.schema"_s);
        QCOMPARE(name->table, u"a\"b"_s);
        QCOMPARE(name->column, u"t"_s);
        QVERIFY(!columnNameFrom(u"\"open.column"_s));
        QVERIFY(!columnNameFrom(u"a..b"_s));
        QVERIFY(!columnNameFrom({}));
    }
};

SHUTTLER_TEST(tst_Rules)
#include "tst_Rules.moc"
