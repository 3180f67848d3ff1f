// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/Databases.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A check asked by itself, after all were asked.
class tst_OneCheck : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    Baseline m_baseline;

    VerifyRequest request(const QString &database) const { return academyRequest(m_databases->at(database), m_baseline); }
    static QStringList words(const QList<Finding> &findings)
    {
        QStringList words;
        for (const Finding &finding : findings)
            words.append(finding.check + u": "_s + finding.subject + u": "_s + wordFor(finding.verdict) + u": "_s + finding.found);
        words.sort();
        return words;
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        const auto baseline = m_databases->makeAcademyWithBaseline(u"academy"_s);
        VERIFY_OK(baseline);
        m_baseline = *baseline;
        VERIFY_OK(m_databases->copy(u"academy"_s, u"damaged"_s));
        VERIFY_OK(m_databases->run(u"damaged"_s,
                                   "SET session_replication_role = replica;"
                                   "SELECT setval(pg_get_serial_sequence('students', 'id'), 1);"
                                   "DELETE FROM students WHERE id = (SELECT max(student_id) FROM attendance);"
                                   "DELETE FROM batches WHERE id = (SELECT min(batch_id) FROM batch_students);"
                                   "ALTER TABLE fees DISABLE TRIGGER ALL;"
                                   "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'students_pkey'::regclass"));
    }

    void givesTheAnswersItGaveAmongAll_data()
    {
        QTest::addColumn<QString>("database");
        QTest::newRow("sound") << u"academy"_s;
        QTest::newRow("damaged") << u"damaged"_s;
    }
    void givesTheAnswersItGaveAmongAll()
    {
        QFETCH(const QString, database);
        const auto all = SqlVerifier().verify(request(database), testJob());
        VERIFY_OK(all);
        QList<CheckQuestion> questions;
        for (const Finding &finding : all->findings)
            if (const std::optional<CheckQuestion> question = questionOf(finding))
                if (!questions.contains(*question))
                    questions.append(*question);
        QVERIFY(questions.size() > 60);
        for (const CheckQuestion &question : questions) {
            QList<Finding> expected = all->findings;
            expected.removeIf([&](const Finding &finding) { return !question.isAnsweredBy(finding); });
            VerifyRequest one = request(database);
            one.only = question;
            QList<Finding> told;
            const auto report = SqlVerifier().verify(one, testJob(), [&](const Finding &finding) { told.append(finding); });
            VERIFY_OK(report);
            QCOMPARE(words(report->findings), words(expected));
            QCOMPARE(words(told), words(expected));
        }
    }

    void readsNoOtherTableThanTheOneItIsAbout()
    {
        VerifyRequest one = request(u"academy"_s);
        one.live = m_databases->at(u"damaged"_s);
        one.only = CheckQuestion{{u"rows"_s}, u"fees"_s};
        const auto report = SqlVerifier().verify(one, testJob());
        VERIFY_OK(report);
        QCOMPARE(report->tables.size(), 1);
        QCOMPARE(report->tables.first().name, u"fees"_s);
        QCOMPARE(report->findings.size(), 1);
    }

    void withoutAnAnswerItIsRefused()
    {
        VerifyRequest one = request(u"academy"_s);
        one.only = CheckQuestion{{u"rows"_s}, u"no such table"_s};
        VERIFY_FAULT(SqlVerifier().verify(one, testJob()), Fault::Refused);
    }
};

SHUTTLER_TEST(tst_OneCheck)
#include "tst_OneCheck.moc"
