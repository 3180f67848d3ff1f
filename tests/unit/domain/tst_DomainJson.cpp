// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Backup.h"
#include "core/domain/Baseline.h"
#include "core/domain/RunRecord.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace Qt::StringLiterals;

static const Instant Noon = Instant::fromUnixMicros(1'795'000'000'123'456);

/// Through text, as a file or a journal does it.
static QJsonObject throughText(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson()).object();
}

static Finding finding(Verdict verdict)
{
    Finding made;
    made.check = u"rows"_s;
    made.verdict = verdict;
    return made;
}

class tst_DomainJson : public QObject {
    Q_OBJECT

private slots:
    void aFindingComesBackWhole_data()
    {
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<CheckGroup>("group");
        QTest::newRow("passed contents") << Verdict::Passed << CheckGroup::Contents;
        QTest::newRow("warned row counts") << Verdict::Warned << CheckGroup::RowCounts;
        QTest::newRow("failed links") << Verdict::Failed << CheckGroup::Links;
        QTest::newRow("not checked health") << Verdict::NotChecked << CheckGroup::Health;
        QTest::newRow("sanity") << Verdict::Passed << CheckGroup::Sanity;
        QTest::newRow("app") << Verdict::Passed << CheckGroup::App;
    }
    void aFindingComesBackWhole()
    {
        QFETCH(const Verdict, verdict);
        QFETCH(const CheckGroup, group);
        const Finding wanted{u"reference"_s,    group,  u"fees.\u2192 \"x\""_s, verdict,
                             u"\u2265 4,812"_s, u"1"_s, u"SELECT 1;\n"_s,       u"It means."_s,
                             u"Do."_s,          0.25,   Instant::fromUnixSeconds(1'795'000'000)};
        const Result<Finding> back = findingFromJson(throughText(toJson(wanted)));
        VERIFY_OK(back);
        QCOMPARE(back->check, wanted.check);
        QCOMPARE(back->group, group);
        QCOMPARE(back->subject, wanted.subject);
        QCOMPARE(back->verdict, verdict);
        QCOMPARE(back->expected, wanted.expected);
        QCOMPARE(back->found, wanted.found);
        QCOMPARE(back->sql, wanted.sql);
        QCOMPARE(back->means, wanted.means);
        QCOMPARE(back->todo, wanted.todo);
        QCOMPARE(back->seconds, wanted.seconds);
        QCOMPARE(back->askedAgainAt, wanted.askedAgainAt);
    }

    void aSummaryIsAsBadAsItsWorstAndNothingIsAFailure_data()
    {
        QTest::addColumn<QList<Verdict>>("verdicts");
        QTest::addColumn<Verdict>("verdict");
        using V = Verdict;
        QTest::newRow("zero findings") << QList<V>{} << V::Failed;
        QTest::newRow("all passed") << QList<V>{V::Passed, V::Passed} << V::Passed;
        QTest::newRow("one not checked is not all passed") << QList<V>{V::Passed, V::NotChecked} << V::NotChecked;
        QTest::newRow("only not checked") << QList<V>{V::NotChecked} << V::NotChecked;
        QTest::newRow("one warned") << QList<V>{V::Passed, V::Warned} << V::Warned;
        QTest::newRow("not checked may be worse than warned of") << QList<V>{V::Passed, V::NotChecked, V::Warned} << V::NotChecked;
        QTest::newRow("one failed") << QList<V>{V::Passed, V::Warned, V::Failed, V::NotChecked} << V::Failed;
    }
    void aSummaryIsAsBadAsItsWorstAndNothingIsAFailure()
    {
        QFETCH(const QList<Verdict>, verdicts);
        QFETCH(const Verdict, verdict);
        QList<Finding> findings;
        for (const Verdict each : verdicts)
            findings.append(finding(each));
        const FindingSummary summary = summaryOf(findings);
        QCOMPARE(summary.verdict(), verdict);
        QCOMPARE(summary.passed + summary.warned + summary.failed + summary.notChecked, verdicts.size());
    }

    void aBaselineComesBackWhole()
    {
        const Baseline wanted = baseline();
        const Result<Baseline> back = baselineFromJson(throughText(toJson(wanted)));
        VERIFY_OK(back);
        QCOMPARE(back->database, wanted.database);
        QCOMPARE(back->takenAt, wanted.takenAt);
        QCOMPARE(back->backup, wanted.backup);
        QCOMPARE(back->serverVersion, wanted.serverVersion);
        QCOMPARE(back->byteOrder, wanted.byteOrder);
        QCOMPARE(back->tables, wanted.tables);
        QCOMPARE(back->sequences, wanted.sequences);
        QCOMPARE(back->relations, wanted.relations);
        QCOMPARE(back->extensions, wanted.extensions);
        QCOMPARE(back->foreignKeys, wanted.foreignKeys);
        QCOMPARE(back->sanity, wanted.sanity);
        QCOMPARE(back->orphans, wanted.orphans);
        QCOMPARE(back->totalRows(), 9'007'199'254'740'993 + 7);
        QCOMPARE(back->find(u"public"_s, u"fees"_s)->rows, 7);
        QCOMPARE(back->find(u"public"_s, u"none"_s), nullptr);
    }

    void aBaselineThatWasChangedIsNoProof()
    {
        const QJsonObject whole = throughText(toJson(baseline()));
        for (const QString &key : whole.keys()) {
            QJsonObject changed = whole;
            changed.remove(key);
            VERIFY_FAULT(baselineFromJson(changed), Fault::Corrupt);
            changed.insert(key, u"0"_s);
            VERIFY_FAULT(baselineFromJson(changed), Fault::Corrupt);
        }
        QByteArray text = QJsonDocument(whole).toJson();
        QVERIFY(text.contains(": 7"));
        text.replace(": 7", ": 8");
        VERIFY_FAULT(baselineFromJson(QJsonDocument::fromJson(text).object()), Fault::Corrupt);
    }

    void anOrderComesBackWhole_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"moment", "backup", "latest"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void anOrderComesBackWhole()
    {
        QFETCH(const QString, kind);
        RestoreIntent wanted;
        wanted.environment = EnvironmentName(u"shop"_s);
        if (kind == u"moment")
            wanted.target = AtMoment{Noon};
        else if (kind == u"backup")
            wanted.target = AtBackup{BackupId(u"20261118-114206F"_s)};
        wanted.newName = kind == u"latest" ? std::nullopt : std::optional(InstanceId(u"new"_s));
        wanted.cutover = CutoverChoice::None;
        wanted.old = OldInstance::Destroy;
        wanted.holdFor = std::chrono::hours(24);
        wanted.finalBackup = false;
        wanted.keepBackups = false;

        const Result<RestoreIntent> back = restoreIntentFromJson(throughText(toJson(wanted)));

        VERIFY_OK(back);
        QCOMPARE(back->environment, wanted.environment);
        QCOMPARE(back->target, wanted.target);
        QCOMPARE(back->newName, wanted.newName);
        QCOMPARE(back->cutover, wanted.cutover);
        QCOMPARE(back->old, wanted.old);
        QCOMPARE(back->holdFor, wanted.holdFor);
        QCOMPARE(back->finalBackup, wanted.finalBackup);
        QCOMPARE(back->keepBackups, wanted.keepBackups);
    }

    void anOrderWithAPartMissingIsCorruptAndNamesIt()
    {
        const QJsonObject whole = toJson(RestoreIntent{});
        for (const QString &key : whole.keys()) {
            QJsonObject changed = whole;
            changed.remove(key);
            const Result<RestoreIntent> back = restoreIntentFromJson(changed);
            VERIFY_FAULT(back, Fault::Corrupt);
            QVERIFY(key == u"target" || back.error().what().contains(key));
        }
    }

    void anErrorComesBackWhole()
    {
        const Error wanted =
            Error(Fault::OutcomeUnknown, u"what"_s).means(u"means"_s).todo(u"todo"_s).details(u"details"_s);
        const Error back = errorFromJson(throughText(toJson(wanted)));
        QCOMPARE(back.fault(), Fault::OutcomeUnknown);
        QCOMPARE(back.what(), wanted.what());
        QCOMPARE(back.means(), wanted.means());
        QCOMPARE(back.todo(), wanted.todo());
        QCOMPARE(back.details(), wanted.details());
        QCOMPARE(errorFromJson({}).fault(), Fault::Defect);
    }

    void aBackupComesBackWhole()
    {
        for (int kind = 0; kind <= int(BackupKind::Dump); ++kind) {
            const Backup wanted{BackupId(u"a"_s),
                                BackupKind(kind),
                                InstanceId(u"main"_s),
                                Noon,
                                Noon + Seconds(5),
                                7,
                                3,
                                BackupHealth(kind % 5),
                                u"reason"_s,
                                kind % 2 ? std::nullopt : std::optional(Noon),
                                u"kept"_s,
                                u"source"_s,
                                u"15.8"_s};
            const Result<Backup> back = backupFromJson(throughText(toJson(wanted)));
            VERIFY_OK(back);
            QCOMPARE(*back, wanted);
        }
    }

    void aRunTellsWhatScriptsRelyOn()
    {
        RunRecord run;
        run.id = RunId(u"r1"_s);
        run.startedAt = Noon;
        run.newInstance = InstanceId(u"new"_s);
        run.steps.append({u"contents-gate"_s,
                          StepNumber::Restore,
                          u"Check"_s,
                          StepState::Failed,
                          Noon,
                          Noon + Seconds(2),
                          u"0 of 38"_s,
                          Error(Fault::Refused, u"empty"_s),
                          {finding(Verdict::Passed), finding(Verdict::Failed)},
                          {}});
        const QJsonObject json = throughText(toJson(run));
        QCOMPARE(json[u"run"].toString(), u"r1"_s);
        QCOMPARE(json[u"instance"].toString(), u"new"_s);
        QCOMPARE(json[u"verdict"].toString(), u"failed"_s);
        QCOMPARE(json[u"checks"].toObject()[u"failed"].toInt(), 1);
        QVERIFY(json[u"evidence"].isNull());
        const QJsonObject step = json[u"steps"].toArray().first().toObject();
        QCOMPARE(step[u"step"].toInt(), 4);
        QCOMPARE(step[u"name"].toString(), u"contents-gate"_s);
        QCOMPARE(step[u"result"].toString(), u"failed"_s);
        QCOMPARE(step[u"seconds"].toDouble(), 2.0);
        QCOMPARE(step[u"error"].toObject()[u"fault"].toString(), u"refused"_s);
        QCOMPARE(run.find(u"contents-gate"_s)->detail, u"0 of 38"_s);
        QCOMPARE(run.findings().size(), 2);
    }

    void aRunThatEndedWithoutOneCheckHasABadVerdict()
    {
        RunRecord run;
        QVERIFY(toJson(run)[u"verdict"].isNull());
        run.state = RunState::Done;
        QCOMPARE(toJson(run)[u"verdict"].toString(), u"failed"_s);
    }

private:
    static Baseline baseline()
    {
        Baseline made;
        made.database = u"a b?pool=5'\"%"_s;
        made.takenAt = Noon;
        made.backup = u"20261118-114206F"_s;
        made.serverVersion = u"15.8"_s;
        made.byteOrder = u"little"_s;
        made.tables = {{u"public"_s, u"attendance"_s, 9'007'199'254'740'993, u"-123456789012345678901234567890"_s, Noon,
                        u"created_at"_s},
                       {u"public"_s, u"fees"_s, 7, {}, {}, {}}};
        made.sequences = {{u"public.fees_id_seq"_s, 9'223'372'036'854'775'807}};
        made.relations = {{u"tables"_s, 38}};
        made.extensions = {{u"plpgsql"_s, u"1.0"_s}};
        made.foreignKeys = {u"public.fees_student_id_fkey"_s};
        made.sanity = {{u"S01"_s, QJsonArray{QJsonArray{1, 2.5, u"x"_s}}}};
        made.orphans = {{u"notifications.user_id"_s, 3}};
        return made;
    }
};

SHUTTLER_TEST(tst_DomainJson)
#include "tst_DomainJson.moc"
