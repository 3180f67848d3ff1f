// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/ReferenceProposals.h"

#include "core/verify/Inspection.h"
#include "core/verify/Names.h"
#include "core/verify/OrphanSql.h"
#include "core/verify/ReferenceGuess.h"

namespace shuttler {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

namespace verify {
namespace {

/// More kinds than a program has tables: what the column holds is no kind.
constexpr int MostKinds = 50;

/// Puts the questions about one guess, on whichever connection is free.
class Asker {
public:
    Asker(const ReferenceGuess &guess, const Schema &schema)
        : m_guess(guess)
        , m_schema(schema)
        , m_from(schema.find(guess.from.schema, guess.from.table)->rowsInSql() + u" AS c WHERE "_s + of(guess.from)
                 + u" IS NOT NULL"_s)
    {
        m_proposal.rule.from = guess.from;
        m_proposal.rule.kind = guess.kind;
    }

    /// Only what ends all is an error.
    Outcome ask(Snapshot &snapshot, Job &job)
    {
        Outcome asked = askAll(snapshot, job);
        if (asked || endsAll(asked.error(), snapshot))
            return asked;
        m_proposal.doubt = u"it could not be asked: "_s + asked.error().what();
        return Done{};
    }
    const ReferenceProposal &proposal() const { return m_proposal; }

private:
    static QString of(const ColumnName &column) { return u"c."_s + Connection::quoted(column.column); }

    Outcome askAll(Snapshot &snapshot, Job &job)
    {
        const Result<Rows> rows =
            snapshot.ask(u"SELECT coalesce(sum(v.rows), 0), count(*) FROM (SELECT count(*) AS rows FROM "_s + m_from
                             + u" GROUP BY "_s + of(m_guess.from) + u") AS v"_s,
                         job);
        if (!rows)
            return rows.error();
        m_proposal.rows = rows->integer(0, 0);
        m_proposal.values = rows->integer(0, 1);
        if (m_proposal.rows == 0) {
            m_proposal.doubt = u"no row refers to anything yet"_s;
            return Done{};
        }
        if (Outcome found = findTargets(snapshot, job); !found || !m_proposal.doubt.isEmpty())
            return found;
        const Result<Rows> orphans = snapshot.ask(orphanSql(m_proposal.rule, m_schema).sql.count, job);
        if (!orphans)
            return orphans.error();
        m_proposal.orphans = orphans->integer(0, 0);
        m_proposal.rule.toleratesBaseline = m_proposal.orphans > 0;
        if (m_proposal.orphans > m_proposal.rows / RowsPerOrphan)
            m_proposal.doubt = u"%1 of %2 lead nowhere"_s.arg(shown(m_proposal.orphans),
                                                              counted(m_proposal.rows, u"row"_s, u"rows"_s));
        return Done{};
    }

    Outcome findTargets(Snapshot &snapshot, Job &job)
    {
        QStringList kinds;
        if (m_guess.kind) {
            const Result<Rows> rows =
                snapshot.ask(u"SELECT DISTINCT "_s + of(*m_guess.kind) + u"::text COLLATE \"C\" FROM "_s + m_from
                                 + u" ORDER BY 1 LIMIT "_s + QString::number(MostKinds + 1),
                             job);
            if (!rows)
                return rows.error();
            for (int row = 0; row < rows->size(); ++row)
                kinds.append(rows->text(row, 0));
        }
        if (kinds.size() > MostKinds) {
            m_proposal.doubt = u"%1 holds more than %2 kinds"_s.arg(m_guess.kind->shown(), shown(qint64(MostKinds)));
            return Done{};
        }
        QString stranger;
        if (const std::optional<ReferenceRule> rule = ruleFrom(m_guess, m_schema, kinds, stranger))
            m_proposal.rule = *rule;
        else
            m_proposal.doubt = u"%1 says %2, which is the name of no table with such a key"_s.arg(m_guess.kind->shown(),
                                                                                                  shown(stranger));
        return Done{};
    }

