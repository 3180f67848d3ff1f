// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayArchive.h"

#include "core/net/AwsSignature.h"
#include "core/net/XmlNode.h"

#include <QUrlQuery>

#include <algorithm>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

/// The bucket, read only.
class Bucket {
public:
    static Result<std::optional<Bucket>> named(Api &api, const QString &name, Job &job);

    struct Listing {
        QStringList folders;
        std::optional<Instant> newest; ///< Of the files.
    };
    Result<Listing> list(const QString &folder, Job &job);
    Result<QByteArray> read(const QString &file, Job &job);

private:
    explicit Bucket(net::HttpClient &client) : m_client(client) {}
    Result<net::Response> get(const QString &path, const QUrlQuery &query, Job &job);

    net::HttpClient &m_client;
    QUrl m_endpoint;
    QString m_prefix; ///< Of paths: "/bucket", or nothing where the bucket is in the host.
    QString m_region;
    net::AwsCredentials m_credentials;
};

Result<std::optional<Bucket>> Bucket::named(Api &api, const QString &name, Job &job)
{
    Result<QJsonObject> project = api.ask(u"query ProjectBuckets($projectId: String!) { project(id: $projectId) { id buckets "
                                          "{ edges { node { id name } } } } }"_s,
                                          {{u"projectId"_s, api.access().project}}, job);
    if (!project)
        return std::move(project).errorDuring(u"looking for the bucket %1"_s.arg(name));
    const QJsonArray edges = project->value(u"project"_s)[u"buckets"_s][u"edges"_s].toArray();
    for (const QJsonValue &edge : edges) {
        Result<QJsonObject> data =
            api.ask(u"query BucketCredentials($bucketId: String!, $environmentId: String!, $projectId: String!) "
                    "{ bucketS3Credentials(bucketId: $bucketId, environmentId: $environmentId, projectId: $projectId) "
                    "{ bucketName endpoint region accessKeyId secretAccessKey urlStyle } }"_s,
                    {{u"bucketId"_s, edge[u"node"_s][u"id"_s]},
                     {u"environmentId"_s, api.access().environment},
                     {u"projectId"_s, api.access().project}},
                    job);
        if (!data)
            return std::move(data).errorDuring(u"asking for a way into the bucket"_s);
        const QJsonObject key = data->value(u"bucketS3Credentials"_s).toArray().first().toObject();
        if (key.value(u"bucketName"_s).toString() != name && edge[u"node"_s][u"name"_s].toString() != name)
            continue;
        Bucket bucket(api.client());
        bucket.m_endpoint = QUrl(key.value(u"endpoint"_s).toString());
        bucket.m_region = key.value(u"region"_s).toString();
        const QString bucketName = key.value(u"bucketName"_s).toString();
        if (key.value(u"urlStyle"_s).toString().contains(u"virtual"_s))
            bucket.m_endpoint.setHost(bucketName + u'.' + bucket.m_endpoint.host());
        else
            bucket.m_prefix = u'/' + bucketName;
        bucket.m_credentials.accessKey = key.value(u"accessKeyId"_s).toString();
        bucket.m_credentials.secretKey =
            std::make_shared<const Secret>(Secret(key.value(u"secretAccessKey"_s).toString().toUtf8()));
        return std::optional(std::move(bucket));
    }
    return std::optional<Bucket>();
}

Result<net::Response> Bucket::get(const QString &path, const QUrlQuery &query, Job &job)
{
    net::Request request;
    request.url = m_endpoint;
    request.url.setPath(m_prefix + path);
    request.url.setQuery(query);
    Result<net::Response> response =
        m_client.send(net::signedByAws(std::move(request), m_credentials, m_region, u"s3"_s, job.clock.now()), job);
    if (!response)
        return std::move(response).errorDuring(u"reading the bucket"_s);
    if (response->status != 200)
        return Error(response->status == 404 ? Fault::NotFound : Fault::Unreachable,
                     u"The bucket with the backups answers with HTTP %1."_s.arg(response->status))
            .means(u"How far back the database can be restored is not known."_s)
            .todo(u"Look at the bucket's page at Railway, then try again."_s);
    return response;
}

Result<Bucket::Listing> Bucket::list(const QString &folder, Job &job)
{
    Listing listing;
    QString token;
    do {
        QUrlQuery query;
        if (!token.isEmpty())
            query.addQueryItem(u"continuation-token"_s, QString::fromLatin1(QUrl::toPercentEncoding(token)));
        query.addQueryItem(u"delimiter"_s, u"%2F"_s);
        query.addQueryItem(u"list-type"_s, u"2"_s);
        query.addQueryItem(u"prefix"_s, QString::fromLatin1(QUrl::toPercentEncoding(folder)));
        Result<net::Response> response = get(u"/"_s, query, job);
        if (!response)
            return std::move(response).error();
        Result<net::XmlNode> xml = net::XmlNode::parse(response->body);
        if (!xml)
            return std::move(xml).errorDuring(u"reading the bucket"_s);
        for (const net::XmlNode &each : xml->children(u"CommonPrefixes"_s))
            listing.folders.append(each.text(u"Prefix"_s));
        for (const net::XmlNode &each : xml->children(u"Contents"_s)) {
            const Result<Instant> moment = Instant::parse(each.text(u"LastModified"_s));
            if (moment && (!listing.newest || *listing.newest < *moment))
                listing.newest = *moment;
        }
        token = xml->text(u"NextContinuationToken"_s);
    } while (!token.isEmpty());
    listing.folders.sort();
    return listing;
}

