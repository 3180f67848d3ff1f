// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/verify/ReferenceProposals.h"
#include "tests/integration/verify/Databases.h"
#include "tests/support/Ctl.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;
using verify::ReferenceRule;
using verify::ReferenceTarget;

/// References are proposed by names and rows, and by nothing else.
class tst_Proposals : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    Ctl m_ctl;

    static const ReferenceRule *ruleAt(const QList<ReferenceRule> &rules, const verify::ColumnName &from)
    {
        const auto found =
            std::find_if(rules.begin(), rules.end(), [&](const ReferenceRule &rule) { return rule.from == from; });
        return found == rules.end() ? nullptr : &*found;
    }

    QString connection(const QString &database) const
    {
        const ConnectionInfo info = m_databases->at(database);
        return u"host=%1 port=%2 user=%3 dbname=%4"_s.arg(info.host).arg(info.port).arg(info.user, database);
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->makeAcademy(u"academy"_s));
    }

    void findTheAcademysOwn()
    {
        const auto known = verify::readReferenceRules(academyReferences());
        VERIFY_OK(known);
        const auto proposals = proposeReferences(m_databases->at(u"academy"_s), {}, testJob());
        VERIFY_OK(proposals);

        QStringList proposed;
        QStringList doubtful;
        for (const ReferenceProposal &proposal : proposals->all) {
            (proposal.doubt.isEmpty() ? proposed : doubtful).append(proposal.rule.from.shown());
            // None that its authors do not know, none that leads elsewhere.
            const ReferenceRule *rule = ruleAt(*known, proposal.rule.from);
            QVERIFY2(rule, qPrintable(proposal.rule.shown()));
            QCOMPARE(proposal.rule.kind, rule->kind);
            for (const ReferenceTarget &target : proposal.rule.targets)
                QVERIFY2(std::any_of(rule->targets.begin(), rule->targets.end(),
                                     [&](const ReferenceTarget &one) {
                                         return one.kind == target.kind && one.column == target.column;
                                     }),
                         qPrintable(proposal.rule.shown() + u' ' + target.kind));
            QCOMPARE(proposal.orphans, 0);
        }
        QCOMPARE(doubtful,
                 QStringList({u"video_resources.batch_id"_s, u"video_resources.session_id"_s})); // Empty columns.

        QStringList missed;
        for (const ReferenceRule &rule : *known)
            if (!proposed.contains(rule.from.shown()) && !doubtful.contains(rule.from.shown()))
                missed.append(rule.from.shown());
        // Their names do not say where they lead.
        QCOMPARE(missed, QStringList({u"leave_requests.reviewed_by"_s, u"student_registration_requests.reviewed_by"_s,
                                      u"coach_registration_requests.reviewed_by"_s, u"video_resources.uploaded_by"_s,
                                      u"performance.skill"_s, u"revoked_tokens.jti"_s, u"email_otps.email"_s,
                                      u"password_reset_tokens.email"_s, u"video_targets.target_id"_s}));
    }

    void holdOnceTheyAreAccepted()
    {
        const auto proposals = proposeReferences(m_databases->at(u"academy"_s), {}, testJob());
        VERIFY_OK(proposals);
        const QString path = m_ctl.folder() + u"/accepted.toml"_s;
        VERIFY_OK(writeFileAtomically(path, proposals->toToml().toUtf8()));
        VerifyRequest request;
        request.copy = m_databases->at(u"academy"_s);
        request.referencesFile = path;

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        QVERIFY(named(report->findings, Verdict::Passed)
                    .contains(u"reference: audit_logs.user_id → owners.id, students.id"_s));
        const auto again = proposeReferences(m_databases->at(u"academy"_s), path, testJob());
        VERIFY_OK(again);
        QCOMPARE(again->all.size(), 2);
    }

    void areHeldAgainstTheRows()
    {
        VERIFY_OK(m_databases->make(u"rows"_s, R"sql(
            CREATE TABLE coaches (id int PRIMARY KEY); INSERT INTO coaches SELECT generate_series(1, 500);
            CREATE TABLE a (coach_id int); INSERT INTO a SELECT 1 + n % 500 FROM generate_series(1, 1999) n;
            INSERT INTO a VALUES (0), (NULL);
            CREATE TABLE b (coach_id int); INSERT INTO b SELECT 1 + n % 500 FROM generate_series(1, 998) n; INSERT INTO b VALUES (0);
            CREATE TABLE c (coach_id int); INSERT INTO c VALUES (NULL);
            CREATE TABLE d (user_id int, user_type text); INSERT INTO d VALUES (1, 'coach'), (1, 'ROBOT');
            CREATE TABLE e (user_id int, user_type text); INSERT INTO e SELECT 1, 'coach' || n FROM generate_series(1, 60) n;
            CREATE TABLE f (user_id int, user_type text); INSERT INTO f VALUES (1, 'coach'), (2, NULL);
            CREATE TABLE h (coach_id int, day date) PARTITION BY RANGE (day); CREATE TABLE h1 PARTITION OF h DEFAULT;
            INSERT INTO h VALUES (2);
            CREATE TABLE i (coach_id int); INSERT INTO i VALUES (1); CREATE ROLE clerk LOGIN;
            GRANT SELECT ON coaches, a, b, h TO clerk)sql"));
        VERIFY_OK(m_databases->run(
            u"rows"_s,
            "CREATE TABLE \"Odd.name\" (\"Id\" int PRIMARY KEY); INSERT INTO \"Odd.name\" VALUES (1); "
            "CREATE TABLE g (\"Odd.nameId\" int, \"the \"\"old\"\"_coach_id\" int); INSERT INTO g VALUES (1, 500)"));

        const auto proposals = proposeReferences(m_databases->at(u"rows"_s), {}, testJob());

        VERIFY_OK(proposals);
        QStringList said;
        for (const ReferenceProposal &one : proposals->all)
            said.append(u"%1: %2 rows, %3 values, %4 lost%5"_s.arg(one.rule.from.shown())
                            .arg(one.rows)
                            .arg(one.values)
                            .arg(one.orphans)
                            .arg(one.doubt.isEmpty() ? QString() : u"; "_s + one.doubt));
        QCOMPARE(
            said.join(u'\n'),
            QStringList(
                {u"a.coach_id: 2000 rows, 501 values, 1 lost"_s,
                 u"b.coach_id: 999 rows, 501 values, 1 lost; 1 of 999 rows lead nowhere"_s,
                 u"c.coach_id: 0 rows, 0 values, 0 lost; no row refers to anything yet"_s,
                 u"d.user_id: 2 rows, 1 values, 0 lost; d.user_type says \"ROBOT\", which is the name of no table with such a key"_s,
                 u"e.user_id: 60 rows, 1 values, 0 lost; e.user_type holds more than 50 kinds"_s,
                 u"f.user_id: 2 rows, 2 values, 0 lost; f.user_type says \"\", which is the name of no table with such a key"_s,
                 u"g.\"Odd.nameId\": 1 rows, 1 values, 0 lost"_s,
                 u"g.\"the \"\"old\"\"_coach_id\": 1 rows, 1 values, 0 lost"_s,
                 u"h.coach_id: 1 rows, 1 values, 0 lost"_s, u"i.coach_id: 1 rows, 1 values, 0 lost"_s})
                .join(u'\n'));

        const auto ofTheClerk = proposeReferences(m_databases->at(u"rows"_s, u"clerk"_s), {}, testJob());
        VERIFY_OK(ofTheClerk);
        QCOMPARE(ofTheClerk->all.size(), 3);
    }

    void areWrittenOnceAndToANewFileOnly()
    {
        const QString path = m_ctl.folder() + u"/references.toml"_s;
        const QStringList call{u"references"_s, u"propose"_s, connection(u"academy"_s), u"--output"_s, path};

        const CtlAnswer first = m_ctl.run(call);

        QVERIFY2(first.exit == 0, first.describe().constData());
        QCOMPARE(first.json.value(u"proposed"_s).toArray().size(), 30);
        QCOMPARE(first.json.value(u"doubtful"_s).toArray().size(), 2);
        VERIFY_OK(verify::readReferenceRules(path));
        QVERIFY(QFile::resize(path, 0));
        const CtlAnswer second = m_ctl.run(call);
        QVERIFY2(second.exit == 3, second.describe().constData());
        QCOMPARE(QFile(path).size(), 0);
        const QString other = m_ctl.folder() + u"/other.toml"_s;
        const CtlAnswer nothingNew = m_ctl.run({u"references"_s, u"propose"_s, connection(u"academy"_s), u"--references"_s,
                                                academyReferences(), u"--output"_s, other});
        QVERIFY2(nothingNew.exit == 0 && nothingNew.json.value(u"proposed"_s).toArray().isEmpty(), nothingNew.describe().constData());
        QVERIFY(!QFile::exists(other));
        QCOMPARE(m_ctl.run({u"references"_s, connection(u"academy"_s)}).exit, 2);
        QCOMPARE(m_ctl.run({u"references"_s, u"propose"_s, connection(u"academy"_s), u"--references"_s, u"/nowhere"_s})
                     .error()
                     .value(u"fault"_s)
                     .toString(),
                 u"not-found"_s);
    }
};

SHUTTLER_TEST(tst_Proposals)
#include "tst_Proposals.moc"
