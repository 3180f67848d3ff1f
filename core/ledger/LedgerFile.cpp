// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/LedgerFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>
#include <QUrl>

#include <algorithm>
#include <atomic>

static void initialiseLedgerResources()
{
    Q_INIT_RESOURCE(ledger); // A static library's resources are otherwise left out by the linker.
}

namespace shuttler {

using namespace Qt::StringLiterals;

constexpr qint64 OurApplicationId = 0x53684f70; // "ShOp", as in 0001.sql.

// The low byte is the kind of error; the rest tells variants apart that need the same from the person.
enum SqliteCode {
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteIoError = 10,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteCannotOpen = 14,
    SqliteNotADatabase = 26,
};

/// Statements are separated by empty lines, because a trigger holds semicolons of its own.
static QStringList statementsOf(const QString &script)
{
    QStringList statements;
    for (const QString &part : script.split(u"\n\n"_s)) {
        const QStringList lines = part.split(u'\n', Qt::SkipEmptyParts);
        if (!std::all_of(lines.begin(), lines.end(), [](const QString &line) { return line.startsWith(u"--"); }))
            statements.append(part);
    }
    return statements;
}

static Error noLedger(const QString &path, const QString &details = {})
{
    return Error(Fault::Corrupt, u"%1 is not a ledger of Shuttler Ops."_s.arg(path))
        .means(u"It was not touched. Open restores and the history cannot be read from it."_s)
        .todo(u"Move it away, or put the right file in its place."_s)
        .details(details);
}

static Error newerLedger(const QString &path, qint64 found, qsizetype known)
{
    return Error(Fault::Refused, u"%1 was written by a newer version of Shuttler Ops."_s.arg(path))
        .means(u"It was not touched: format %1 was found, and this version knows up to %2."_s.arg(found).arg(known))
        .todo(u"Install the newer version again."_s);
}

/// Looks at a file without a lock, a journal or a byte changed.
static Outcome lookAt(QSqlDatabase look, const QString &path, qsizetype known)
{
    look.setDatabaseName(QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded()) + u"?immutable=1"_s);
    look.setConnectOptions(u"QSQLITE_OPEN_URI;QSQLITE_OPEN_READONLY"_s);
    if (!look.open())
        return noLedger(path, look.lastError().databaseText());
    QSqlQuery ask(look);
    const auto number = [&ask](const QString &pragma) {
        return ask.exec(pragma) && ask.next() ? ask.value(0).toLongLong() : -1;
    };
    Outcome outcome = Done{};
    if (number(u"PRAGMA application_id"_s) != OurApplicationId)
        outcome = noLedger(path, ask.lastError().databaseText());
    else if (const qint64 version = number(u"PRAGMA user_version"_s); version > known)
        outcome = newerLedger(path, version, known);
    ask.clear();
    look.close();
    return outcome;
}

Result<LedgerFile> LedgerFile::open(const QString &path, const QStringList &scripts)
{
    const QFileInfo info(path);
    if (!QDir().mkpath(info.absolutePath()))
        return Error(Fault::Refused, u"The folder %1 could not be made."_s.arg(info.absolutePath()))
            .means(u"Without its ledger Shuttler Ops starts nothing."_s)
            .todo(u"Check that you may write there, then try again."_s);
    if (info.exists() && (!info.isReadable() || !info.isWritable()))
        return Error(Fault::Refused, u"The ledger %1 belongs to somebody else."_s.arg(path))
            .means(u"Without its ledger Shuttler Ops starts nothing."_s)
            .todo(u"Start Shuttler Ops as the user \"%1\", or give it a state folder of your own."_s.arg(info.owner()));

    static std::atomic<int> count = 0;
    LedgerFile file(info.absoluteFilePath(), u"ledger-%1"_s.arg(++count));
    if (!QSqlDatabase::addDatabase(u"QSQLITE"_s, file.m_connection).isValid())
        return Error(Fault::NotFound, u"SQLite support for Qt is missing on this computer."_s)
            .means(u"Without its ledger Shuttler Ops starts nothing."_s)
            .todo(u"Install the package libqt6sql6-sqlite."_s);
    if (info.size() > 0)
        if (Outcome looked = lookAt(file.database(), file.m_path, scripts.size()); !looked)
            return std::move(looked).error();
    if (Outcome connected = file.connect(); !connected)
        return std::move(connected).error();
    if (Outcome migrated = file.migrate(scripts); !migrated)
        return std::move(migrated).errorDuring(u"preparing the ledger"_s);
    if (!info.exists())
        QFile::setPermissions(file.m_path, QFile::ReadOwner | QFile::WriteOwner);
    return file;
}

