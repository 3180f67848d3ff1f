// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/FaultSweep.h"

#include "tests/crash/clouds/Cells.h"

#include <QElapsedTimer>
#include <QFile>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

/// As in tests/simulators/faults.py; the shorter word heads the column.
struct Kind {
    QString name;
    QString shown;
};
const QList<Kind> Kinds{{u"refuse"_s, u"refused"_s},   {u"error"_s, u"5xx"_s},         {u"throttle"_s, u"throttle"_s},
                        {u"cut-before"_s, u"cut<"_s},  {u"cut-after"_s, u"cut>"_s},    {u"lost"_s, u"lost"_s},
                        {u"half"_s, u"half"_s},        {u"lost-error"_s, u"acted5xx"_s}};
const QString Legend = u"In each cell: the call fails once, and all calls from it on until the restore is continued. "
                       "D: done all the same. S: stopped and said why; done when continued. N: never begun; done when begun anew. "
                       "-: not reached. !: wrong."_s;

constexpr QChar DoneAllTheSame(u'D'), Stopped(u'S'), NeverBegun(u'N'), NotReached(u'-'), Wrong(u'!');

} // namespace

Outcome FaultSweep::begin()
{
    if (Outcome staged = m_stage.stage(300); !staged)
        return staged;
    if (Outcome first = m_stage.reset(); !first)
        return first;
    const Result<QJsonObject> from = m_stage.simulator().post(u"faults"_s, {{u"faults"_s, QJsonArray()}});
    if (!from)
        return from.error();
    const Result<RunRecord> told = m_stage.goOn();
    if (!told)
        return told.error();
    QStringList wrong = judge(told);
    if (told->state != RunState::Done)
        for (const StepRecord &step : told->steps)
            if (step.error)
                wrong.append(step.error->forLog() + u' ' + step.error->details());
    if (told->state != RunState::Done || !wrong.isEmpty())
        return Error(Fault::Defect, u"A restore that nothing disturbs does not work: %1"_s.arg(wrong.join(u"; "_s)));
    const Result<QJsonObject> asked = m_stage.simulator().get(u"requests?from=%1"_s.arg((*from)[u"next"_s].toInt()));
    if (!asked)
        return asked.error();
    m_requests = (*asked)[u"requests"_s].toArray();
    return Done{};
}

QStringList FaultSweep::judge(const Result<RunRecord> &told)
{
    const Result<CloudTruth> truth = m_stage.truth();
    if (!truth)
        return {u"the cloud does not tell how it is: "_s + truth.error().forLog()};
    return m_stage.complaints(told, *truth);
}

FaultSweep::Cell FaultSweep::play(int position, const QString &kind, bool lasts)
{
    if (Outcome first = m_stage.reset(); !first)
        return {Wrong, {}, {first.error().forLog()}};
    const QJsonObject fault{{u"at"_s, position}, {u"kind"_s, kind}, {u"times"_s, lasts ? 0 : 1}};
    const Result<QJsonObject> planned = m_stage.simulator().post(u"faults"_s, {{u"faults"_s, QJsonArray{fault}}});
    if (!planned)
        return {Wrong, {}, {planned.error().forLog()}};
    const Result<RunRecord> told = m_stage.goOn();
    Cell cell{NotReached, {}, judge(told)};
    const Result<QJsonObject> asked = m_stage.simulator().get(u"requests?from=%1"_s.arg((*planned)[u"next"_s].toInt()));
    const QJsonArray requests = asked ? (*asked)[u"requests"_s].toArray() : QJsonArray();
    if (requests.size() >= position) {
        cell.action = requests[position - 1][u"action"_s].toString();
        cell.letter = !told ? NeverBegun : told->state == RunState::Done ? DoneAllTheSame : Stopped;
    }
    if (Outcome quiet = m_stage.simulator().failNothing(); !quiet)
        cell.wrong.append(quiet.error().forLog());
    const Result<RunRecord> resumed = m_stage.goOn();
    for (const QString &wrong : judge(resumed))
        cell.wrong.append(u"continued: "_s + wrong);
    if (!resumed) {
        cell.wrong.append(u"cannot be continued: "_s + resumed.error().forLog());
    } else if (resumed->state != RunState::Done) {
        cell.wrong.append(u"continued, it is not done"_s);
        for (const StepRecord &step : resumed->steps)
            if (step.error)
                cell.wrong.append(step.name + u": "_s + step.error->forLog());
    }
    if (!cell.wrong.isEmpty()) {
        cell.letter = Wrong;
        if (const Result<CloudTruth> truth = m_stage.truth())
            cell.wrong.append(truth->shown.left(600));
    }
    return cell;
}

