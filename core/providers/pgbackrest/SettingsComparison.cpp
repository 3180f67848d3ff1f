// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/SettingsComparison.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

/// In the order they are shown.
const QStringList Compared{u"server_version"_s,
                           u"server_encoding"_s,
                           u"data_checksums"_s,
                           u"max_connections"_s,
                           u"shared_buffers"_s,
                           u"work_mem"_s,
                           u"maintenance_work_mem"_s,
                           u"effective_cache_size"_s,
                           u"max_worker_processes"_s,
                           u"max_prepared_transactions"_s,
                           u"max_locks_per_transaction"_s,
                           u"shared_preload_libraries"_s,
                           u"wal_level"_s,
                           u"max_wal_size"_s,
                           u"max_wal_senders"_s,
                           u"fsync"_s,
                           u"synchronous_commit"_s,
                           u"full_page_writes"_s,
                           u"TimeZone"_s,
                           u"lc_monetary"_s,
                           u"lc_numeric"_s,
                           u"lc_time"_s,
                           u"default_text_search_config"_s,
                           u"password_encryption"_s,
                           u"ssl"_s,
                           u"listen_addresses"_s,
                           u"statement_timeout"_s,
                           u"idle_in_transaction_session_timeout"_s,
                           u"autovacuum"_s,
                           u"checkpoint_timeout"_s};

const QString Protection = u"backups of its own"_s;
const QString Collation = u"collation"_s;
const QString Extensions = u"extensions"_s;

QString archiving(const QString &mode)
{
    return mode == u"off"_s ? u"no"_s : u"yes"_s;
}

/// What a running server says.
Result<QMap<QString, QString>> asked(const Site &site, const InstanceId &id, Job &job)
{
    Result<postgres::Connection> server = postgres::Connection::open(site.readerOf(id), {}, job);
    if (!server)
        return std::move(server).errorDuring(u"asking %1 for its settings"_s.arg(id.toString()));
    // What our own session changed for itself goes back to what an app would get.
    Result<postgres::Rows> rows = server->query(
        u"SELECT name, CASE WHEN source = 'session' THEN reset_val ELSE current_setting(name) END FROM pg_settings "
        "WHERE name = ANY($1::text[])"_s,
        {QByteArray('{' + Compared.join(u',').toUtf8() + ",archive_mode}")}, job);
    if (!rows)
        return std::move(rows).error();
    QMap<QString, QString> values;
    for (int row = 0; row < rows->size(); ++row)
        values.insert(rows->text(row, 0), rows->text(row, 1));
    values.insert(Protection, archiving(values.take(u"archive_mode"_s)));

    Result<postgres::Rows> more = server->query(
        u"SELECT datcollate || ' / ' || datctype, (SELECT coalesce(string_agg(extname || ' ' || extversion, ', ' ORDER BY extname), '') "
        "FROM pg_extension) FROM pg_database WHERE datname = current_database()"_s,
        job);
    if (!more)
        return std::move(more).error();
    values.insert(Collation, more->text(0, 0));
    values.insert(Extensions, more->text(0, 1));
    return values;
}

/// What a stopped server's files say.
Result<QMap<QString, QString>> readFromFiles(const Site &site, const InstanceId &id, Job &job)
{
    const LocalCluster cluster = site.clusterOf(id);
    QMap<QString, QString> values;
    for (const QString &setting :
         {u"max_connections"_s, u"work_mem"_s, u"max_worker_processes"_s, u"wal_level"_s, u"TimeZone"_s,
          u"shared_preload_libraries"_s, u"archive_mode"_s, u"fsync"_s, u"ssl"_s}) {
        Result<QString> value = cluster.configured(setting, job);
        if (!value)
            return std::move(value).error();
        values.insert(setting, *value);
    }
    values.remove(u"work_mem"_s); // Without a unit it cannot be held against the server's answer.
    values.insert(Protection, archiving(values.take(u"archive_mode"_s)));
    return values;
}

} // namespace

QList<SettingComparison> sideBySide(const QMap<QString, QString> &wanted, const QMap<QString, QString> &found,
                                    const QStringList &later)
{
    QList<SettingComparison> comparisons;
    for (const QString &name : Compared + QStringList{Collation, Extensions, Protection}) {
        if (!wanted.contains(name) || !found.contains(name))
            continue;
        SettingComparison comparison{name, wanted.value(name), found.value(name), SettingComparison::State::Same};
        if (comparison.wanted != comparison.found)
            comparison.state =
                later.contains(name) ? SettingComparison::State::WhenReady : SettingComparison::State::Differs;
        comparisons.append(comparison);
    }
    return comparisons;
}

Result<QList<SettingComparison>> compareServers(const Site &site, const InstanceId &source, const InstanceId &copy,
                                                Job &job)
{
    if (Outcome exists = site.mustExist(copy); !exists)
        return std::move(exists).error();
    Result<QMap<QString, QString>> found = asked(site, copy, job);
    if (!found)
        return std::move(found).error();
    Result<QMap<QString, QString>> wanted = asked(site, source, job);
    if (!wanted && wanted.error().fault() == Fault::Unreachable && site.clusterOf(source).exists())
        wanted = readFromFiles(site, source, job);
    if (!wanted)
        return std::move(wanted).error();

    // Until its first restart a copy has the sizes it was given for its recovery.
    QStringList later{Protection};
    if (Result<std::optional<InstanceRecord>> record = site.book().find(copy);
        record && *record && !(*record)->isProtected)
        for (const QString &option : std::as_const((*record)->recoveryOptions))
            later.append(option.section(u'=', 0, 0));
    return sideBySide(*wanted, *found, later);
}

} // namespace shuttler::pgbackrest
