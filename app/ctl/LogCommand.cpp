// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Command.h"

#include <QJsonArray>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

Exit runLog(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1 || (words[0] != u"verify"_s && words[0] != u"export"_s))
        return context.out.fail(usageError(u"verify or export is needed."_s, logCommand()));
    Result<std::unique_ptr<Ledger>> ledger = context.ledger();
    if (!ledger)
        return context.out.fail(ledger.error());

    if (words[0] == u"export"_s) {
        const Result<QList<ActivityEntry>> entries = (*ledger)->activity(parser.value(u"env"_s), 1'000'000);
        if (!entries)
            return context.out.fail(entries.error());
        QJsonArray list;
        for (const ActivityEntry &entry : *entries) {
            list.append(QJsonObject{{u"at"_s, entry.at.toString()}, {u"environment"_s, entry.environment}, {u"what"_s, entry.what},
                                    {u"who"_s, entry.who}, {u"result"_s, entry.result}, {u"run"_s, entry.run.toString()}});
            context.out.print(u"%1  %2  %3  %4  %5"_s.arg(entry.at.toString(), entry.environment, entry.what, entry.who, entry.result));
        }
        context.out.result({{u"activity"_s, list}, {u"entries"_s, int(entries->size())}});
        return Exit::Good;
    }

    const Result<Ledger::ChainReport> chain = (*ledger)->verifyChain();
    if (!chain)
        return context.out.fail(chain.error(), {{u"valid"_s, false}});
    const QString head = QString::fromLatin1(chain->head.toHex());
    context.out.print(u"The log has no gaps: %1 entries, head %2"_s.arg(chain->entries).arg(head));
    context.out.result({{u"valid"_s, true}, {u"entries"_s, chain->entries}, {u"head"_s, head}});
    return Exit::Good;
}

} // namespace

Command logCommand()
{
    return {u"log"_s, u"verify | export [--env ENV]"_s, u"Check that the log has no gaps; print what was done."_s,
            u"shuttlerctl log verify"_s, {{u"env"_s, u"Only this environment."_s, u"ENV"_s}}, runLog};
}

} // namespace shuttler::app