bool FaultSweep::isWanted(int position, int column, bool lasts) const
{
    const QString wanted = qEnvironmentVariable("SHUTTLER_FAULT_SWEEP");
    if (!wanted.isEmpty())
        return wanted == u"all"_s || wanted == (lasts ? u"lasting"_s : u"once"_s);
    // Every day each change is made and its answer lost, and fails in one more way; of the looks every twentieth fails in one.
    if (m_cloud.isChange(m_requests[position - 1].toObject()))
        return (Kinds[column].name == u"lost"_s && !lasts) || (column == position % Kinds.size() && lasts == (position % 2 == 0));
    return position % 20 == 0 && column == position / 20 % Kinds.size() && lasts == (position / 20 % 3 == 0);
}

QStringList FaultSweep::run()
{
    QStringList wrong;
    QString head = u"%1 %2"_s.arg(u""_s, 3).arg(m_cloud.name(), -38);
    for (const Kind &kind : Kinds)
        head += u" %1"_s.arg(kind.shown, -8);
    print({Legend, head});
    QMap<QChar, int> sums;
    QElapsedTimer watch;
    watch.start();
    for (int position = 1; position <= calls(); ++position) {
        if (!isRowWanted(position))
            continue;
        const QString action = m_requests[position - 1][u"action"_s].toString();
        QStringList details;
        QString cells;
        for (int column = 0; column < Kinds.size(); ++column) {
            QString shown;
            for (const bool lasts : {false, true}) {
                if (!isWanted(position, column, lasts)) {
                    shown += u' ';
                    continue;
                }
                const Cell cell = play(position, Kinds[column].name, lasts);
                shown += cell.letter;
                ++sums[cell.letter];
                if (!cell.wrong.isEmpty())
                    details.append(u"call %1 (%2) %3 %4: %5"_s.arg(QString::number(position), cell.action, Kinds[column].shown,
                                                                   lasts ? u"from then on"_s : u"once"_s, cell.wrong.join(u"; "_s)));
            }
            cells += u" %1"_s.arg(shown, -8);
        }
        if (!cells.trimmed().isEmpty())
            print(QStringList{u"%1 %2%3"_s.arg(position, 3).arg(action, -38).arg(cells)} + details);
        wrong += details;
    }
    QStringList counted;
    for (auto it = sums.cbegin(); it != sums.cend(); ++it)
        counted.append(u"%1 %2"_s.arg(it.key()).arg(it.value()));
    print({u"%1: %2 calls; %3; %4 s"_s.arg(m_cloud.name(), QString::number(calls()), counted.join(u", "_s),
                                           QString::number(watch.elapsed() / 1000))});
    return wrong;
}

void FaultSweep::print(const QStringList &lines) const
{
    for (const QString &line : lines)
        qInfo("%s", qPrintable(line));
    if (const QString path = qEnvironmentVariable("SHUTTLER_FAULT_TABLE"); !path.isEmpty()) {
        QFile file(path);
        if (file.open(QIODevice::Append))
            file.write(lines.join(u'\n').toUtf8() + '\n');
    }
}

} // namespace shuttler::test
