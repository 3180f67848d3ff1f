// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/Cells.h"
#include "tests/crash/clouds/RdsSwept.h"
#include "tests/crash/clouds/SweepStage.h"

#include "core/restore/Engine.h"
#include "tests/support/Test.h"

#include <QJsonDocument>
#include <QProcess>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A restore at RDS whose process is killed at each point of its ledger, in turn, and goes on with `shuttlerctl restore resume`.
class tst_RdsKilled : public QObject {
    Q_OBJECT

    struct Life {
        int signal = 0;
        int exit = -1;
        QStringList points;
    };

    RdsSwept m_rds;
    std::unique_ptr<SweepStage> m_stage;

    /// Until a process has ended; the app is restarted meanwhile if it asks for that.
    Outcome attend(QProcess &process)
    {
        while (process.state() != QProcess::NotRunning && !process.waitForFinished(20))
            if (Outcome served = m_rds.serveApp(); !served)
                return served;
        return m_rds.serveApp(); // What it asked for and did not live to see.
    }

    Life live(int dieAt)
    {
        QProcess process;
        const QString intent = QString::fromUtf8(QJsonDocument(toJson(m_stage->intent())).toJson(QJsonDocument::Compact));
        process.start(qEnvironmentVariable("SHUTTLER_BIN") + u"/cloud-life"_s,
                      {m_stage->paths().config, m_stage->paths().state, intent, QString::number(dieAt), m_stage->simulator().doorAddress(),
                       m_stage->simulator().caFile()});
        const Outcome attended = attend(process);
        Life life;
        life.points = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        if (!attended)
            life.points.append(attended.error().forLog());
        life.signal = process.exitStatus() == QProcess::CrashExit ? process.exitCode() : 0;
        life.exit = process.exitCode();
        return life;
    }

    Result<RunRecord> theRun() const
    {
        Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_stage->paths().ledger());
        if (!ledger)
            return std::move(ledger).error();
        Result<QList<RunRecord>> runs = Engine::runs(**ledger, m_stage->intent().environment);
        if (!runs)
            return std::move(runs).error();
        if (runs->size() > 1)
            return Error(Fault::Defect, u"There are two runs."_s);
        return runs->isEmpty() ? Result<RunRecord>(Error(Fault::NotFound, u"There is no run."_s)) : runs->constFirst();
    }

    /// What the command line does with the run there is, or, where it died before there was one, with a new one.
    QString resume()
    {
        const Result<RunRecord> run = theRun();
        if (!run && run.error().fault() != Fault::NotFound)
            return run.error().forLog();
        const RestoreIntent wanted = m_stage->intent();
        const auto *at = std::get_if<AtMoment>(&wanted.target);
        QStringList arguments{u"restore"_s};
        if (run)
            arguments << u"resume"_s << run->id.toString();
        else
            arguments << u"production"_s << u"--at"_s << at->moment.toString() << u"--old"_s << u"hold"_s;
        arguments << u"--accept-warnings"_s;
        const std::unique_ptr<QProcess> process = m_stage->ctl().start(arguments);
        if (Outcome attended = attend(*process); !attended)
            return attended.error().forLog();
        const bool ran = process->error() != QProcess::FailedToStart && process->exitStatus() == QProcess::NormalExit;
        if (ran && process->exitCode() == 0)
            return {};
        const QByteArray words = process->readAllStandardOutput() + process->readAllStandardError();
        return u"shuttlerctl ended with %1: %2"_s.arg(QString::number(process->exitCode()), QString::fromUtf8(words));
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("The simulated RDS needs python3-botocore and pgbackrest: packaging/install-deps --test");
        m_stage = std::make_unique<SweepStage>(m_rds);
        VERIFY_OK(m_stage->stage(1000)); // The command line's clock is the real one.
    }

    void killedAnywhereARestoreGoesOnToTheSameEnd()
    {
        VERIFY_OK(m_stage->reset());
        const Life whole = live(-1);
        QVERIFY2(whole.exit == 0, qPrintable(whole.points.join(u'\n')));
        QVERIFY(whole.points.size() > 70);
        QStringList table;
        int wrong = 0;
        for (int cell = 0; cell < whole.points.size(); ++cell) {
            // Every day before each third entry of the ledger; with SHUTTLER_FAULT_SWEEP=all before and right after each.
            if (!isRowWanted(cell + 1) || (cell % 6 != 0 && qEnvironmentVariable("SHUTTLER_FAULT_SWEEP") != "all"_L1))
                continue;
            VERIFY_OK(m_stage->reset());
            const Life cut = live(cell);
            QStringList complaints;
            const Result<CloudTruth> between = m_stage->truth();
            VERIFY_OK(between);
            if (cut.signal != SIGKILL)
                complaints.append(u"was not killed: %1"_s.arg(cut.exit));
            if (between->copies > 1 || !between->isSourceUnharmed || between->url == CloudTruth::Url::Lost)
                complaints.append(u"killed, it left %1"_s.arg(between->shown.left(400)));
            if (const QString failed = resume(); !failed.isEmpty())
                complaints.append(failed);
            const Result<CloudTruth> after = m_stage->truth();
            VERIFY_OK(after);
            const Result<RunRecord> run = theRun();
            complaints += m_stage->complaints(run, *after);
            if (!run || run->state != RunState::Done || after->copies != 1)
                complaints.append(u"it did not end done: %1"_s.arg(after->shown.left(400)));
            qInfo("%3d  %-44s %s", cell + 1, qPrintable(cut.points.isEmpty() ? QString() : cut.points.last()),
                  complaints.isEmpty() ? "resumed: done, one new instance" : qPrintable(complaints.join(u"; "_s)));
            wrong += !complaints.isEmpty();
        }
        QCOMPARE(wrong, 0);
    }
};

SHUTTLER_TEST(tst_RdsKilled)
#include "tst_RdsKilled.moc"
