// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/steps/AppPointer.h"

#include "core/restore/StepNames.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// Sessions of apps on `instance`. A server that does not run has none.
Result<std::optional<int>> sessionsOn(const InstanceId &instance, const RunContext &context, Job &job)
{
    const Result<InstanceState> state = context.world.provider->state(instance, job);
    if (state && state->phase != InstancePhase::Available)
        return std::optional(0);
    Result<ConnectionInfo> connection = context.world.provider->connection(instance, job);
    if (!connection && connection.error().fault() == Fault::Cancelled)
        return std::move(connection).error();
    if (!connection)
        return std::optional<int>();
    Result<int> sessions = context.world.verifier->appSessions(*connection, job);
    if (!sessions && sessions.error().fault() == Fault::Cancelled)
        return std::move(sessions).error();
    return sessions ? std::optional(*sessions) : std::optional<int>();
}

Result<QString> ailmentOf(const QString &address, const RunContext &context, Job &job)
{
    if (address.isEmpty() || !context.world.probe)
        return QString();
    Result<AppHealth> health = context.world.probe->ask(QUrl(address), job);
    if (!health && health.error().fault() == Fault::Cancelled)
        return std::move(health).error();
    if (!health)
        return u"%1: %2"_s.arg(address, health.error().what());
    return health->isHealthy() ? QString() : u"%1 answers %2"_s.arg(address, QString::number(health->status));
}

struct Server {
    QString host;
    int port = 0;
    bool isNamedBy(const DatabaseUrl &url) const { return url.host() == host && url.port() == port; }
};

/// What the app's DATABASE_URL was, or would have been, pointed at: known from the journal, or, when that was cut off, asked for.
Result<Server> newServer(const RunContext &context, Job &job)
{
    const QJsonObject facts = context.factsOf(step::WriteDatabaseUrl);
    if (facts.contains(u"host"_s))
        return Server{facts.value(u"host"_s).toString(), facts.value(u"port"_s).toInt()};
    Result<ConnectionInfo> connection = context.world.provider->connection(context.newInstance(), job);
    if (!connection)
        return std::move(connection).error();
    return Server{connection->host, connection->port};
}

QString inNumbers(const std::optional<int> &sessions)
{
    return !sessions      ? u"an unknown number of sessions"_s
         : *sessions == 1 ? u"1 session"_s
                          : u"%1 sessions"_s.arg(*sessions);
}

} // namespace

Result<std::optional<DatabaseUrl>> databaseUrlNamingNew(const RunContext &context, Job &job)
{
    Result<Server> server = newServer(context, job);
    if (!server)
        return std::move(server).errorDuring(u"reaching %1"_s.arg(context.newInstance().toString()));
    Result<DatabaseUrl> value = context.world.target->read(job);
    if (!value)
        return std::move(value).errorDuring(u"reading %1"_s.arg(context.world.target->describe()));
    return server->isNamedBy(*value) ? std::optional(*value) : std::optional<DatabaseUrl>();
}

Outcome putDatabaseUrlBack(const RunContext &context, Job &job)
{
    ConnectionTarget &target = *context.world.target;
    Result<DatabaseUrl> value = target.read(job);
    if (!value)
        return std::move(value).errorDuring(u"reading %1"_s.arg(target.describe()));
    const Result<Server> server = newServer(context, job);
    if (server && !server->isNamedBy(*value)) {
        // A cut-over by names lets the new one be reached where the old one was. Where nobody can tell, what was written counts.
        Result<ConnectionInfo> now = context.world.provider->connection(context.newInstance(), job);
        if (!now && now.error().fault() == Fault::Cancelled)
            return std::move(now).error();
        if (!now || !Server{now->host, now->port}.isNamedBy(*value))
            return Done{};
    }
    // A provider that is out of reach does not keep the app from its way back: putting back twice does no harm.
    Outcome back = target.putBack(context.run.tag, job);
    if (!back && back.error().fault() == Fault::NotFound && !server)
        return Done{}; // Nothing was kept, so nothing was written.
    return back;
}

QString AppPlace::describe(const RunContext &context) const
{
    const QString sessions = u"%1 on %2, %3 on %4"_s.arg(inNumbers(onNew), context.newInstance().toString(),
                                                         inNumbers(onOld), context.oldInstance().toString());
    return ailment.isEmpty() ? sessions : sessions + u"; "_s + ailment;
}

Result<AppPlace> whereTheAppIs(const RunContext &context, Job &job)
{
    AppPlace place;
    const CutoverSettings &cutover = context.world.environment.cutover;
    for (const QString &address : {cutover.healthUrl, cutover.databaseHealthUrl}) {
        Result<QString> ailment = ailmentOf(address, context, job);
        if (!ailment)
            return std::move(ailment).error();
        if (place.ailment.isEmpty())
            place.ailment = *ailment;
    }
    Result<std::optional<int>> onOld = sessionsOn(context.oldInstance(), context, job);
    if (!onOld)
        return std::move(onOld).error();
    Result<std::optional<int>> onNew = sessionsOn(context.newInstance(), context, job);
    if (!onNew)
        return std::move(onNew).error();
    place.onOld = *onOld;
    place.onNew = *onNew;
    return place;
}

} // namespace shuttler
