// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestFault.h"

#include <QList>
#include <QRegularExpression>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

/// pgBackRest's exit codes are its error kinds; these are the ones a person can do something about.
enum Code {
    Checksum = 26,
    Config = 27,
    FileInvalid = 28,
    Format = 29,
    OptionInvalid = 31,
    OptionInvalidValue = 32,
    OptionRequired = 37,
    PostmasterRunning = 38,
    PathNotEmpty = 40,
    FileOpen = 41,
    FileRead = 42,
    ArchiveMismatch = 44,
    LockAcquire = 50,
    BackupMismatch = 51,
    PathOpen = 53,
    FileMissing = 55,
    DbConnect = 56,
    DbQuery = 57,
    DbMismatch = 58,
    Stop = 62,
    FileWrite = 64,
    BackupSetInvalid = 75,
    ArchiveTimeout = 82,
    ArchiveDisabled = 87,
    Crypto = 95,
};

struct Meaning {
    QList<int> codes;
    QLatin1StringView says; ///< When the words decide, not the code.
    Fault fault;
    QString what;
    QString means;
    QString todo;
};

const QList<Meaning> &meanings()
{
    static const QList<Meaning> all{
        {{},
         "No space left on device"_L1,
         Fault::Refused,
         u"The disk is full."_s,
         u"pgBackRest stopped half-way; the backups it had before are as they were."_s,
         u"Free some disk space, then try again."_s},
        {{FileOpen, FileRead, PathOpen},
         "Permission denied"_L1,
         Fault::Refused,
         u"pgBackRest may not read or write one of its files."_s,
         u"The step was not done."_s,
         u"Give the user that runs PostgreSQL the right to the path under Details."_s},
        {{Checksum, FileInvalid, Format, Crypto},
         {},
         Fault::Corrupt,
         u"A file in the backup repository is damaged."_s,
         u"What depends on this file cannot be restored."_s,
         u"Choose a backup from before or after it; check the disk of the repository."_s},
        {{FileRead},
         "FormatError"_L1,
         Fault::Corrupt,
         u"A file in the backup repository is damaged."_s,
         u"What depends on this file cannot be restored."_s,
         u"Choose a backup from before or after it; check the disk of the repository."_s},
        {{FileMissing},
         "backup.manifest"_L1,
         Fault::Corrupt,
         u"The backup's list of files is missing in the repository."_s,
         u"This backup cannot be restored."_s,
         u"Choose another backup, and find out who removed files from the repository."_s},
        {{FileMissing},
         "/backup/"_L1,
         Fault::Corrupt,
         u"A file of the backup is missing in the repository."_s,
         u"This backup cannot be restored."_s,
         u"Choose another backup, and find out who removed files from the repository."_s},
        {{FileMissing},
         {},
         Fault::NotFound,
         u"pgBackRest did not find a file that it needs."_s,
         u"The step was not done."_s,
         u"Check the paths in pgBackRest's configuration; the file is named under Details."_s},
        {{FileWrite},
         {},
         Fault::Refused,
         u"pgBackRest could not write one of its files."_s,
         u"The step was not done."_s,
         u"Check the space and the rights where it writes; the file is named under Details."_s},
        {{BackupSetInvalid},
         {},
         Fault::NotFound,
         u"The repository has no such backup."_s,
         u"Nothing was restored."_s,
         u"Ask for the list of backups again: the backup may have been removed when its time was over."_s},
        {{LockAcquire},
         {},
         Fault::Refused,
         u"Another pgBackRest command is at work on this database."_s,
         u"The step was not done."_s,
         u"Wait until the running backup has ended, then try again."_s},
        {{Stop},
         {},
         Fault::Refused,
         u"pgBackRest was told to stop for this database (\"pgbackrest stop\")."_s,
         u"The step was not done."_s,
         u"Run \"pgbackrest start\" for it, then try again."_s},
        {{DbConnect},
         {},
         Fault::Unreachable,
         u"pgBackRest could not reach the database server."_s,
         u"The step was not done."_s,
         u"Check that the server runs, and port, socket and user (pg1-…) in pgBackRest's configuration."_s},
        {{DbQuery},
         {},
         Fault::Refused,
         u"The database server refused a question of pgBackRest."_s,
         u"The step was not done."_s,
         u"Check that pgBackRest's user (pg1-user) may take backups; the server's words are under Details."_s},
        {{DbMismatch, BackupMismatch, ArchiveMismatch},
         {},
         Fault::Refused,
         u"The repository belongs to another database server than this one."_s,
         u"Nothing was written, so that the backups of two servers are not mixed."_s,
         u"Check pg1-path in pgBackRest's configuration, or run \"pgbackrest stanza-upgrade\" after an upgrade of PostgreSQL."_s},
        {{ArchiveTimeout},
         {},
         Fault::Unreachable,
         u"The newest changes did not reach the backup repository in time."_s,
         u"Until they do, they cannot be restored from there."_s,
         u"Check archive_command on the server and the space and rights of the repository."_s},
        {{ArchiveDisabled},
         {},
         Fault::Refused,
         u"The database server does not hand its changes to pgBackRest (archive_mode is off)."_s,
         u"Single seconds cannot be restored without them."_s,
         u"Set archive_mode and archive_command as pgBackRest's guide says, and restart the server."_s},
        {{PostmasterRunning},
         {},
         Fault::Refused,
         u"A database server is running in the target directory."_s,
         u"Nothing was restored over it."_s,
         u"Stop that server first, or restore under another name."_s},
        {{PathNotEmpty},
         {},
         Fault::Refused,
         u"The target directory is not empty."_s,
         u"Nothing was restored over what lies there."_s,
         u"Choose another name, or clear the directory."_s},
        {{Config, OptionInvalid, OptionInvalidValue, OptionRequired},
         {},
         Fault::Refused,
         u"pgBackRest does not accept its configuration."_s,
         u"The step was not done."_s,
         u"Correct the line named under Details in pgBackRest's configuration."_s},
    };
    return all;
}

} // namespace