QStringList LedgerFile::builtInScripts()
{
    initialiseLedgerResources();
    QStringList scripts;
    const QDir folder(u":/ledger"_s);
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile script(folder.filePath(name));
        if (script.open(QIODevice::ReadOnly))
            scripts.append(QString::fromUtf8(script.readAll()));
    }
    return scripts;
}

LedgerFile::LedgerFile(LedgerFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_connection(std::exchange(other.m_connection, QString()))
{}

LedgerFile::~LedgerFile()
{
    if (!m_connection.isEmpty())
        QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase LedgerFile::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Outcome LedgerFile::run(const QString &sql) const
{
    QSqlQuery query(database());
    if (!query.exec(sql))
        return errorFrom(query.lastError());
    return Done{};
}

Outcome LedgerFile::connect() const
{
    QSqlDatabase connection = database();
    connection.setDatabaseName(m_path);
    connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=30000"_s);
    if (!connection.open())
        return errorFrom(connection.lastError());
    for (const QString &pragma : {u"PRAGMA journal_mode = DELETE"_s, u"PRAGMA synchronous = EXTRA"_s})
        if (Outcome done = run(pragma); !done)
            return done;
    return Done{};
}

Outcome LedgerFile::migrate(const QStringList &scripts) const
{
    const auto version = [this]() -> qsizetype {
        QSqlQuery ask(database());
        return ask.exec(u"PRAGMA user_version"_s) && ask.next() ? ask.value(0).toLongLong() : -1;
    };
    if (version() == scripts.size())
        return Done{};

    WriteTransaction transaction(*this);
    if (!transaction.begun())
        return transaction.begun();
    const qsizetype found = version(); // Again: another process may have migrated it while we waited.
    if (found < 0 || found > scripts.size())
        return newerLedger(m_path, found, scripts.size());
    for (const QString &script : scripts.mid(found))
        for (const QString &statement : statementsOf(script))
            if (Outcome done = run(statement); !done)
                return done;
    if (Outcome done = run(u"PRAGMA user_version = %1"_s.arg(scripts.size())); !done)
        return done;
    return transaction.commit();
}

Error LedgerFile::errorFrom(const QSqlError &error) const
{
    const QString details = error.databaseText();
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case SqliteBusy:
    case SqliteLocked:
        return Error(Fault::Unreachable,
                     u"The ledger is in use by another Shuttler Ops, and was not free within half a minute."_s)
            .means(u"Nothing was written to it."_s)
            .todo(u"Try again; if it stays so, look which program holds %1."_s.arg(m_path))
            .details(details);
    case SqliteFull:
    case SqliteIoError:
        return Error(Fault::Refused, u"The ledger could not be written: the disk is full or does not work."_s)
            .means(u"Nothing is started that could not be remembered."_s)
            .todo(u"Free some disk space where %1 lies, then try again."_s.arg(m_path))
            .details(details);
    case SqliteReadOnly:
    case SqliteCannotOpen:
        return Error(Fault::Refused, u"The ledger %1 may not be written."_s.arg(m_path))
            .means(u"Nothing is started that could not be remembered."_s)
            .todo(u"Check that you may write to it and to its folder, then try again."_s)
            .details(details);
    case SqliteCorrupt:
    case SqliteNotADatabase:
        return Error(Fault::Corrupt, u"The ledger %1 is damaged."_s.arg(m_path))
            .means(u"The history cannot be trusted any more; backups and databases are not affected."_s)
            .todo(u"Keep the file, put a sound copy in its place or move it away, and start again."_s)
            .details(details);
    default:
        return Error(Fault::Defect, u"The ledger did not take an entry."_s)
            .means(u"Nothing is started that could not be remembered."_s)
            .todo(u"Look at the reason under Details."_s)
            .details(details);
    }
}

WriteTransaction::~WriteTransaction()
{
    if (m_begun && m_open)
        static_cast<void>(m_file.run(u"ROLLBACK"_s));
}

Outcome WriteTransaction::commit()
{
    if (Outcome done = m_file.run(u"COMMIT"_s); !done)
        return done;
    m_open = false;
    return Done{};
}

} // namespace shuttler
