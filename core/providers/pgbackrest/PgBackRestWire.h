// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/Backup.h"
#include "core/providers/pgbackrest/WalSegment.h"

#include <QMap>

/// Turns what pgBackRest and PostgreSQL's programs print into values. Pure: fed by recordings in tests/fixtures/pgbackrest.
namespace shuttler::pgbackrest {

/// One backup, as `info --output=json` has it.
struct RepoBackup {
    QString label; ///< "20261118-030000F_20261118-090000I"
    BackupKind kind = BackupKind::Full;
    int repository = 1;
    QString archiveId; ///< Where its changes lie: "15-1".
    Instant startedAt;
    Instant stoppedAt;       ///< The whole second in which it ended: it may have ended up to a second later.
    WalSegment firstSegment; ///< From here to `lastSegment` every change is needed to make it consistent.
    WalSegment lastSegment;
    Lsn stop;
    qint64 sizeBytes = 0;
    qint64 storedBytes = 0;
    bool hasPageErrors = false;
    QStringList builtOn; ///< Labels of the backups it takes files from.
    QMap<QString, QString> annotations;
    QString postgresVersion; ///< "15"
    QString systemId;

    /// The first moment that is surely after its end.
    Instant usableFrom() const { return stoppedAt + Seconds(1); }
};

/// One history of a database server in the archive: a new one begins with an upgrade to another major version.
struct RepoDatabase {
    QString archiveId;
    QString version;
    QString systemId;
    friend bool operator==(const RepoDatabase &, const RepoDatabase &) = default;
};

struct StanzaInfo {
    static constexpr int NoStanza = 1;
    static constexpr int NoBackup = 2;
    int code = 0; ///< pgBackRest's own: 0 is good; what higher ones mean is in `message`.
    QString message;
    bool backupRuns = false;
    QList<int> repositories;
    QList<RepoDatabase> databases; ///< Oldest first; the last is the one in use.
    QList<RepoBackup> backups;     ///< Oldest first.

    bool exists() const { return code != NoStanza; }
    const RepoBackup *find(const QString &label) const;
};

/// The answer of `info --stanza=… --output=json`. Fault::Corrupt when it is not what pgBackRest 2.x writes.
Result<StanzaInfo> readInfo(const QByteArray &json, const QString &stanza);

/// One entry of `repo-ls --output=json`.
struct RepoEntry {
    bool isFolder = false;
    qint64 bytes = 0;
    Instant changedAt;
    friend bool operator==(const RepoEntry &, const RepoEntry &) = default;
};
Result<QMap<QString, RepoEntry>> readRepoList(const QByteArray &json);

/// What `verify --output=text --verbose` found about one backup.
struct VerifiedBackup {
    bool isSound = false;
    QString reason; ///< Why not, in a sentence.
    friend bool operator==(const VerifiedBackup &, const VerifiedBackup &) = default;
};
struct VerifyAnswer {
    QMap<QString, VerifiedBackup> backups; ///< By label.
    QStringList damagedSegments;           ///< Names of archived files that cannot be trusted.
};
VerifyAnswer readVerify(const QByteArray &output);

/// One end of a transaction, as `pg_waldump -r Transaction` prints it.
struct TransactionEnd {
    Lsn at;
    quint32 xid = 0;
    Instant time;
    friend bool operator==(const TransactionEnd &, const TransactionEnd &) = default;
};
/// Nothing for lines that are not the end of a transaction.
std::optional<TransactionEnd> readTransactionEnd(const QByteArray &line);

/// What a line of pgBackRest's log says about the copying.
struct CopyProgress {
    double percent = 0;
    QString file;
};
std::optional<CopyProgress> readCopyProgress(const QByteArray &line);
/// "new backup label = …"
std::optional<QString> readNewLabel(const QByteArray &line);
/// Whether a log line is worth showing: INFO, WARN, ERROR and its hints; without time, process number and the list of options.
std::optional<QString> readableLogLine(const QByteArray &line);

} // namespace shuttler::pgbackrest
