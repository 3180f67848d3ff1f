// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "tests/integration/verify/OldServers.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What a database is besides its rows, held against a baseline and against what a copy should be.
class tst_Health : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    Baseline m_baseline;

    Result<QString> copyWith(const QByteArray &sql) { return m_databases->copyWith(u"club"_s, sql); }

    VerifyRequest requestFor(const QString &database) const
    {
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.baseline = m_baseline;
        request.moment = m_baseline.takenAt;
        request.exact = true;
        request.appRole = u"app"_s;
        return request;
    }

    QList<Finding> findingsOf(const VerifyRequest &request)
    {
        const auto report = SqlVerifier().verify(request, testJob());
        return report ? withoutHabits(report->findings, m_databases->major()) : QList<Finding>();
    }

    /// Everything but passed, in order.
    static QStringList remarks(const QList<Finding> &findings)
    {
        QStringList all;
        for (const Verdict verdict : {Verdict::Failed, Verdict::Warned, Verdict::NotChecked})
            for (const QString &name : named(findings, verdict))
                all.append(wordFor(verdict) + u' ' + name);
        return all;
    }

private slots:
    void initTestCase()
    {
        TempCluster::Options options;
        options.settings = {u"max_logical_replication_workers = 0"_s};
        auto started = Databases::start(options);
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->make(u"club"_s, R"sql(
            CREATE ROLE app LOGIN; CREATE ROLE clerks; CREATE ROLE clerk LOGIN IN ROLE clerks; CREATE ROLE keeper;
            CREATE EXTENSION amcheck; CREATE EXTENSION citext;
            CREATE COLLATION german (provider = icu, locale = 'de');
            CREATE SCHEMA office;
            CREATE TABLE members (id serial PRIMARY KEY, name text COLLATE german, mail citext, joined_at timestamptz DEFAULT now());
            CREATE INDEX members_name ON members (name);
            CREATE TABLE fees (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, member int REFERENCES members, amount numeric);
            CREATE TABLE visits (id int, day date) PARTITION BY RANGE (day);
            CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE notes (id int); CREATE TABLE old_notes () INHERITS (notes);
            CREATE TABLE office.keys (id int, holder text);
            INSERT INTO members (name) VALUES ('Ärmel'), ('Zoe'); INSERT INTO fees (member, amount) VALUES (1, 5), (2, 6), (2, 7);
            INSERT INTO visits VALUES (1, '2025-05-05'), (1, '2026-05-05');
            CREATE FUNCTION hello() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER greet BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION hello();
            CREATE TRIGGER sleeps BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION hello();
            ALTER TABLE members DISABLE TRIGGER sleeps;
            CREATE RULE keep AS ON DELETE TO notes DO INSTEAD NOTHING;
            GRANT SELECT, INSERT, UPDATE ON members, fees, visits, notes TO app; GRANT USAGE ON SEQUENCE members_id_seq TO app;
            GRANT USAGE ON SCHEMA office TO clerks; GRANT SELECT ON office.keys TO clerks; GRANT SELECT (id) ON fees TO clerks;
            ALTER TABLE office.keys OWNER TO keeper;
            ALTER ROLE app SET search_path = public, office;
            ALTER DATABASE club SET lock_timeout = '7s'; ALTER DATABASE club SET app.secret = 'hunter2')sql"));
        // Settings of a database are not in its template's copies.
        const auto baseline = baselineOf(m_databases->at(u"club"_s));
        VERIFY_OK(baseline);
        const auto kept = baselineFromJson(toJson(*baseline));
        VERIFY_OK(kept);
        m_baseline = *kept;
        m_baseline.traits[u"settings"_s].remove(u"lock_timeout"_s);
        m_baseline.traits[u"settings"_s].remove(u"app.secret"_s);
    }

    void passesACopyThatIsTheSame()
    {
        const auto name = copyWith("");
        VERIFY_OK(name);
        const QList<Finding> findings = findingsOf(requestFor(*name));
        QVERIFY2(summaryOf(findings).verdict() == Verdict::Passed, complaints(findings).constData());
        for (const QString &check : {u"roles"_s, u"rights"_s, u"owners"_s, u"settings"_s, u"locale"_s, u"partition-detached"_s, u"quiet"_s})
            QVERIFY2(std::any_of(findings.begin(), findings.end(), [&](const Finding &finding) { return finding.check == check; }),
                     qPrintable(check));
    }

    void remembersNoSecretOfASetting()
    {
        const auto baseline = baselineOf(m_databases->at(u"club"_s));
        VERIFY_OK(baseline);
        const QMap<QString, QString> settings = baseline->traits.value(u"settings"_s);
        QCOMPARE(settings.value(u"lock_timeout"_s), u"7s"_s);
        QCOMPARE(settings.value(u"search_path\tapp"_s), u"public, office"_s);
        QVERIFY(settings.value(u"app.secret"_s).startsWith(u"fingerprint "_s));
        QVERIFY(!settings.value(u"app.secret"_s).contains(u"hunter2"_s));
    }

    void namesWhatDiffers_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *name, const QByteArray &sql, const QString &check, const QString &subject, Verdict verdict,
                            const QString &found) { QTest::newRow(name) << sql << check << subject << verdict << found; };
        // Switched off, or on.
        row("trigger off", "ALTER TABLE members DISABLE TRIGGER greet", u"trigger-disabled"_s, u"members.greet"_s, Verdict::Warned,
            u"switched off"_s);
        row("trigger on a replica only", "ALTER TABLE members ENABLE REPLICA TRIGGER greet", u"trigger-disabled"_s, u"members.greet"_s,
            Verdict::Warned, u"at work only while replicating"_s);
        row("trigger always", "ALTER TABLE members ENABLE ALWAYS TRIGGER greet", u"trigger-disabled"_s, u"members.greet"_s, Verdict::Warned,
            u"at work also while replicating"_s);
        row("trigger off before, as before", "", u"trigger-disabled"_s, u"members.sleeps"_s, Verdict::Passed, u"switched off"_s);
        row("trigger off before, on now", "ALTER TABLE members ENABLE TRIGGER sleeps", u"trigger-disabled"_s, u"members.sleeps"_s,
            Verdict::Warned, u"at work"_s);
        row("keys off", "ALTER TABLE fees DISABLE TRIGGER ALL", u"trigger-disabled"_s, u"fees"_s, Verdict::Failed, u"switched off"_s);
        row("keys on replicas only", "UPDATE pg_trigger SET tgenabled = 'R' WHERE tgrelid = 'fees'::regclass", u"trigger-disabled"_s,
            u"fees"_s, Verdict::Failed, u"at work only while replicating"_s);
        row("rule off", "ALTER TABLE notes DISABLE RULE keep", u"rule-disabled"_s, u"notes.keep"_s, Verdict::Warned, u"switched off"_s);
        row("index not ready", "UPDATE pg_index SET indisready = false WHERE indexrelid = 'members_name'::regclass", u"index-invalid"_s,
            u"members_name"_s, Verdict::Failed, u"not in use"_s);
        row("check not validated", "ALTER TABLE fees ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID", u"constraint-not-validated"_s,
            u"fees.positive"_s, Verdict::Warned, u"not validated"_s);
        // Partitions and children.
        row("partition detached", "ALTER TABLE visits DETACH PARTITION visits_2025", u"partition-detached"_s, u"visits_2025"_s,
            Verdict::Failed, u"a table of its own"_s);
        row("partition of other values",
            "ALTER TABLE visits DETACH PARTITION visits_2025; ALTER TABLE visits ATTACH PARTITION visits_2025 FOR VALUES FROM "
            "('2024-01-01') TO ('2026-01-01')",
            u"partition-detached"_s, u"visits_2025"_s, Verdict::Warned, u"FOR VALUES FROM ('2024-01-01')"_s);
        row("child let go", "ALTER TABLE old_notes NO INHERIT notes", u"partition-detached"_s, u"old_notes"_s, Verdict::Failed,
            u"a table of its own"_s);
        // Who may what.
        row("app may not write", "REVOKE UPDATE ON fees FROM app", u"rights"_s, u"app"_s, Verdict::Failed, u"lost: UPDATE on fees"_s);
        row("app may not number", "REVOKE USAGE ON SEQUENCE members_id_seq FROM app", u"rights"_s, u"app"_s, Verdict::Failed,
            u"lost: USAGE on members_id_seq"_s);
        row("app may more", "GRANT DELETE ON fees TO app", u"rights"_s, u"app"_s, Verdict::Warned, u"gained: DELETE on fees"_s);
        row("a member of a group may less", "REVOKE USAGE ON SCHEMA office FROM clerks", u"rights"_s, u"clerk"_s, Verdict::Warned,
            u"lost: USAGE on schema office"_s);
        row("rights to a column", "REVOKE SELECT (id) ON fees FROM clerks", u"rights"_s, u"clerks"_s, Verdict::Warned,
            u"lost: SELECT of some columns on fees"_s);
        row("other owner", "ALTER TABLE office.keys OWNER TO postgres", u"owners"_s, u"office.keys"_s, Verdict::Warned,
            u"owned by postgres"_s);
        row("the same right by another way",
            "GRANT USAGE ON SCHEMA office TO clerk; GRANT SELECT ON office.keys TO clerk; GRANT SELECT (id) ON fees TO clerk", u"rights"_s,
            u"rights"_s, Verdict::Passed, u"4 roles, nothing lost or gained"_s);
        // Settings.
        row("setting of the database",
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database()); END $$", u"settings"_s,
            u"TimeZone"_s, Verdict::Warned, u"Asia/Tokyo"_s);
        // The server.
        row("read only",
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
            u"takes-changes"_s, u"sessions may write"_s, Verdict::Failed, u"default_transaction_read_only is on"_s);
        row("old transactions", "UPDATE pg_database SET datfrozenxid = '2600000000'::xid WHERE datname = current_database()",
            u"transaction-age"_s, u"oldest transaction not yet frozen"_s, Verdict::Warned, u" transactions old"_s);
        row("collation of a column", "UPDATE pg_collation SET collversion = '0.1' WHERE collname = 'german'", u"collation-version"_s,
            u"german"_s, Verdict::Failed, u"1 index hangs on it: public.members_name"_s);
        if (m_databases->major() >= 15)
            row("collation of the database", "UPDATE pg_database SET datcollversion = '0.1' WHERE datname = current_database()",
                u"collation-version"_s, u"collation of the database"_s, Verdict::Failed, u"instead of 0.1; 0 indexes"_s);
        row("extension gone", "DROP EXTENSION citext CASCADE", u"extensions"_s, u"citext"_s, Verdict::Failed, u"not installed"_s);
        row("extension of another version", "UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'citext'", u"extensions"_s,
            u"citext"_s, Verdict::Warned, u"version 0.9"_s);
        row("extension whose program is missing", "UPDATE pg_extension SET extname = 'wonders' WHERE extname = 'citext'", u"extensions"_s,
            u"wonders"_s, Verdict::Failed, u"the server does not have it"_s);
    }
    void namesWhatDiffers()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, check);
        QFETCH(QString, subject);
        QFETCH(Verdict, verdict);
        QFETCH(QString, found);
        const auto name = copyWith(sql);
        VERIFY_OK(name);

        const QList<Finding> findings = findingsOf(requestFor(*name));

        const Finding *finding = find(findings, check, subject);
        QVERIFY2(finding, ("no such finding" + complaints(findings)).constData());
        QCOMPARE(wordFor(finding->verdict), wordFor(verdict));
        QVERIFY2(finding->found.contains(found), qPrintable(finding->found));
        QVERIFY(!finding->sql.isEmpty() || verdict == Verdict::Passed || found == u"at work"_s);
        QCOMPARE(finding->means.isEmpty() || finding->todo.isEmpty(), verdict == Verdict::Passed);
    }

    void namesAPartitionThatIsGoneOnce()
    {
        const auto name = copyWith("DROP TABLE visits_2025");
        VERIFY_OK(name);
        const QList<Finding> findings = findingsOf(requestFor(*name));
        QVERIFY2(find(findings, u"relations"_s, u"visits_2025"_s), complaints(findings).constData());
        QVERIFY2(!find(findings, u"partition-detached"_s, u"visits_2025"_s), complaints(findings).constData());
    }

    void anotherServersHabitsAreNoAlarm()
    {
        TempCluster::Options options;
        options.settings = {u"TimeZone = 'Asia/Kolkata'"_s, u"DateStyle = 'German, DMY'"_s, u"IntervalStyle = 'sql_standard'"_s,
                            u"extra_float_digits = -10"_s,  u"bytea_output = 'escape'"_s,   u"search_path = 'nowhere'"_s,
                            u"lc_messages = 'C'"_s};
        auto odd = Databases::start(options);
        VERIFY_OK(odd);
        VERIFY_OK(m_databases->make(u"diary"_s, R"sql(
            CREATE EXTENSION amcheck;
            CREATE TABLE days (id serial PRIMARY KEY, day date, at timestamptz DEFAULT now(), price float8, span interval, bytes bytea);
            CREATE TABLE parts (day timestamptz) PARTITION BY RANGE (day);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
            INSERT INTO days (day, price, span, bytes) VALUES ('2026-11-12', 0.1, '1 day 2 hours', '\x00ff'), ('2026-01-02', 1e-17,
            '1 mon', NULL);
            INSERT INTO parts VALUES ('2025-06-01 00:00+00'))sql"));
        const auto baseline = baselineOf(m_databases->at(u"diary"_s));
        VERIFY_OK(baseline);
        VERIFY_OK(m_databases->dumpAndRestore(u"diary"_s, u"diary"_s, **odd));
        VerifyRequest request;
        request.copy = (*odd)->at(u"diary"_s);
        request.baseline = *baseline;
        request.baseline->traits[u"roles"_s] = {{u"postgres"_s, u"may log in, superuser"_s}}; // A dump brings no roles along.
        request.moment = baseline->takenAt;
        request.exact = true;
        const QList<Finding> findings = findingsOf(request);
        QVERIFY2(summaryOf(findings).verdict() == Verdict::Passed, complaints(findings).constData());
    }

    void failsTheAppsRoleWhenItMayNotLogIn()
    {
        const auto name = copyWith("ALTER ROLE app NOLOGIN; ALTER ROLE clerk NOLOGIN");
        VERIFY_OK(name);
        const QList<Finding> findings = findingsOf(requestFor(*name));
        VERIFY_OK(m_databases->run(u"postgres"_s, "ALTER ROLE app LOGIN; ALTER ROLE clerk LOGIN"));
        QVERIFY2(remarks(findings).contains(u"failed roles: app"_s), complaints(findings).constData());
        QVERIFY2(remarks(findings).contains(u"warned roles: clerk"_s), complaints(findings).constData());
    }

    void failsTheAppsRoleWhenItIsGone()
    {
        const auto name = copyWith("");
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.baseline->traits[u"roles"_s].insert(u"web"_s, u"may log in"_s);
        request.appRole = u"web"_s;
        const QList<Finding> findings = findingsOf(request);
        QCOMPARE(remarks(findings), QStringList{u"failed roles: web"_s});
        QCOMPARE(find(findings, u"roles"_s, u"web"_s)->found, u"no such role"_s);
    }

    void takesTheCopysOwnUserForTheAppWhereNothingElseIsSaid()
    {
        const auto name = copyWith("REVOKE INSERT ON fees FROM app; " + readingOfAll("app", m_databases->major()) + "GRANT EXECUTE ON "
                                   + amcheckFunctions(m_databases->major()) + " TO app");
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.copy = m_databases->at(*name, u"app"_s);
        request.appRole.clear();
        const QList<Finding> findings = findingsOf(request);
        if (m_databases->major() >= 14) // A role belongs to the whole server.
            VERIFY_OK(m_databases->run(u"postgres"_s, "REVOKE pg_read_all_data FROM app"));
        const Finding *rights = find(findings, u"rights"_s, u"app"_s);
        QVERIFY2(rights, complaints(findings).constData());
        QCOMPARE(wordFor(rights->verdict), u"failed"_s);
        QVERIFY2(rights->found.startsWith(u"lost: INSERT on fees; gained: SELECT on "_s), qPrintable(rights->found));
    }

    void aReaderThatIsReadOnlyByItselfSaysNothingAboutTheOthers()
    {
        const auto name = copyWith("CREATE ROLE looker LOGIN; ALTER ROLE looker SET default_transaction_read_only = on");
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.copy = m_databases->at(*name, u"looker"_s);
        const Finding *writes = nullptr;
        const QList<Finding> findings = findingsOf(request);
        writes = find(findings, u"takes-changes"_s, u"sessions may write"_s);
        VERIFY_OK(m_databases->run(u"postgres"_s, "DROP ROLE looker"));
        QVERIFY2(writes, complaints(findings).constData());
        QCOMPARE(wordFor(writes->verdict), u"passed"_s);
    }

    void aBaselineThatRemembersNothingOfItIsNotCalledEqual()
    {
        const auto name = copyWith("");
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.baseline->traits.clear();
        QCOMPARE(remarks(findingsOf(request)),
                 QStringList({u"warned trigger-disabled: members.sleeps"_s, u"not-checked rights: roles, owners and rights"_s,
                              u"not-checked locale: encoding and sorting rules"_s,
                              u"not-checked settings: settings of the database and its roles"_s}));
        QVERIFY(baselineFromJson(toJson(*request.baseline))); // As one from before is read.
    }

    void wakesNobody_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("found");
        QTest::addColumn<QByteArray>("undo");
        const QByteArray nothing;
        QTest::newRow("subscription") << QByteArray(
            "CREATE SUBSCRIPTION feed CONNECTION 'host=/nowhere' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE); "
            "UPDATE pg_subscription SET subenabled = true")
                                      << u"feed"_s << u"switched on"_s
                                      << QByteArray("UPDATE pg_subscription SET subenabled = false; DROP SUBSCRIPTION feed");
        QTest::newRow("slot") << QByteArray("SELECT pg_create_physical_replication_slot('standby')") << u"standby"_s
                              << u"physical slot, used by nobody"_s << QByteArray("SELECT pg_drop_replication_slot('standby')");
        QTest::newRow("pg_cron") << QByteArray(
            "CREATE SCHEMA cron; CREATE TABLE cron.job (jobid bigint, schedule text, command text, active bool, jobname text); "
            "INSERT INTO cron.job VALUES (1, '0 3 * * *', 'SELECT send_mails()', true, 'mails'), (2, '* * * * *', 'x', false, 'off')")
                                 << u"mails"_s << u"runs at 0 3 * * *"_s << nothing;
        QTest::newRow("pg_timetable") << QByteArray(
            "CREATE SCHEMA timetable; CREATE TABLE timetable.chain (chain_name text, run_at text, live bool); "
            "INSERT INTO timetable.chain VALUES ('nightly', '0 2 * * *', true)")
                                      << u"nightly"_s << u"runs at 0 2 * * *"_s << nothing;
        QTest::newRow("pgAgent") << QByteArray("CREATE SCHEMA pgagent; CREATE TABLE pgagent.pga_job (jobname text, jobenabled bool); "
                                               "INSERT INTO pgagent.pga_job VALUES ('reindex', true)")
                                 << u"reindex"_s << u"switched on"_s << nothing;
        QTest::newRow("event trigger") << QByteArray("CREATE FUNCTION tell() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; "
                                                     "CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION tell()")
                                       << u"tells"_s << u"fires on ddl_command_end"_s << nothing;
        QTest::newRow("link") << QByteArray(
            "CREATE EXTENSION postgres_fdw; CREATE SERVER billing FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example', dbname "
            "'bills'); "
            "CREATE USER MAPPING FOR app SERVER billing OPTIONS (user 'u', password 'hunter2')")
                              << u"billing"_s << u"postgres_fdw, to host=db.example dbname=bills"_s << nothing;
    }
    void wakesNobody()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, subject);
        QFETCH(QString, found);
        QFETCH(QByteArray, undo);
        const auto name = copyWith(sql);
        VERIFY_OK(name);

        const QList<Finding> findings = findingsOf(requestFor(*name));
        VerifyRequest standing = requestFor(*name);
        standing.moment.reset();
        standing.exact = false;
        const QList<Finding> quiet = findingsOf(standing);
        if (!undo.isEmpty())
            VERIFY_OK(m_databases->run(*name, "SET allow_system_table_mods = on; " + undo));

        const Finding *finding = find(findings, u"quiet"_s, subject);
        QVERIFY2(finding, complaints(findings).constData());
        QCOMPARE(wordFor(finding->verdict), u"warned"_s);
        QVERIFY2(finding->found.contains(found), qPrintable(finding->found));
        QVERIFY(!finding->means.isEmpty() && !finding->todo.isEmpty() && !finding->sql.isEmpty());
        QVERIFY(!complaints(findings).contains("hunter2"));
        // The database itself has its jobs for a purpose.
        QVERIFY2(!find(quiet, u"quiet"_s, subject), complaints(quiet).constData());
    }

    void leavesTheArchiveOfTheOldDatabaseAlone()
    {
        TempCluster::Options options;
        options.settings = {u"archive_mode = on"_s, u"archive_command = 'test -n \"%p\" # --stanza=academy'"_s};
        auto own = Databases::start(options);
        VERIFY_OK(own);
        VERIFY_OK((*own)->make(u"club"_s, "CREATE TABLE members AS SELECT 1 AS id"));
        VerifyRequest request;
        request.copy = (*own)->at(u"club"_s);
        const auto baseline = baselineOf(request.copy);
        VERIFY_OK(baseline);
        request.baseline = *baseline;
        request.moment = baseline->takenAt;
        const auto verdict = [&] {
            const QList<Finding> findings = findingsOf(request);
            const Finding *finding = find(findings, u"quiet"_s, u"archive of changes"_s);
            return finding ? wordFor(finding->verdict) : u"no finding"_s;
        };
        QCOMPARE(verdict(), u"warned"_s);
        request.baseline->traits[u"archiving"_s][u"command"_s] = u"another"_s;
        QCOMPARE(verdict(), u"passed"_s);
        QVERIFY(!QJsonDocument(toJson(*baseline)).toJson().contains("stanza"));
    }

    void tellsOtherLettersFromOtherRows()
    {
        VERIFY_OK(
            m_databases->make(u"words"_s, "CREATE TABLE words (id int PRIMARY KEY, word text); INSERT INTO words VALUES (1, 'Käse')"));
        VERIFY_OK(m_databases->run(u"postgres"_s, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"));
        VERIFY_OK(m_databases->run(u"latin"_s, "CREATE TABLE words (id int PRIMARY KEY, word text); INSERT INTO words VALUES (1, 'Käse')"));
        const auto verify = [&](const QString &from, const QString &copy) {
            VerifyRequest request = requestFor(copy);
            request.baseline = *baselineOf(m_databases->at(from));
            request.moment = request.baseline->takenAt;
            return findingsOf(request);
        };
        const QList<Finding> narrower = verify(u"words"_s, u"latin"_s);
        QCOMPARE(named(narrower, Verdict::Failed), QStringList());
        QCOMPARE(named(narrower, Verdict::Warned).filter(u"locale: "_s), named(narrower, Verdict::Warned));
        QVERIFY2(named(narrower, Verdict::Warned).contains(u"locale: encoding of the database"_s), complaints(narrower).constData());
        const QList<Finding> wider = verify(u"latin"_s, u"words"_s);
        QCOMPARE(wordFor(find(wider, u"locale"_s, u"encoding of the database"_s)->verdict), u"passed"_s);
        // Before 14 a server hashes what its own encoding writes: not to be compared, and never called different.
        const bool canBeCompared = m_databases->major() >= 14;
        for (const QList<Finding> &findings : {narrower, wider})
            QCOMPARE(wordFor(find(findings, u"contents"_s, u"every row"_s)->verdict), canBeCompared ? u"passed"_s : u"not-checked"_s);
        const auto comparison = compareDatabases(m_databases->at(u"words"_s), m_databases->at(u"latin"_s), testJob());
        QVERIFY(canBeCompared ? comparison && comparison->isEqual() : comparison.error().fault() == Fault::Refused);
    }

    void judgesEveryKindOfCounter_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("behind");
        const auto row = [](const char *name, const QByteArray &sql, bool behind) { QTest::newRow(name) << sql << behind; };
        row("serial in step", "CREATE TABLE t (id serial); INSERT INTO t DEFAULT VALUES", false);
        row("serial behind", "CREATE TABLE t (id serial); INSERT INTO t VALUES (1)", true);
        row("smallserial behind", "CREATE TABLE t (id smallserial); INSERT INTO t VALUES (9)", true);
        row("identity in step", "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY); INSERT INTO t DEFAULT VALUES", false);
        row("identity behind", "CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY); INSERT INTO t VALUES (1)", true);
        row("beyond what a double holds, in step",
            "CREATE TABLE t (id bigserial); SELECT setval('t_id_seq', 9007199254740993); INSERT INTO t VALUES (9007199254740993)", false);
        row("beyond what a double holds, behind by one",
            "CREATE TABLE t (id bigserial); SELECT setval('t_id_seq', 9007199254740992); INSERT INTO t VALUES (9007199254740993)", true);
        row("descending in step",
            "CREATE SEQUENCE s INCREMENT -1; CREATE TABLE t (id int DEFAULT nextval('s')); INSERT INTO t DEFAULT VALUES", false);
        row("descending behind", "CREATE SEQUENCE s INCREMENT -1; CREATE TABLE t (id int DEFAULT nextval('s')); INSERT INTO t VALUES (-7)",
            true);
        row("nobody's, a default's", "CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s')); INSERT INTO t VALUES (7)", true);
        row("of two tables, behind one",
            "CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s')); CREATE TABLE u (id int DEFAULT nextval('s')); "
            "SELECT setval('s', 5); INSERT INTO t VALUES (5); INSERT INTO u VALUES (6)",
            true);
        row("cycling", "CREATE SEQUENCE s MAXVALUE 9 CYCLE; CREATE TABLE t (id int DEFAULT nextval('s')); INSERT INTO t VALUES (9)", false);
        row("in steps of fifty, within one",
            "CREATE SEQUENCE s INCREMENT 50; CREATE TABLE t (id int DEFAULT nextval('s')); SELECT setval('s', 101); "
            "INSERT INTO t VALUES (149)",
            false);
        row("in steps of fifty, past one",
            "CREATE SEQUENCE s INCREMENT 50; CREATE TABLE t (id int DEFAULT nextval('s')); SELECT setval('s', 101); "
            "INSERT INTO t VALUES (151)",
            true);
        row("of a partitioned table",
            "CREATE TABLE t (id serial, k int) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t DEFAULT; INSERT INTO t VALUES (4, 1)",
            true);
        row("numeric with a fraction",
            "CREATE SEQUENCE s; CREATE TABLE t (id numeric DEFAULT nextval('s')); SELECT setval('s', 4); INSERT INTO t VALUES (4.9)",
            false);
        row("of an empty table", "CREATE TABLE t (id serial)", false);
    }
    void judgesEveryKindOfCounter()
    {
        QFETCH(QByteArray, sql);
        QFETCH(bool, behind);
        const auto name = copyWith("CREATE TABLE keep AS SELECT 1; " + sql);
        VERIFY_OK(name);
        VerifyRequest request;
        request.copy = m_databases->at(*name);
        const QList<Finding> findings = findingsOf(request);
        QVERIFY(!findings.isEmpty());
        QCOMPARE(!named(findings, Verdict::Failed).filter(u"sequence-behind: "_s).isEmpty(), behind);
    }
};

SHUTTLER_TEST(tst_Health)
#include "tst_Health.moc"
