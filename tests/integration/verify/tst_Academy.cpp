// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/OldServers.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What a foreign key forbids, done all the same: the key is dropped first, as it is in a copy that lost it.
static QByteArray withoutKey(const char *table, const char *column, const char *sql)
{
    return QByteArray("ALTER TABLE ") + table + " DROP CONSTRAINT " + table + '_' + column + "_fkey;" + sql;
}

class tst_Academy : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    Baseline m_baseline;

    Result<QString> copyWith(const QByteArray &sql) { return m_databases->copyWith(u"academy"_s, sql); }

    VerifyRequest requestFor(const QString &database)
    {
        VerifyRequest request = academyRequest(m_databases->at(database), m_baseline);
        request.moment = m_baseline.takenAt + std::chrono::hours(2);
        return request;
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        const auto baseline = m_databases->makeAcademyWithBaseline(u"academy"_s);
        VERIFY_OK(baseline);
        const auto kept = baselineFromJson(toJson(*baseline)); // As it comes back from its file.
        VERIFY_OK(kept);
        m_baseline = *kept;
    }

    void takesABaselineOfEverything()
    {
        QCOMPARE(m_baseline.tables.size(), 38);
        QVERIFY(m_baseline.totalRows() > 10'000);
        QCOMPARE(m_baseline.sequences.size(), 38);
        QCOMPARE(m_baseline.foreignKeys.size(), 13);
        QCOMPARE(m_baseline.relations.value(u"indexes"_s), 111);
        QCOMPARE(m_baseline.sanity.keys(), QStringList({u"S05"_s, u"S06"_s, u"S07"_s, u"S08"_s, u"S10"_s, u"S11"_s}));
        QCOMPARE(m_baseline.byteOrder, u"little"_s);
        QVERIFY(m_baseline.orphans.size() >= 10);
        const TableBaseline *payments = m_baseline.find(u"public"_s, u"fee_payments"_s);
        QVERIFY(payments);
        QVERIFY(payments->rows > 0);
        QVERIFY(payments->checksum.startsWith(u"v2:"_s));
        QCOMPARE(payments->newestColumn, u"created_at"_s);
        QVERIFY(*payments->newest <= Databases::academyMoment());
        QVERIFY(m_baseline.find(u"public"_s, u"attendance"_s)->newestColumn.isEmpty());
    }

    void passesAHealthyCopyAtTheGate()
    {
        const auto name = copyWith("");
        VERIFY_OK(name);
        QList<Finding> heard;

        const auto report = SqlVerifier().contentsGate(requestFor(*name), testJob(), [&](const Finding &f) { heard.append(f); });

        VERIFY_OK(report);
        QVERIFY2(summaryOf(report->findings).verdict() == Verdict::Passed, complaints(report->findings).constData());
        QCOMPARE(heard.size(), report->findings.size());
        QCOMPARE(report->tables.size(), 38);
        QVERIFY(report->bytesRead > 0);
    }

    void passesAHealthyCopyInEveryRespect()
    {
        const auto name = copyWith("");
        VERIFY_OK(name);
        VERIFY_OK(m_databases->run(*name, "VACUUM"));
        VerifyRequest request = requestFor(*name);
        request.exact = true;
        request.moment = m_baseline.takenAt;

        const auto report = SqlVerifier().verify(request, testJob());

        VERIFY_OK(report);
        const QList<Finding> findings = withoutHabits(report->findings, m_databases->major());
        QVERIFY2(summaryOf(findings).verdict() == Verdict::Passed, complaints(findings).constData());
        const Finding *contents = find(findings, u"contents"_s, u"every row"_s);
        QVERIFY(contents);
        QCOMPARE(contents->found, u"the same in 38 tables"_s);
        for (const Finding &finding : findings)
            QVERIFY2(finding.means.isEmpty() && !finding.expected.isEmpty(), qPrintable(finding.check));
    }

    void passesWhatPeopleDoBetweenBaselineAndMoment()
    {
        const auto name = copyWith(
            "INSERT INTO login_history (user_id, user_type, status, created_at) SELECT 1, 'owner', 'success', now() FROM "
            "generate_series(1, 40);"
            "INSERT INTO attendance (batch_id, student_id, date, status, marked_by) "
            "SELECT batch_id, student_id, '2031-01-01', status, marked_by FROM attendance LIMIT 30;"
            "UPDATE students SET phone = '0' WHERE id = 21;"
            "DELETE FROM active_sessions WHERE id IN (SELECT id FROM active_sessions ORDER BY id LIMIT 5);");
        VERIFY_OK(name);

        const auto report = SqlVerifier().contentsGate(requestFor(*name), testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        QVERIFY2(named(report->findings, Verdict::NotChecked).isEmpty(), complaints(report->findings).constData());
    }

    void stopsAWrongCopyAtTheGate_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("subject");
        const auto row = [](const QByteArray &sql, const char16_t *check, const char16_t *subject) {
            QTest::addRow("%s %s", qPrintable(QString::fromUtf16(check)), qPrintable(QString::fromUtf16(subject)))
                << sql << QString::fromUtf16(check) << QString::fromUtf16(subject);
        };
        row("DROP SCHEMA public CASCADE; CREATE SCHEMA public", u"empty", u"The restored copy");
        row("DO $$ DECLARE t record; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            "'public'::regnamespace LOOP EXECUTE format('TRUNCATE %I CASCADE', t.relname); END LOOP; END $$",
            u"rows", u"students");
        row("DROP TABLE attendance", u"relations", u"attendance");
        row("DROP TABLE owners", u"relations", u"owners");
        row("DROP INDEX ix_fees_status", u"relations", u"indexes");
        row("TRUNCATE fees CASCADE", u"rows", u"fee_payments");
        row("DELETE FROM attendance WHERE id % 3 = 0", u"rows", u"attendance");
        row("DELETE FROM notifications WHERE created_at < (SELECT max(created_at) FROM notifications) - interval '3 months'",
            u"rows", u"notifications");
        row("INSERT INTO login_history (user_id, user_type, status, created_at) VALUES (1, 'owner', 'success', now() + interval '1 day')",
            u"freshness", u"login_history");

        // A key that is lost, and then broken. (Each of them, and what nothing guards: tst_Damage.)
        row(withoutKey("fee_payments", "fee_id", "UPDATE fee_payments SET fee_id = 999999 WHERE id = 1"),
            u"foreign-key", u"fee_payments.fee_id → fees.id");
        row(withoutKey("fee_payments", "fee_id", ""), u"foreign-key-missing", u"fee_payments.fee_id → fees.id");
        // Declared again without a look at the rows: the constraint says all is well, the rows do not.
        row(withoutKey("fee_payments", "fee_id",
                       "UPDATE fee_payments SET fee_id = 999999 WHERE id = 1; "
                       "ALTER TABLE fee_payments ADD FOREIGN KEY (fee_id) REFERENCES fees (id) NOT VALID"),
            u"foreign-key", u"fee_payments.fee_id → fees.id");
        row(withoutKey("fee_payments", "fee_id",
                       "UPDATE fee_payments SET fee_id = 999999 WHERE id = 1; "
                       "ALTER TABLE fee_payments ADD CONSTRAINT k FOREIGN KEY (fee_id) REFERENCES fees (id) NOT VALID; "
                       "UPDATE pg_constraint SET convalidated = true WHERE conname = 'k'"),
            u"foreign-key", u"fee_payments.fee_id → fees.id");

        // A kind that there is not.
        row("UPDATE notifications SET user_type = 'parent' WHERE id = 1", u"reference",
            u"notifications.user_id → coaches.id, owners.id, students.id");
    }
    void stopsAWrongCopyAtTheGate()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, check);
        QFETCH(QString, subject);
        const auto name = copyWith(sql);
        VERIFY_OK(name);

        const auto report = SqlVerifier().contentsGate(requestFor(*name), testJob());

        VERIFY_OK(report);
        const Finding *finding = find(report->findings, check, subject);
        QVERIFY2(finding, ("no such finding" + complaints(report->findings)).constData());
        QCOMPARE(wordFor(finding->verdict), wordFor(Verdict::Failed));
        QVERIFY(!finding->means.isEmpty() && !finding->todo.isEmpty());
        QCOMPARE(wordFor(summaryOf(report->findings).verdict()), wordFor(Verdict::Failed));
    }

    void tellsEarlierFromLaterMoments()
    {
        const auto earlier =
            copyWith("DELETE FROM login_history WHERE created_at > (SELECT max(created_at) FROM login_history) - interval '2 hours';"
                     "DELETE FROM notifications WHERE created_at > (SELECT max(created_at) FROM notifications) - interval '2 hours';");
        VERIFY_OK(earlier);
        auto verdictOfFreshness = [&](const VerifyRequest &request) {
            const auto report = SqlVerifier().contentsGate(request, testJob());
            const Finding *finding = report ? find(report->findings, u"freshness"_s, u"newest row"_s) : nullptr;
            return finding ? wordFor(finding->verdict) + u": "_s + finding->means : u"no finding"_s;
        };
        QVERIFY2(verdictOfFreshness(requestFor(*earlier)).startsWith(u"failed: The copy is older than the baseline"_s),
                 qPrintable(verdictOfFreshness(requestFor(*earlier))));

        // The old database went on after the baseline. A copy of the baseline's moment lacks what was written until later.
        const auto live =
            copyWith("INSERT INTO login_history (user_id, user_type, status, created_at) VALUES (1, 'owner', 'success', now());"
                     "TRUNCATE fees CASCADE");
        VERIFY_OK(live);
        VerifyRequest request = requestFor(u"academy"_s);
        request.live = m_databases->at(*live);
        QVERIFY2(verdictOfFreshness(request).startsWith(u"failed: The old database has rows from before the moment"_s),
                 qPrintable(verdictOfFreshness(request)));
        // Asked for the baseline's own moment the same copy is right.
        request.moment = m_baseline.takenAt;
        QVERIFY2(verdictOfFreshness(request).startsWith(u"passed"_s), qPrintable(verdictOfFreshness(request)));
        // And the damaged database, taken for a copy of that moment, is of a later one.
        request = requestFor(*live);
        request.moment = m_baseline.takenAt;
        QVERIFY2(verdictOfFreshness(request).startsWith(u"failed: The copy holds changes made after"_s),
                 qPrintable(verdictOfFreshness(request)));
    }

    void failsALastChangeAfterTheMoment()
    {
        VerifyRequest request = requestFor(u"academy"_s);
        request.recoveredTo = *request.moment + Micros(1);
        const auto report = SqlVerifier().contentsGate(request, testJob());
        VERIFY_OK(report);
        QCOMPARE(named(report->findings, Verdict::Failed), QStringList{u"freshness: newest row"_s});
    }

    void namesWhatDiffersFromABaselineOfTheSameMoment_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("subject");
        QTest::newRow("one byte in json") << QByteArray(
            "UPDATE archive_records SET data = replace(data::text, ':', ': ')::json WHERE id = 1")
                                          << u"archive_records"_s;
        QTest::newRow("two values swapped between rows")
            << QByteArray("UPDATE students a SET phone = b.phone FROM students b WHERE (a.id, b.id) IN ((21, 22), (22, 21))")
            << u"students"_s;
        QTest::newRow("null instead of empty") << QByteArray(
            "UPDATE attendance SET remarks = '' WHERE id = (SELECT min(id) FROM attendance WHERE remarks IS NULL)")
                                               << u"attendance"_s;
        QTest::newRow("an amount") << QByteArray("UPDATE fee_payments SET amount = amount + 0.01 WHERE id = 7") << u"fee_payments"_s;
        QTest::newRow("a microsecond") << QByteArray(
            "UPDATE login_history SET created_at = created_at - interval '1 microsecond' WHERE id = 7")
                                       << u"login_history"_s;
        QTest::newRow("a truth") << QByteArray("UPDATE notifications SET is_read = NOT is_read WHERE id = 7") << u"notifications"_s;
    }
    void namesWhatDiffersFromABaselineOfTheSameMoment()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, subject);
        const auto name = copyWith(sql);
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.exact = true;
        request.moment = m_baseline.takenAt;

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).contains(u"contents: "_s + subject), complaints(report->findings).constData());
        QVERIFY2(named(report->findings, Verdict::Failed).filter(u"contents: "_s).size() == 2, complaints(report->findings).constData());
    }

    void namesUnhealthyParts_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("counter behind") << QByteArray("SELECT setval('fees_id_seq', 5)") << u"sequence-behind"_s << u"fees_id_seq"_s
                                        << Verdict::Failed;
        QTest::newRow("counter never started") << QByteArray("ALTER SEQUENCE fees_id_seq RESTART") << u"sequence-behind"_s
                                               << u"fees_id_seq"_s << Verdict::Failed;
        QTest::newRow("counter before where it stood") << QByteArray(
            "DELETE FROM bmi_records WHERE id = (SELECT max(id) FROM bmi_records); SELECT setval('bmi_records_id_seq', max(id)) FROM "
            "bmi_records")
                                                       << u"sequence-earlier"_s << u"bmi_records_id_seq"_s << Verdict::Warned;
        QTest::newRow("counter gone") << QByteArray("ALTER TABLE fees ALTER id DROP DEFAULT; DROP SEQUENCE fees_id_seq")
                                      << u"sequence-behind"_s << u"public.fees_id_seq"_s << Verdict::Failed;
        QTest::newRow("invalid index") << QByteArray("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_fees_status'::regclass")
                                       << u"index-invalid"_s << u"ix_fees_status"_s << Verdict::Failed;
        QTest::newRow("not validated") << withoutKey(
            "fee_payments", "fee_id", "ALTER TABLE fee_payments ADD CONSTRAINT later FOREIGN KEY (fee_id) REFERENCES fees (id) NOT VALID")
                                       << u"constraint-not-validated"_s << u"fee_payments.later"_s << Verdict::Warned;
        QTest::newRow("key switched off") << QByteArray("ALTER TABLE fees DISABLE TRIGGER ALL") << u"trigger-disabled"_s << u"fees"_s
                                          << Verdict::Failed;
        if (m_databases->major() >= 15)
            QTest::newRow("collation of the database")
                << QByteArray("UPDATE pg_database SET datcollversion = '1.0' WHERE datname = current_database()") << u"collation-version"_s
                << u"collation of the database"_s << Verdict::Failed;
        QTest::newRow("sanity") << QByteArray("UPDATE owners SET status = 'inactive'") << u"sanity:S14"_s << u"The owner can sign in"_s
                                << Verdict::Failed;
        QTest::newRow("worse than before") << QByteArray(
            "UPDATE fees SET status = 'pending' WHERE id = (SELECT min(id) FROM fees WHERE status = 'paid')")
                                           << u"sanity:S07"_s << u"Fees are marked paid exactly when they are paid"_s << Verdict::Failed;
    }
    void namesUnhealthyParts()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, check);
        QFETCH(QString, subject);
        QFETCH(Verdict, verdict);
        const auto name = copyWith(sql);
        VERIFY_OK(name);

        const auto report = SqlVerifier().verify(requestFor(*name), testJob());

        VERIFY_OK(report);
        const Finding *finding = find(report->findings, check, subject);
        QVERIFY2(finding, ("no such finding" + complaints(report->findings)).constData());
        QCOMPARE(wordFor(finding->verdict), wordFor(verdict));
        QVERIFY(!finding->sql.isEmpty() || check == u"sequence-earlier"_s || subject.startsWith(u"public."_s));
    }

    void doesNotClaimWhatNoBaselineSupports()
    {
        VerifyRequest request = requestFor(u"academy"_s);
        request.baseline.reset();

        const auto report = SqlVerifier().verify(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        QCOMPARE(wordFor(summaryOf(withoutHabits(report->findings, m_databases->major())).verdict()), wordFor(Verdict::NotChecked));
        QVERIFY(named(report->findings, Verdict::NotChecked).contains(u"rows: all tables"_s));
    }

    void doesNotUseABaselineYoungerThanTheMoment()
    {
        VerifyRequest request = requestFor(u"academy"_s);
        request.moment = m_baseline.takenAt - Micros(1);

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::NotChecked).contains(u"rows: all tables"_s), complaints(report->findings).constData());
    }

    void failsAnEmptiedTableByTheOldDatabaseAloneWhenThereIsNoBaseline()
    {
        const auto name = copyWith("TRUNCATE notifications");
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.live = m_databases->at(u"academy"_s);
        request.baseline.reset();

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).contains(u"rows: notifications"_s), complaints(report->findings).constData());
    }

    void excusesToleratedOrphansThatTheOldDatabaseHasToo()
    {
        const QByteArray cleanUp = "DELETE FROM login_history WHERE false; UPDATE login_history SET user_id = 9999 WHERE id <= 3";
        const auto name = copyWith(cleanUp);
        VERIFY_OK(name);
        VerifyRequest request = requestFor(*name);
        request.live = request.copy;

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        QVERIFY2(
            named(report->findings, Verdict::Warned).contains(u"reference: login_history.user_id → coaches.id, owners.id, students.id"_s),
            complaints(report->findings).constData());
    }

    void goesOnWithoutAnOldDatabaseThatIsGone()
    {
        VerifyRequest request = requestFor(u"academy"_s);
        request.live = m_databases->at(u"nowhere"_s);
        const auto report = SqlVerifier().contentsGate(request, testJob());
        VERIFY_OK(report);
        QVERIFY2(summaryOf(report->findings).verdict() == Verdict::Passed, complaints(report->findings).constData());
    }

    void countsWhatWasWrittenSince()
    {
        const auto name = copyWith("INSERT INTO login_history (user_id, user_type, status, created_at) "
                                   "SELECT 1, 'owner', 'success', now() FROM generate_series(1, 7)");
        VERIFY_OK(name);
        const auto written = SqlVerifier().writtenSince(m_databases->at(*name), m_baseline.takenAt, testJob());
        VERIFY_OK(written);
        QCOMPARE(written->value(u"login_history"_s), 7);
        QCOMPARE(written->value(u"fee_payments"_s, -1), 0);
        QVERIFY(!written->contains(u"attendance"_s));
    }

    void countsTheSessionsOfApps()
    {
        const auto name = copyWith("");
        VERIFY_OK(name);
        const ConnectionInfo info = m_databases->at(*name);
        QCOMPARE(*SqlVerifier().appSessions(info, testJob()), 0);
        {
            postgres::SessionOptions options;
            options.applicationName = u"academy app"_s;
            const auto app = postgres::Connection::open(info, options, testJob());
            VERIFY_OK(app);
            const auto ours = postgres::Connection::open(info, {}, testJob());
            VERIFY_OK(ours);
            QCOMPARE(*SqlVerifier().appSessions(info, testJob()), 1);
        }
        // A session needs a moment to leave after its end was read.
        QTRY_COMPARE(*SqlVerifier().appSessions(info, testJob()), 0);
    }
};

SHUTTLER_TEST(tst_Academy)
#include "tst_Academy.moc"