Result<QByteArray> Bucket::read(const QString &file, Job &job)
{
    Result<net::Response> response = get(u'/' + file, {}, job);
    if (!response)
        return std::move(response).error();
    return response->body;
}

/// Between the last change in a piece of the record and its arrival in the bucket, at most: what archive_timeout is for.
Seconds transitOf(const QMap<QString, QString> &variables)
{
    bool isNumber = false;
    const int seconds = variables.value(u"POSTGRES_ARCHIVE_TIMEOUT"_s).toInt(&isNumber);
    return isNumber && seconds > 0 ? Seconds(seconds) : Seconds(60);
}

/// Of one repository: its backups, and the newest file of its record of changes.
Outcome readInto(Archive &archive, Bucket &bucket, const QString &repository, Seconds transit, const InstanceId &instance, Job &job)
{
    Result<Bucket::Listing> stanzas = bucket.list(repository + u"backup/"_s, job);
    if (!stanzas)
        return std::move(stanzas).error();
    for (const QString &stanza : std::as_const(stanzas->folders)) {
        Result<QByteArray> info = bucket.read(stanza + u"backup.info"_s, job);
        if (!info && info.error().fault() == Fault::NotFound)
            continue;
        if (!info)
            return std::move(info).error();
        archive.backups += backupsIn(*info, instance);
        const QString name = stanza.chopped(1).section(u'/', -1);
        Result<Bucket::Listing> records = bucket.list(repository + u"archive/"_s + name + u'/', job);
        if (!records)
            return std::move(records).error();
        for (const QString &record : std::as_const(records->folders)) {
            Result<Bucket::Listing> pieces = bucket.list(record, job);
            if (!pieces)
                return std::move(pieces).error();
            if (pieces->folders.isEmpty())
                continue;
            Result<Bucket::Listing> last = bucket.list(pieces->folders.constLast(), job);
            if (!last)
                return std::move(last).error();
            if (last->newest && (!archive.latest || *archive.latest < *last->newest - transit))
                archive.latest = *last->newest - transit;
        }
    }
    return Done{};
}

} // namespace

std::optional<RecoveryWindow> Archive::window() const
{
    const auto first =
        std::find_if(backups.begin(), backups.end(), [](const Backup &each) { return each.kind == BackupKind::Full && each.isUsable(); });
    if (first == backups.end() || !latest || *latest < first->takenAt)
        return std::nullopt;
    const Result<RecoveryWindow> window = RecoveryWindow::between(first->takenAt, *latest);
    return window ? std::optional(*window) : std::nullopt;
}

bool isArchiving(const QMap<QString, QString> &variables)
{
    return !variables.value(u"WAL_ARCHIVE_BUCKET"_s).isEmpty();
}

Result<Archive> archiveOf(Api &api, const InstanceId &instance, const QMap<QString, QString> &variables, Job &job)
{
    Archive archive;
    const QString name = variables.value(u"WAL_ARCHIVE_BUCKET"_s);
    if (name.isEmpty()) {
        archive.whyNot = u"%1 keeps no record of its changes: point-in-time recovery is off at Railway, and nothing is retroactive."_s
                             .arg(instance.toString());
        return archive;
    }
    Result<std::optional<Bucket>> bucket = Bucket::named(api, name, job);
    if (!bucket)
        return std::move(bucket).error();
    if (!*bucket) {
        archive.whyNot = u"The bucket %1, where the backups of %2 are, is not in this project."_s.arg(name, instance.toString());
        return archive;
    }
    QString path = variables.value(u"WAL_ARCHIVE_PATH"_s, u"/pgbackrest"_s).mid(1) + u'/';
    Result<Bucket::Listing> histories = (*bucket)->list(path, job);
    if (!histories)
        return std::move(histories).error();
    for (const QString &history : std::as_const(histories->folders)) {
        if (!history.section(u'/', -2, -2).startsWith(u"cluster-"_s))
            continue;
        if (Outcome read = readInto(archive, **bucket, history, transitOf(variables), instance, job); !read)
            return std::move(read).error();
    }
    std::sort(archive.backups.begin(), archive.backups.end(), [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    if (archive.backups.isEmpty())
        archive.whyNot = u"The first backup of %1 is not in its bucket yet."_s.arg(instance.toString());
    return archive;
}

} // namespace shuttler::railway
