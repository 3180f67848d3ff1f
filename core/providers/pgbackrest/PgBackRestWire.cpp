// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestWire.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

Error notUnderstood(const QString &what, const QByteArray &answer)
{
    return Error(Fault::Corrupt, u"pgBackRest's answer could not be read: %1."_s.arg(what))
        .means(u"What can be restored is not known."_s)
        .todo(u"Check that pgBackRest is version 2.41 or newer; its own words are under Details."_s)
        .details(QString::fromUtf8(answer.left(2000)));
}

Instant secondOf(const QJsonValue &value)
{
    return Instant::fromUnixSeconds(value.toInteger());
}

std::optional<BackupKind> kindOf(const QString &word)
{
    if (word == u"full"_s)
        return BackupKind::Full;
    if (word == u"diff"_s)
        return BackupKind::Differential;
    if (word == u"incr"_s)
        return BackupKind::Incremental;
    return std::nullopt;
}

std::optional<RepoBackup> backupOf(const QJsonObject &json, const QJsonArray &databases)
{
    RepoBackup backup;
    backup.label = json[u"label"].toString();
    const std::optional<BackupKind> kind = kindOf(json[u"type"].toString());
    const std::optional<WalSegment> first = WalSegment::parse(json[u"archive"][u"start"].toString());
    const std::optional<WalSegment> last = WalSegment::parse(json[u"archive"][u"stop"].toString());
    const std::optional<Lsn> stop = Lsn::parse(json[u"lsn"][u"stop"].toString());
    if (backup.label.isEmpty() || !kind || !first || !last || !stop)
        return std::nullopt;
    backup.kind = *kind;
    backup.firstSegment = *first;
    backup.lastSegment = *last;
    backup.stop = *stop;
    backup.startedAt = secondOf(json[u"timestamp"][u"start"]);
    backup.stoppedAt = secondOf(json[u"timestamp"][u"stop"]);
    backup.sizeBytes = json[u"info"][u"size"].toInteger();
    backup.storedBytes = json[u"info"][u"repository"][u"delta"].toInteger();
    backup.hasPageErrors = json[u"error"].toBool();
    for (const QJsonValue &label : json[u"reference"].toArray())
        backup.builtOn.append(label.toString());
    const QJsonObject annotations = json[u"annotation"].toObject();
    for (auto entry = annotations.begin(); entry != annotations.end(); ++entry)
        backup.annotations.insert(entry.key(), entry.value().toString());

    const QJsonObject of = json[u"database"].toObject();
    backup.repository = of[u"repo-key"].toInt(1);
    for (const QJsonValue &database : databases) {
        if (database[u"id"] == of[u"id"] && database[u"repo-key"].toInt(1) == backup.repository) {
            backup.postgresVersion = database[u"version"].toString();
            backup.systemId = QString::number(database[u"system-id"].toInteger());
            backup.archiveId = backup.postgresVersion + u'-' + QString::number(of[u"id"].toInt());
        }
    }
    return backup.archiveId.isEmpty() ? std::nullopt : std::optional(backup);
}

} // namespace

const RepoBackup *StanzaInfo::find(const QString &label) const
{
    const auto found =
        std::find_if(backups.cbegin(), backups.cend(), [&](const RepoBackup &backup) { return backup.label == label; });
    return found == backups.cend() ? nullptr : &*found;
}

Result<StanzaInfo> readInfo(const QByteArray &json, const QString &stanza)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray())
        return notUnderstood(u"it is no list of stanzas"_s, json);
    QJsonObject found;
    for (const QJsonValue &each : document.array())
        if (each[u"name"].toString() == stanza)
            found = each.toObject();

    StanzaInfo info;
    if (found.isEmpty()) {
        info.code = StanzaInfo::NoStanza;
        info.message = u"missing stanza path"_s;
        return info;
    }
    const QJsonObject status = found[u"status"].toObject();
    if (!status[u"code"].isDouble())
        return notUnderstood(u"it gives no status"_s, json);
    info.code = status[u"code"].toInt();
    info.message = status[u"message"].toString();
    info.backupRuns = status[u"lock"][u"backup"][u"held"].toBool();
    for (const QJsonValue &repository : found[u"repo"].toArray()) {
        info.repositories.append(repository[u"key"].toInt());
        // "other" and "different across repos" say nothing by themselves; each repository gives its own reason.
        if (repository[u"status"][u"code"].toInt() > StanzaInfo::NoBackup)
            info.message = repository[u"status"][u"message"].toString();
    }

    const QJsonArray databases = found[u"db"].toArray();
    for (const QJsonValue &each : databases) {
        const QString version = each[u"version"].toString();
        const RepoDatabase database{version + u'-' + QString::number(each[u"id"].toInt()), version,
                                    QString::number(each[u"system-id"].toInteger())};
        if (!info.databases.contains(database))
            info.databases.append(database);
    }
    for (const QJsonValue &each : found[u"backup"].toArray()) {
        const std::optional<RepoBackup> backup = backupOf(each.toObject(), databases);
        if (!backup)
            return notUnderstood(u"a backup lacks its label, its type or its place in the record of changes"_s, json);
        info.backups.append(*backup);
    }
    std::stable_sort(info.backups.begin(), info.backups.end(),
                     [](const RepoBackup &a, const RepoBackup &b) { return a.stoppedAt < b.stoppedAt; });
    return info;
}

