// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/ReferenceGuess.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

using ChangeTable = void (*)(Table &);
Q_DECLARE_METATYPE(ChangeTable)

class tst_ReferenceGuess : public QObject {
    Q_OBJECT

    static Column column(const QString &text)
    {
        Column column;
        column.name = text.section(u' ', 0, 0);
        column.typeSchema = u"pg_catalog"_s;
        column.type = text.section(u' ', 1, 1).isEmpty() ? u"int4"_s : text.section(u' ', 1, 1);
        return column;
    }

    /// "students: id, name text": a table whose key is its first column.
    static Table table(const QString &text)
    {
        Table table;
        const QStringList name = text.section(u": "_s, 0, 0).split(u'.');
        table.schema = name.size() == 2 ? name[0] : u"public"_s;
        table.name = name.last();
        for (const QString &part : text.section(u": "_s, 1).split(u", "_s))
            table.columns.append(column(part));
        table.primaryKey = {table.columns.front().name};
        return table;
    }

    static Schema schemaOf(const QStringList &tables)
    {
        Schema schema;
        for (const QString &text : tables)
            schema.tables.append(table(text));
        return schema;
    }

    static QStringList shown(const QList<ReferenceGuess> &guesses)
    {
        QStringList texts;
        for (const ReferenceGuess &guess : guesses)
            texts.append(guess.from.shown() + (guess.to ? u" → "_s + guess.to->shown() : u" by "_s + guess.kind->shown()));
        return texts;
    }

private slots:
    void followsTheNames_data()
    {
        QTest::addColumn<QStringList>("tables");
        QTest::addColumn<QString>("guess");
        const auto row = [](const char *name, const QStringList &tables, const QString &guess) { QTest::newRow(name) << tables << guess; };
        row("singular to plural", {u"fees: id, student_id"_s, u"students: id"_s}, u"fees.student_id → students.id"_s);
        row("singular to singular", {u"fees: id, student_id"_s, u"student: id"_s}, u"fees.student_id → student.id"_s);
        row("…ches", {u"fees: id, coach_id"_s, u"coaches: id"_s}, u"fees.coach_id → coaches.id"_s);
        row("…ies", {u"books: id, category_id"_s, u"categories: id"_s}, u"books.category_id → categories.id"_s);
        row("…ovies", {u"books: id, movie_id"_s, u"movies: id"_s}, u"books.movie_id → movies.id"_s);
        row("…sses", {u"books: id, address_id"_s, u"addresses: id"_s}, u"books.address_id → addresses.id"_s);
        row("…uses", {u"books: id, status_id"_s, u"statuses: id"_s}, u"books.status_id → statuses.id"_s);
        row("people", {u"books: id, person_id"_s, u"people: id"_s}, u"books.person_id → people.id"_s);
        row("children", {u"books: id, child_id"_s, u"children: id"_s}, u"books.child_id → children.id"_s);
        row("women", {u"books: id, woman_id"_s, u"women: id"_s}, u"books.woman_id → women.id"_s);
        row("of two words", {u"events: id, leave_request_id"_s, u"leave_requests: id"_s, u"requests: id"_s},
            u"events.leave_request_id → leave_requests.id"_s);
        row("with a word before", {u"fees: id, parent_student_id"_s, u"students: id"_s}, u"fees.parent_student_id → students.id"_s);
        row("with two words before", {u"fees: id, invited_by_coach_id"_s, u"coaches: id"_s}, u"fees.invited_by_coach_id → coaches.id"_s);
        row("of a program that writes otherwise", {u"Fees: Id, parentStudentId"_s, u"Students: Id"_s},
            u"\"Fees\".\"parentStudentId\" → \"Students\".\"Id\""_s);
        row("to a key with its table's name", {u"fees: fee_id, student_id"_s, u"students: student_id"_s},
            u"fees.student_id → students.student_id"_s);
        row("a key that refers", {u"student_details: student_id"_s, u"students: id"_s}, u"student_details.student_id → students.id"_s);
        row("the table itself", {u"pages: id, parent_id"_s}, u"pages.parent_id → pages.id"_s);
        row("of another width", {u"fees: id, student_id int8"_s, u"students: id int2"_s}, u"fees.student_id → students.id"_s);
        row("uuid", {u"fees: id uuid, student_id uuid"_s, u"students: id uuid"_s}, u"fees.student_id → students.id"_s);
        row("text", {u"fees: id, student_id varchar"_s, u"students: id text"_s}, u"fees.student_id → students.id"_s);
        row("of its own schema", {u"a.fees: id, student_id"_s, u"a.students: id"_s, u"b.students: id"_s},
            u"a.fees.student_id → a.students.id"_s);
        row("of the only schema", {u"a.fees: id, student_id"_s, u"b.students: id"_s}, u"a.fees.student_id → b.students.id"_s);
        row("with a type beside it", {u"notes: id, user_id, user_type text"_s}, u"notes.user_id by notes.user_type"_s);
        row("with a kind beside it", {u"notes: id, entity_id, entity_kind text"_s}, u"notes.entity_id by notes.entity_kind"_s);
        row("with a role beside it", {u"notes: id, user_id, user_role text"_s}, u"notes.user_id by notes.user_role"_s);
        row("with a mere role beside it", {u"notes: id, role text, user_id"_s}, u"notes.user_id by notes.role"_s);
        row("with a role and a better word", {u"notes: id, role text, user_id, user_type text"_s}, u"notes.user_id by notes.user_type"_s);
        row("who made it", {u"notes: id, created_by, creator_type text"_s}, u"notes.created_by by notes.creator_type"_s);
        row("a kind before a name", {u"notes: id, student_id, student_type text"_s, u"students: id"_s},
            u"notes.student_id by notes.student_type"_s);
    }
    void followsTheNames()
    {
        QFETCH(QStringList, tables);
        QFETCH(QString, guess);
        QCOMPARE(shown(guessReferences(schemaOf(tables), {})), QStringList{guess});
    }

