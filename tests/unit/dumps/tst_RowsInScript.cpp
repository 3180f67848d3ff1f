// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/RestoreErrors.h"
#include "core/dumps/RowsInScript.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::dumps;
using namespace Qt::StringLiterals;

/// What PostgreSQL's programs write, understood.
class tst_RowsInScript : public QObject {
    Q_OBJECT

    static QByteArray script()
    {
        const auto table = [](const QByteArray &copy, const QByteArray &rows) {
            return "--\n-- Data for Name: x; Type: TABLE DATA; Schema: y; Owner: z\n--\n\n" + copy + '\n' + rows + "\\.\n\n\n";
        };
        return "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n"
               "CREATE FUNCTION f() AS '\nCOPY public.sales (id) FROM stdin;\n1\n\\.\n';\n"
               + table("COPY public.sales (id, note) FROM stdin;", "1\ta\n2\t\\N\n\n3\t-- Data for Name: no\n")
               + table("COPY \"Odd \"\"schema\"\"\".\"A table. of mine\" (id) FROM stdin;", "\\\\.\n")
               + table("COPY public.nothing  FROM stdin;", "\n\n") + table("COPY public.empty (id) FROM stdin;", "")
               + table("COPY public.long (id) FROM stdin;", QByteArray(600'000, 'x') + '\n')
               + "-- Data for Name: odd\nSELECT 1;\nCOPY public.not_announced (id) FROM stdin;\n"
               + "--\n-- PostgreSQL database dump complete\n--\n\n";
    }
    static Outcome read(RowsInScript &rows, const QByteArray &text, qsizetype atOnce)
    {
        for (qsizetype place = 0; place < text.size(); place += atOnce)
            if (Outcome added = rows.add(QByteArrayView(text).sliced(place, std::min(atOnce, text.size() - place))); !added)
                return added;
        return rows.end();
    }

private slots:
    void everyRowIsCountedHoweverItComes_data()
    {
        QTest::addColumn<int>("atOnce");
        for (const int atOnce : {1, 2, 7, 4096, 10'000'000})
            QTest::addRow("%d at once", atOnce) << atOnce;
    }
    void everyRowIsCountedHoweverItComes()
    {
        QFETCH(int, atOnce);
        RowsInScript rows;
        VERIFY_OK(read(rows, script(), atOnce));
        const QMap<TableName, qint64> expected{{{u"public"_s, u"sales"_s}, 4},
                                               {{u"Odd \"schema\""_s, u"A table. of mine"_s}, 1},
                                               {{u"public"_s, u"nothing"_s}, 2},
                                               {{u"public"_s, u"empty"_s}, 0},
                                               {{u"public"_s, u"long"_s}, 1}};
        QCOMPARE(rows.rows(), expected);
    }

    void aScriptThatWasCutOffIsCorrupt()
    {
        const QByteArray whole = script();
        for (qsizetype left = 0; left < whole.size(); left += left > 1500 && left < 600'000 ? 50'021 : 1) {
            RowsInScript rows;
            const Outcome outcome = read(rows, whole.first(left), 1 << 20);
            const bool isComplete = left >= whole.lastIndexOf("complete\n") + qsizetype(sizeof("complete"));
            QCOMPARE(outcome.has_value(), isComplete);
        }
    }

    void namesAreReadAsPostgresWritesThem_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("said");
        QTest::newRow("plain") << QByteArray("COPY public.sales (id) FROM stdin;") << u"public/sales"_s;
        QTest::newRow("quoted") << QByteArray("COPY \"a.b\".\"c d\" (id) FROM stdin;") << u"a.b/c d"_s;
        QTest::newRow("quotes") << QByteArray("COPY \"a\"\"\".\"\"\"b\" (id) FROM stdin;") << u"a\"/\"b"_s;
        QTest::newRow("letters") << QByteArray("COPY public.\"Übung\" (id) FROM stdin;") << u"public/Übung"_s;
        QTest::newRow("no schema") << QByteArray("COPY sales (id) FROM stdin;") << QString();
        QTest::newRow("to") << QByteArray("COPY public.sales (id) TO stdout;") << QString();
        QTest::newRow("not ended") << QByteArray("COPY \"public.sales (id) FROM stdin;") << QString();
        QTest::newRow("nothing") << QByteArray() << QString();
    }
    void namesAreReadAsPostgresWritesThem()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, said);
        const std::optional<TableName> name = tableCopied(line);
        QCOMPARE(name ? name->first + u'/' + name->second : QString(), said);
    }

    void complaintsAreHarmlessByAClosedList_data()
    {
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<bool>("isHarmless");
        const QByteArray query = "could not execute query: ERROR:  ";
        QTest::newRow("public exists") << query + "schema \"public\" already exists" << QByteArray("CREATE SCHEMA public;") << true;
        QTest::newRow("another schema exists") << query + "schema \"other\" already exists" << QByteArray("CREATE SCHEMA other;") << false;
        QTest::newRow("comment on an extension") << query + "must be owner of extension plpgsql"
                                                 << QByteArray("COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL; it''s\nlong';") << true;
        QTest::newRow("an extension itself") << query + "permission denied to create extension \"postgis\""
                                             << QByteArray("CREATE EXTENSION IF NOT EXISTS postgis;") << false;
        QTest::newRow("owner of an extension, of something else")
            << query + "must be owner of extension hstore" << QByteArray("ALTER EXTENSION hstore SET SCHEMA other;") << false;
        QTest::newRow("comment on public") << query + "must be owner of schema public" << QByteArray("COMMENT ON SCHEMA public IS 'ours';")
                                           << true;
        QTest::newRow("owner of public") << query + "must be owner of schema public" << QByteArray("ALTER SCHEMA public OWNER TO ann;")
                                         << false;
        QTest::newRow("role") << query + "role \"ann\" does not exist" << QByteArray("ALTER TABLE public.sales OWNER TO ann;") << false;
        QTest::newRow("two in one") << query + "must be owner of schema public"
                                    << QByteArray("COMMENT ON SCHEMA public IS 'a'; DROP TABLE x") << false;
        QTest::newRow("data") << QByteArray("COPY failed for table \"sales\": ERROR:  invalid input syntax") << QByteArray() << false;
        QTest::newRow("connection") << QByteArray("connection to server failed") << QByteArray() << false;
    }
    void complaintsAreHarmlessByAClosedList()
    {
        QFETCH(QByteArray, error);
        QFETCH(QByteArray, command);
        QFETCH(bool, isHarmless);
        RestoreErrors errors;
        errors.takeLine("pg_restore: while PROCESSING TOC:");
        errors.takeLine("pg_restore: from TOC entry 3; 3079 16385 EXTENSION amcheck ");
        errors.takeLine("pg_restore: error: " + error);
        if (!command.isEmpty())
            for (const QByteArray &line : ("Command was: " + command + "\n\n").split('\n'))
                errors.takeLine(line);
        QVERIFY(errors.harmless().isEmpty() && errors.others().isEmpty()); // Until the next one begins it may go on.
        errors.takeLine("pg_restore: warning: errors ignored on restore: 1");
        errors.end();
        QCOMPARE(errors.harmless().size(), isHarmless ? 1 : 0);
        QCOMPARE(errors.others().size(), isHarmless ? 0 : 1);
    }

    void whatIsNoErrorIsNone()
    {
        RestoreErrors errors;
        for (const char *line :
             {"", "pg_restore: warning: errors ignored on restore: 0", "WARNING:  no privileges were granted", "ERROR", "Command was: x"})
            errors.takeLine(line);
        errors.end();
        QVERIFY(errors.harmless().isEmpty() && errors.others().isEmpty());
    }
};

SHUTTLER_TEST(tst_RowsInScript)
#include "tst_RowsInScript.moc"
