// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/TempCluster.h"

#include <QMap>

namespace shuttler::test {

/// A private PostgreSQL with a pgBackRest repository of its own: everything below one temporary folder, gone at the end with every
/// server that was restored beside it.
class TempStanza {
public:
    struct Options {
        QString database = QStringLiteral("app");
        QStringList settings;      ///< More lines for postgresql.conf.
        QStringList configuration; ///< More lines for pgBackRest's [global].
        bool firstBackup = true;
    };
    static Result<std::unique_ptr<TempStanza>> start(const Options &options);
    static Result<std::unique_ptr<TempStanza>> start() { return start(Options()); }
    ~TempStanza();

    TempCluster &cluster() { return *m_cluster; }
    QString folder() const { return m_cluster->folder(); }
    QString configFile() const { return folder() + QStringLiteral("/pgbackrest.conf"); }
    QString repository() const { return folder() + QStringLiteral("/repo"); }
    QString instances() const { return folder() + QStringLiteral("/instances"); }
    QString database() const { return m_database; }
    static QString stanza() { return QStringLiteral("main"); }
    /// The provider's table of an environment.
    QMap<QString, QString> table() const;

    /// pgBackRest on this stanza, or another one; its standard output.
    Result<QByteArray> backrest(const QStringList &arguments, const QString &of = stanza()) const;
    /// Statements in the app's database.
    Outcome run(const QByteArray &sql) const { return m_cluster->run(sql, m_database); }
    /// The one value a query on any server of this socket folder yields; "error: …" when it does not.
    QString ask(int port, const QString &sql) const;
    QString ask(const QString &sql) const { return ask(m_cluster->port(), sql); }

    /// The files below a folder whose names match, sorted.
    static QStringList filesBelow(const QString &folder, const QString &pattern);
    /// Changes one bit in the middle of a file.
    static bool damage(const QString &file);

private:
    TempStanza() = default;
    Outcome prepare(const Options &options);
    std::unique_ptr<TempCluster> m_cluster;
    QString m_database;
};

} // namespace shuttler::test
