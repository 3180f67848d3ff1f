// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/pgbackrest/RestoredStanza.h"

#include "tests/support/Jobs.h"

namespace shuttler::test {

using namespace Qt::StringLiterals;

/// From the whole second after a backup on every moment can be had.
static Outcome waitForTheFirstMomentOf(const Backup &backup)
{
    const Micros left = backup.takenAt - testJob().clock.now();
    return left > Micros(0) ? testJob().sleepFor(left) : Outcome(Done{});
}

Result<std::unique_ptr<RestoredStanza>> RestoredStanza::start(const TempStanza::Options &options)
{
    std::unique_ptr<RestoredStanza> made(new RestoredStanza);
    Result<std::unique_ptr<TempStanza>> stanza = TempStanza::start(options);
    if (!stanza)
        return std::move(stanza).error();
    made->m_stanza = *std::move(stanza);
    if (Outcome created = made->m_stanza->run("CREATE TABLE note(id bigserial PRIMARY KEY, words text NOT NULL)");
        !created)
        return std::move(created).error();
    made->m_provider = made->anotherProvider();
    if (!options.firstBackup)
        return made;
    Result<BackupListing> listing = made->listing();
    if (!listing)
        return std::move(listing).error();
    if (Outcome begun = waitForTheFirstMomentOf(listing->backups.first()); !begun)
        return std::move(begun).error();
    return made;
}

std::unique_ptr<PgBackRestProvider> RestoredStanza::anotherProvider(pgbackrest::FreeBytes freeBytes) const
{
    return std::make_unique<PgBackRestProvider>(*PgBackRestSettings::from(m_stanza->table()), std::move(freeBytes));
}

RestoreRequest RestoredStanza::request(const QString &name, RestoreTarget target) const
{
    return {serving(), InstanceId(name), u"r-"_s + name, std::move(target)};
}

Outcome RestoredStanza::restore(const QString &name, RestoreTarget target)
{
    if (Outcome started = m_provider->startRestore(request(name, std::move(target)), testJob()); !started)
        return started;
    return waitUntil(name, InstancePhase::Available);
}

Outcome RestoredStanza::waitUntil(const QString &name, InstancePhase phase)
{
    InstanceState last;
    for (int looks = 0; looks < 600; ++looks) {
        Result<InstanceState> state = m_provider->state(InstanceId(name), testJob());
        if (!state)
            return std::move(state).error();
        if (state->phase == phase)
            return Done{};
        last = *state;
        if (last.phase == InstancePhase::Failed)
            break;
        if (Outcome slept = testJob().sleepFor(std::chrono::milliseconds(100)); !slept)
            return slept;
    }
    return Error(Fault::Defect, u"%1 is in phase %2: %3"_s.arg(name, QString::number(int(last.phase)), last.detail));
}

int RestoredStanza::portOf(const QString &name)
{
    const Result<ConnectionInfo> info = m_provider->connection(InstanceId(name), testJob());
    return info ? info->port : 0;
}

QString RestoredStanza::ask(const QString &name, const QString &sql)
{
    return m_stanza->ask(portOf(name), sql);
}

Instant RestoredStanza::addNote(const QString &text)
{
    [[maybe_unused]] const Outcome added =
        m_stanza->run("INSERT INTO note(words) VALUES (" + postgres::Connection::literal(text).toUtf8() + ")");
    const QString micros = m_stanza->ask(
        u"SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM note ORDER BY id DESC LIMIT 1"_s);
    return Instant::fromUnixMicros(micros.toLongLong());
}

Outcome RestoredStanza::takeBackup()
{
    Result<Backup> taken = m_provider->takeBackup(serving(), u"test"_s, testJob());
    if (!taken)
        return std::move(taken).error();
    return waitForTheFirstMomentOf(*taken);
}

Result<BackupListing> RestoredStanza::listing()
{
    return m_provider->backups(serving(), {}, testJob());
}

} // namespace shuttler::test