    void leavesAloneWhatNoNameLeadsFrom_data()
    {
        QTest::addColumn<QStringList>("tables");
        QTest::newRow("no table of that name") << QStringList{u"fees: id, student_id"_s, u"coaches: id"_s};
        QTest::newRow("part of a word") << QStringList{u"fees: id, student_id"_s, u"dents: id"_s};
        QTest::newRow("a longer name") << QStringList{u"fees: id, student_id"_s, u"batch_students: id"_s};
        QTest::newRow("another type") << QStringList{u"fees: id, student_id text"_s, u"students: id"_s};
        QTest::newRow("its own key") << QStringList{u"students: student_id"_s};
        QTest::newRow("a name that ends otherwise")
            << QStringList{u"fees: id, student_identity, student, studentid, id_student"_s, u"students: id"_s};
        QTest::newRow("a signature") << QStringList{u"fees: id, reviewed_by"_s, u"owners: id"_s};
        QTest::newRow("one of two") << QStringList{u"c.fees: id, student_id"_s, u"a.students: id"_s, u"b.students: id"_s};
        QTest::newRow("a kind that is a number") << QStringList{u"notes: id, user_id, user_type"_s};
        QTest::newRow("another's role") << QStringList{u"notes: id, item_id, role text"_s};
        QTest::newRow("no name") << QStringList{u"notes: id, _id, by, type text"_s};
    }
    void leavesAloneWhatNoNameLeadsFrom()
    {
        QFETCH(QStringList, tables);
        QCOMPARE(shown(guessReferences(schemaOf(tables), {})), QStringList());
    }

    void leavesAloneWhatIsGuarded()
    {
        Schema schema = schemaOf({u"fees: id, student_id, batch_id"_s, u"students: id"_s, u"batches: id"_s});
        ForeignKey key;
        key.schema = u"public"_s;
        key.table = u"fees"_s;
        key.columns = QStringList{u"id"_s, u"student_id"_s};
        schema.foreignKeys.append(key);
        ReferenceRule rule;
        rule.from = *columnNameFrom(u"fees.batch_id"_s);
        QCOMPARE(shown(guessReferences(schema, {})), QStringList{u"fees.batch_id → batches.id"_s});
        QCOMPARE(shown(guessReferences(schema, {rule})), QStringList());
    }

    void leavesAloneTablesThatCannotTell_data()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<ChangeTable>("change");
        const auto row = [](const char *name, int place, ChangeTable change) { QTest::newRow(name) << place << change; };
        row("may not be read", 0, [](Table &table) { table.readable = false; });
        row("a partition", 0, [](Table &table) { table.isPartition = true; });
        row("a foreign table", 0, [](Table &table) { table.kind = RelationKind::Foreign; });
        row("not logged", 0, [](Table &table) { table.unlogged = true; });
        row("the other may not be read", 1, [](Table &table) { table.readable = false; });
        row("the other is a partition", 1, [](Table &table) { table.isPartition = true; });
        row("the other has no key", 1, [](Table &table) { table.primaryKey.clear(); });
        row("the other's key has two columns", 1, [](Table &table) { table.primaryKey.append(u"day"_s); });
        row("the other is a stored view", 1, [](Table &table) { table.kind = RelationKind::Materialized; });
    }
    void leavesAloneTablesThatCannotTell()
    {
        QFETCH(int, place);
        QFETCH(ChangeTable, change);
        Schema schema = schemaOf({u"fees: id, student_id"_s, u"students: id, day"_s});
        QCOMPARE(guessReferences(schema, {}).size(), 1);
        change(schema.tables[place]);
        QCOMPARE(shown(guessReferences(schema, {})), QStringList());
    }

    void knowsWhereEachKindLeads()
    {
        const Schema schema = schemaOf({u"notes: id, user_id, user_type text"_s, u"owners: id"_s, u"coaches: id"_s, u"codes: id text"_s});
        const QList<ReferenceGuess> guesses = guessReferences(schema, {});
        QCOMPARE(guesses.size(), 1);
        QString stranger;

        const auto rule = ruleFrom(guesses.front(), schema, {u"Coach"_s, u"co_owner"_s, u"owner"_s}, stranger);
        QVERIFY(rule);
        QCOMPARE(rule->shown(), u"notes.user_id → coaches.id, owners.id"_s);
        QCOMPARE(rule->kind->shown(), u"notes.user_type"_s);
        QCOMPARE(rule->targets.at(1).kind, u"co_owner"_s);

        QVERIFY(!ruleFrom(guesses.front(), schema, {u"coach"_s, u"robot"_s}, stranger));
        QCOMPARE(stranger, u"robot"_s);
        QVERIFY(!ruleFrom(guesses.front(), schema, {u"code"_s}, stranger)); // Its key is no number.
        QCOMPARE(stranger, u"code"_s);
        QVERIFY(!ruleFrom(guesses.front(), schema, {QString()}, stranger));
    }
};

SHUTTLER_TEST(tst_ReferenceGuess)
#include "tst_ReferenceGuess.moc"