    const ReferenceGuess &m_guess;
    const Schema &m_schema;
    QString m_from;
    ReferenceProposal m_proposal;
};

// --- As a file

QString tomlText(const QString &text)
{
    QString escaped;
    for (const QChar letter : text) {
        if (letter == u'"' || letter == u'\\')
            escaped += u'\\' + QString(letter);
        else if (letter.category() == QChar::Other_Control)
            escaped += u"\\u%1"_s.arg(letter.unicode(), 4, 16, QChar(u'0'));
        else
            escaped += letter;
    }
    return u'"' + escaped + u'"';
}

/// As columnNameFrom reads it back.
QString ruleName(const ColumnName &column)
{
    QStringList parts{column.table, column.column};
    if (column.schema != u"public"_s)
        parts.prepend(column.schema);
    for (QString &part : parts)
        if (part.contains(u'.') || part.contains(u'"'))
            part = Connection::quoted(part);
    return tomlText(parts.join(u'.'));
}

QString tomlFor(const ReferenceProposal &proposal)
{
    const ReferenceRule &rule = proposal.rule;
    QString toml =
        u"# %1 in %2, "_s.arg(counted(proposal.values, u"value"_s, u"values"_s),
                              counted(proposal.rows, u"row"_s, u"rows"_s))
        + (proposal.orphans == 0 ? u"every one found.\n"_s
                                 : u"%1 found nowhere: see whether that is as it should be.\n"_s.arg(
                                     counted(proposal.orphans, u"row"_s, u"rows"_s)))
        + (rule.kind ? u"# These are the kinds that were met; one that is not listed counts as leading nowhere.\n"_s
                     : QString())
        + u"[[reference]]\nfrom = "_s + ruleName(rule.from) + u'\n';
    if (rule.kind) {
        QStringList targets;
        for (const ReferenceTarget &target : rule.targets)
            targets.append(tomlText(target.kind) + u" = "_s + ruleName(target.column));
        toml += u"kind = "_s + ruleName(*rule.kind) + u"\nto = { "_s + targets.join(u", "_s) + u" }\n"_s;
    } else {
        toml += u"to = "_s + ruleName(rule.targets.front().column) + u'\n';
    }
    if (rule.toleratesBaseline)
        toml += u"tolerate = \"baseline\"\n"_s;
    return toml + u'\n';
}

} // namespace
} // namespace verify

QString ReferenceProposals::toToml() const
{
    QString rules;
    QString doubts;
    for (const ReferenceProposal &proposal : all) {
        if (proposal.doubt.isEmpty())
            rules += verify::tomlFor(proposal);
        else
            doubts += u"#   %1: %2\n"_s.arg(
                proposal.rule.targets.isEmpty() ? proposal.rule.from.shown() : proposal.rule.shown(), proposal.doubt);
    }
    const QString head = rules.isEmpty()
        ? u"# There is no reference to propose.\n\n"_s
        : u"# Proposed by the names of columns and what the rows hold. Keep the ones that are meant, delete the others.\n\n"_s;
    return head + rules + (doubts.isEmpty() ? QString() : u"# Not proposed, although the name suggests it:\n#\n"_s + doubts);
}

Result<ReferenceProposals> proposeReferences(const ConnectionInfo &database, const QString &knownFile, Job &job)
{
    using namespace verify;
    const Instant start = job.clock.now();
    const Result<Rules> known = Rules::read(knownFile, {});
    if (!known)
        return known.error();
    job.progress.stage(u"Looking for references that nothing guards"_s);
    Result<Subject> subject = Subject::open(database, PatienceWithLive, ConnectionsWithLive, job);
    if (!subject)
        return std::move(subject).error();

    const QList<ReferenceGuess> guesses = guessReferences(subject->schema, known->references);
    std::vector<Asker> askers;
    askers.reserve(size_t(guesses.size()));
    QList<Errand> errands;
    for (const ReferenceGuess &guess : guesses) {
        Asker &asker = askers.emplace_back(guess, subject->schema);
        errands.append({subject->schema.find(guess.from.schema, guess.from.table)->bytes,
                        {},
                        [&asker](Snapshot &snapshot, Job &own) { return asker.ask(snapshot, own); }});
    }
    qint64 done = 0;
    const auto tell = [&](qsizetype) -> Outcome {
        job.progress.counted(++done, errands.size(), u"columns"_s);
        return Done{};
    };
    if (Outcome worked = subject->crew.work(subject->snapshot, errands, tell, job); !worked)
        return std::move(worked).error();

    ReferenceProposals proposals;
    for (const Asker &asker : askers)
        proposals.all.append(asker.proposal());
    proposals.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    return proposals;
}

} // namespace shuttler
