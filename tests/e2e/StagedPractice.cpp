// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedPractice.h"

#include "core/domain/DatabaseUrl.h"
#include "core/postgres/Connection.h"
#include "core/postgres/ConnectionString.h"
#include "tests/support/Jobs.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

namespace shuttler::test {

using namespace Qt::StringLiterals;

QByteArray contentOf(const QString &file)
{
    QFile open(file);
    return open.open(QIODevice::ReadOnly) ? open.readAll() : QByteArray();
}

bool writeTo(const QString &file, const QByteArray &content)
{
    QFile open(file);
    return open.open(QIODevice::WriteOnly | QIODevice::Truncate) && open.write(content) == content.size();
}

CtlAnswer StagedPractice::create(const QString &size)
{
    CtlAnswer created = m_ctl.createPractice(m_name, size);
    m_environment = created.json.value(u"environment"_s).toObject();
    for (const QByteArray &line : contentOf(envFile()).split('\n'))
        if (line.startsWith("DATABASE_URL="))
            if (const Result<DatabaseUrl> url = DatabaseUrl::parse(line.mid(13)); url && url->connection().password)
                m_appPassword = url->connection().password->expose([](const char *plain) { return QByteArray(plain); });
    written::secret(m_appPassword);
    return created;
}

StagedPractice::~StagedPractice()
{
    written::logs(directory());
}

CtlAnswer StagedPractice::restore(const QStringList &arguments)
{
    return m_ctl.run(QStringList{u"restore"_s, m_name} + arguments);
}

CtlAnswer StagedPractice::resume(const CtlAnswer &run, const QStringList &arguments)
{
    return m_ctl.run(QStringList{u"restore"_s, u"resume"_s, runOf(run)} + arguments);
}

CtlAnswer StagedPractice::undo(const CtlAnswer &run)
{
    return m_ctl.run({u"restore"_s, u"undo"_s, runOf(run)});
}

QJsonObject StagedPractice::environment()
{
    return m_ctl.run({u"env"_s, u"show"_s, m_name}).json.value(u"environments"_s)[0].toObject();
}

qint64 StagedPractice::bookings() const
{
    QNetworkAccessManager network;
    QUrl url(m_environment.value(u"healthUrl"_s).toString());
    url.setPath(u"/bookings"_s);
    QNetworkRequest request(url);
    request.setTransferTimeout(5000);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    if (reply->error() != QNetworkReply::NoError)
        return -1;
    return QJsonDocument::fromJson(reply->readAll()).object().value(u"count"_s).toInteger(-1);
}

bool StagedPractice::waitForBookings(int more) const
{
    const qint64 before = bookings();
    return before >= 0 && QTest::qWaitFor([&] { return bookings() >= before + more; }, 60'000);
}

pid_t StagedPractice::appPid() const
{
    return contentOf(directory() + u"/app/app.pid"_s).trimmed().toInt();
}

static ConnectionInfo asOwner(const QString &connection)
{
    Result<ConnectionInfo> info = postgres::parseConnectionString(connection);
    if (!info)
        return {};
    info->user = u"shuttler_owner"_s;
    return *std::move(info);
}

ConnectionInfo StagedPractice::serving()
{
    const CtlAnswer status = m_ctl.run({u"practice"_s, u"status"_s, u"--name"_s, m_name});
    return asOwner(status.json.value(u"environment"_s)[u"connection"_s].toString());
}

ConnectionInfo StagedPractice::copyOf(const CtlAnswer &answer)
{
    return asOwner(answer.json.value(u"connection"_s).toString());
}

QString StagedPractice::ask(const ConnectionInfo &database, const QString &sql)
{
    Result<postgres::Connection> connection = postgres::Connection::open(database, {}, testJob());
    if (!connection)
        return u"error: "_s + connection.error().forLog();
    Result<postgres::Rows> rows = connection->query(sql, testJob());
    if (!rows)
        return u"error: "_s + rows.error().forLog();
    return rows->size() == 1 ? rows->text(0, 0) : u"error: %1 rows"_s.arg(rows->size());
}

Outcome StagedPractice::run(const ConnectionInfo &database, const QByteArray &sql)
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    Result<postgres::Connection> connection = postgres::Connection::open(database, options, testJob());
    if (!connection)
        return std::move(connection).error();
    if (Result<postgres::Rows> done = connection->script(sql, testJob()); !done)
        return std::move(done).error();
    return Done{};
}

} // namespace shuttler::test