QString complaintsIn(const QByteArray &output)
{
    static const QRegularExpression head(
        u"^(?:\\d{4}-\\d\\d-\\d\\d [0-9:.]+ P\\d+\\s+)?(?:(ERROR|WARN)|(?:INFO|DETAIL|DEBUG|TRACE)): "_s);
    static const QRegularExpression secret(u"(--[a-z0-9-]*(?:pass|key|secret|token)[a-z0-9-]*)=\\S+"_s);
    QStringList lines;
    bool within = false;
    for (const QString &line : QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts)) {
        if (const QRegularExpressionMatch match = head.match(line); match.hasMatch())
            within = !match.captured(1).isEmpty();
        if (within && !lines.contains(line))
            lines.append(line);
    }
    return lines.join(u'\n').replace(secret, u"\\1=…"_s).left(4000);
}

Error faultOf(const QString &verb, int exitCode, const QByteArray &output)
{
    const QString complaints = complaintsIn(output);
    const QString details = u"pgbackrest %1 ended with code %2\n%3"_s.arg(verb, QString::number(exitCode), complaints);
    for (const Meaning &meaning : meanings()) {
        const bool codeFits = meaning.codes.isEmpty() || meaning.codes.contains(exitCode);
        if (codeFits && (meaning.says.isEmpty() || complaints.contains(meaning.says)))
            return Error(meaning.fault, meaning.what).means(meaning.means).todo(meaning.todo).details(details);
    }
    return Error(Fault::Refused, u"pgBackRest could not do what was asked (%1)."_s.arg(verb))
        .means(u"The step was not done."_s)
        .todo(u"Its own words are under Details; put right what they name, then try again."_s)
        .details(details);
}

} // namespace shuttler::pgbackrest
