// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/evidence/EvidenceReport.h"
#include "tests/support/Test.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// An auditor's reading of the document: by pdftotext, not by our own code.
class tst_EvidenceReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void saysEverythingOfAGoodRun();
    void saysAsMuchOfAFailedRun();
    void namesWhatWasAskedAgainByItself();
    void noDocumentTakesThePlaceOfAnother();
    void printsTheDigestOfTheRecordBesideIt();
    void carriesOnOverPagesWithTheRightNumberInEachFoot();
    void refusesAFolderItCannotMake();

private:
    static RunRecord goodRun();
    static Environment environment();
    QString textOf(const QString &pdf);
    QTemporaryDir m_folder;
};

Environment tst_EvidenceReport::environment()
{
    Environment environment;
    environment.name = EnvironmentName(u"practice"_s);
    environment.title = u"Practice"_s;
    environment.database = u"shuttler"_s;
    return environment;
}

RunRecord tst_EvidenceReport::goodRun()
{
    const Instant start = Instant::parse(u"2026-11-18T12:04:00Z"_s).value();
    RunRecord run;
    run.id = RunId(u"r20261118-120400-7f3c"_s);
    run.tag = u"r20261118-120400-7f3c"_s;
    run.intent.environment = EnvironmentName(u"practice"_s);
    run.oldInstance = InstanceId(u"practice"_s);
    run.newInstance = InstanceId(u"practice-r20261118-120400-7f3c"_s);
    run.moment = Instant::parse(u"2026-11-18T11:42:06Z"_s).value();
    run.operatorName = u"owner"_s;
    run.host = u"office-desk"_s;
    run.state = RunState::Done;
    run.startedAt = start;
    run.finishedAt = start + std::chrono::seconds(131);
    run.seal = u"9f2c61d0a7e84b5fb3d86c0f51e7294ad8803be61c5a97f2406d1e7bb95c3a48"_s;
    run.journalEntries = 41;

    StepRecord made;
    made.name = u"restore-instance"_s;
    made.number = StepNumber::Restore;
    made.sentence = u"Restore into the new cluster practice-r20261118-120400-7f3c."_s;
    made.state = StepState::Done;
    made.startedAt = start + std::chrono::seconds(5);
    made.finishedAt = start + std::chrono::seconds(60);
    StepRecord ready = made;
    ready.name = u"wait-until-ready"_s;
    ready.sentence = u"Wait until it has replayed every change up to 11:42:06 UTC."_s;
    ready.startedAt = made.finishedAt;
    ready.finishedAt = start + std::chrono::seconds(77);
    StepRecord verify = made;
    verify.name = u"verify"_s;
    verify.number = StepNumber::Verify;
    verify.sentence = u"Check the contents, the links and the health of the copy."_s;
    verify.findings = {
        {u"rows"_s, CheckGroup::RowCounts, u"attendance"_s, Verdict::Passed, u"≥ 1,284,306"_s, u"1,285,118"_s,
         u"SELECT count(*) FROM attendance"_s, {}, {}, 0.4},
        {u"foreign-key"_s, CheckGroup::Links, u"fee_payments.fee_id → fees.id"_s, Verdict::Passed, u"0 missing"_s, u"0"_s,
         u"SELECT count(*) FROM fee_payments c WHERE NOT EXISTS (SELECT FROM fees p WHERE p.id = c.fee_id)"_s, {}, {}, 0.2},
    };
    run.steps = {made, ready, verify};
    return run;
}

QString tst_EvidenceReport::textOf(const QString &pdf)
{
    QProcess process;
    process.start(u"pdftotext"_s, {u"-layout"_s, pdf, u"-"_s});
    if (!process.waitForFinished() || process.exitCode() != 0)
        return {};
    return QString::fromUtf8(process.readAllStandardOutput());
}

void tst_EvidenceReport::saysEverythingOfAGoodRun()
{
    const Result<EvidenceFiles> files = writeEvidence(goodRun(), environment(), m_folder.filePath(u"good"_s));
    VERIFY_OK(files);
    const QString text = textOf(files->pdf);
    for (const QString &needed :
         {u"PASSED"_s, u"practice-r20261118-120400-7f3c"_s, u"2026-11-18 11:42:06 UTC"_s, u"1 min 12 s"_s, u"2 min 11 s"_s,
          u"≥ 1,284,306"_s, u"1,285,118"_s, u"fee_payments.fee_id → fees.id"_s, u"2 of 2 passed"_s, u"office-desk"_s,
          u"ISO/IEC 27001:2022"_s, u"41 entries"_s, u"None."_s})
        QVERIFY2(text.contains(needed), qPrintable(needed + u" is missing in\n"_s + text));
    QVERIFY(!text.contains(u"NOT FINISHED"_s));
    QVERIFY2(!text.contains(u"SELECT count(*) FROM attendance"_s), "the queries of checks that passed stand in the record");
}