Result<QMap<QString, RepoEntry>> readRepoList(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return notUnderstood(u"it is no list of files"_s, json);
    QMap<QString, RepoEntry> entries;
    const QJsonObject object = document.object();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const QJsonValue value = entry.value();
        if (entry.key() != u"."_s)
            entries.insert(entry.key(), {value[u"type"].toString() == u"path"_s, value[u"size"].toInteger(),
                                         secondOf(value[u"time"])});
    }
    return entries;
}

VerifyAnswer readVerify(const QByteArray &output)
{
    static const QRegularExpression backupLine(
        u"^\\s*backup: ([^,\\s]+), status: ([a-z -]+), total files checked: (\\d+), total valid files: (\\d+)"_s);
    static const QRegularExpression manifestLine(u"^\\s*backup: ([^,\\s]+), status: ([a-z -]+)"_s);
    static const QRegularExpression damageLine(
        u"(?:invalid result|invalid checksum|invalid size|file missing) '?[^' ]*/([0-9A-F]{24})-[0-9a-f]{40}"_s);
    VerifyAnswer answer;
    for (const QString &line : QString::fromUtf8(output).split(u'\n')) {
        if (const QRegularExpressionMatch match = manifestLine.match(line); match.hasMatch()) {
            const QRegularExpressionMatch counts = backupLine.match(line);
            const qint64 checked = counts.captured(3).toLongLong();
            const qint64 valid = counts.captured(4).toLongLong();
            // Nothing looked at is not soundness.
            const bool sound = match.captured(2).trimmed() == u"valid"_s && checked > 0 && checked == valid;
            QString reason;
            if (!sound && counts.hasMatch() && checked > 0)
                reason = u"%1 of its %2 files are missing or damaged."_s.arg(checked - valid).arg(checked);
            else if (!sound)
                reason = u"pgBackRest says of it: %1."_s.arg(match.captured(2).trimmed());
            answer.backups.insert(match.captured(1), {sound, reason});
        } else if (const QRegularExpressionMatch damage = damageLine.match(line); damage.hasMatch()) {
            if (!answer.damagedSegments.contains(damage.captured(1)))
                answer.damagedSegments.append(damage.captured(1));
        }
    }
    return answer;
}

std::optional<TransactionEnd> readTransactionEnd(const QByteArray &line)
{
    static const QRegularExpression shape(
        u"tx:\\s*(\\d+), lsn: ([0-9A-F]+/[0-9A-F]+), .*desc: (?:COMMIT|ABORT)(?:_PREPARED)? (?:(\\d+): )?(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) UTC"_s);
    if (!line.contains("desc: COMMIT") && !line.contains("desc: ABORT"))
        return std::nullopt;
    const QRegularExpressionMatch match = shape.match(QString::fromLatin1(line));
    if (!match.hasMatch())
        return std::nullopt;
    const std::optional<Lsn> at = Lsn::parse(match.captured(2));
    const Result<Instant> time = Instant::parse(match.captured(4) + u'Z');
    if (!at || !time)
        return std::nullopt;
    // The end of a prepared transaction is written by another one; the number in front of the time is its own.
    const QString xid = match.captured(3).isEmpty() ? match.captured(1) : match.captured(3);
    return TransactionEnd{*at, xid.toUInt(), *time};
}

std::optional<CopyProgress> readCopyProgress(const QByteArray &line)
{
    static const QRegularExpression shape(u"restore file (.*) \\(.*?([0-9.]+)%\\)"_s);
    if (!line.contains("restore file "))
        return std::nullopt;
    const QRegularExpressionMatch match = shape.match(QString::fromUtf8(line));
    if (!match.hasMatch())
        return std::nullopt;
    return CopyProgress{match.captured(2).toDouble(), match.captured(1)};
}

std::optional<QString> readNewLabel(const QByteArray &line)
{
    static const QRegularExpression shape(u"new backup label = (\\S+)"_s);
    const QRegularExpressionMatch match = shape.match(QString::fromUtf8(line));
    return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
}

std::optional<QString> readableLogLine(const QByteArray &line)
{
    static const QRegularExpression stamped(
        u"^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ P\\d+\\s+(INFO|WARN|ERROR|DETAIL|DEBUG|TRACE): (.*)$"_s);
    static const QRegularExpression bare(u"^(WARN|ERROR): (.*)$"_s);
    static const QRegularExpression options(u"( command (?:begin|end)[^:]*): .*--.*"_s);
    const QString text = QString::fromUtf8(line);
    QRegularExpressionMatch match = stamped.match(text);
    if (!match.hasMatch())
        match = bare.match(text);
    if (!match.hasMatch()) {
        const QString hint = text.trimmed();
        return hint.startsWith(u"HINT:"_s) ? std::optional(hint) : std::nullopt;
    }
    const QString level = match.captured(1);
    if (level != u"INFO"_s && level != u"WARN"_s && level != u"ERROR"_s)
        return std::nullopt;
    QString words = match.captured(2);
    words.replace(options, u"\\1"_s); // Options may hold a passphrase.
    return level == u"INFO"_s ? words : level + u": "_s + words;
}

} // namespace shuttler::pgbackrest