void tst_EvidenceReport::saysAsMuchOfAFailedRun()
{
    RunRecord run = goodRun();
    run.state = RunState::Waiting;
    run.finishedAt.reset();
    run.steps[2].state = StepState::Failed;
    run.steps[2].findings[0].verdict = Verdict::Failed;
    run.steps[2].findings[0].found = u"0"_s;
    run.steps[2].findings[0].means = u"The table is empty."_s;
    run.steps[2].error = Error(Fault::Refused, u"The restored copy is empty: 0 of 38 tables."_s)
                             .means(u"DATABASE_URL is untouched."_s).todo(u"Choose another moment."_s);
    const Result<EvidenceFiles> files = writeEvidence(run, environment(), m_folder.filePath(u"failed"_s));
    VERIFY_OK(files);
    const QString text = textOf(files->pdf);
    for (const QString &needed : {u"NOT FINISHED"_s, u"The restored copy is empty: 0 of 38 tables."_s, u"DATABASE_URL is untouched."_s,
                                  u"The table is empty."_s, u"1 of 2 passed"_s, u"SELECT count(*) FROM attendance"_s})
        QVERIFY2(text.contains(needed), qPrintable(needed + u" is missing in\n"_s + text));
    QVERIFY(!text.contains(u"PASSED"_s));
}

void tst_EvidenceReport::namesWhatWasAskedAgainByItself()
{
    RunRecord run = goodRun();
    run.steps[2].findings[0].askedAgainAt = Instant::parse(u"2026-11-18T12:30:00Z"_s).value();
    const Result<EvidenceFiles> files = writeEvidence(run, environment(), m_folder.filePath(u"again"_s));
    VERIFY_OK(files);
    const QString text = textOf(files->pdf).simplified();
    QVERIFY2(text.contains(u"later than the others: rows, attendance, at 2026-11-18 12:30:00 UTC."_s), qPrintable(text));
}

void tst_EvidenceReport::noDocumentTakesThePlaceOfAnother()
{
    const QString folder = m_folder.filePath(u"all"_s);
    QStringList written;
    RunRecord run = goodRun();
    for (const RunState state : {RunState::Waiting, RunState::Waiting, RunState::Done, RunState::Undone}) {
        run.state = state;
        run.journalEntries += 3;
        const Result<EvidenceFiles> files = writeEvidence(run, environment(), folder);
        VERIFY_OK(files);
        written += {files->pdf, files->json};
    }
    QCOMPARE(QDir(folder).entryList(QDir::Files).size(), written.size());
}

void tst_EvidenceReport::printsTheDigestOfTheRecordBesideIt()
{
    const Result<EvidenceFiles> files = writeEvidence(goodRun(), environment(), m_folder.filePath(u"digest"_s));
    VERIFY_OK(files);
    QFile json(files->json);
    QVERIFY(json.open(QIODevice::ReadOnly));
    const QByteArray bytes = json.readAll();
    const QString digest = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    QString text = textOf(files->pdf);
    text.remove(QRegularExpression(u"\\s"_s));
    QVERIFY(text.contains(digest));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    QCOMPARE(object[u"checks"_s][u"passed"_s].toInt(), 2);
    QCOMPARE(object[u"run"_s].toObject(), toJson(goodRun()));
    QCOMPARE(object[u"run"_s][u"steps"_s][2][u"findings"_s][0][u"sql"_s].toString(),
             u"SELECT count(*) FROM attendance"_s); // Where the document says.
}

void tst_EvidenceReport::carriesOnOverPagesWithTheRightNumberInEachFoot()
{
    RunRecord run = goodRun();
    for (int i = 0; i < 120; ++i) {
        Finding finding = run.steps[2].findings[0];
        finding.subject = u"table_number_%1"_s.arg(i);
        run.steps[2].findings.append(finding);
    }
    const Result<EvidenceFiles> files = writeEvidence(run, environment(), m_folder.filePath(u"long"_s));
    VERIFY_OK(files);
    const QString text = textOf(files->pdf);
    static const QRegularExpression foot(u"Page (\\d+) of (\\d+)"_s);
    int pages = 0;
    int promised = 0;
    for (auto it = foot.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        QCOMPARE(match.captured(1).toInt(), ++pages);
        promised = match.captured(2).toInt();
    }
    QVERIFY(pages >= 4);
    QCOMPARE(promised, pages);
    for (int i = 0; i < 120; ++i)
        QVERIFY(text.contains(QRegularExpression(u"table_number_%1\\b"_s.arg(i))));
}

void tst_EvidenceReport::refusesAFolderItCannotMake()
{
    QFile file(m_folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    VERIFY_FAULT(writeEvidence(goodRun(), environment(), m_folder.filePath(u"file/below"_s)), Fault::Refused);
}

SHUTTLER_TEST(tst_EvidenceReport)
#include "tst_EvidenceReport.moc"
