// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/EnvFile.h"

#include "core/base/Files.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// What we may do counts, not who called us: hence AT_EACCESS.
bool mayWrite(const QString &path, int right)
{
    return ::faccessat(AT_FDCWD, QFile::encodeName(path).constData(), right, AT_EACCESS) == 0;
}

Error notWritable(const QString &path, const QString &why)
{
    return Error(Fault::Refused, u"%1 cannot be changed: %2."_s.arg(path, why))
        .means(u"The app could not be pointed at the new instance. Nothing was changed."_s)
        .todo(u"Give yourself the right to write there, or run Shuttler Ops as the file's owner."_s);
}

} // namespace

QString EnvFile::describe() const
{
    return u"%1 in %2"_s.arg(m_variable, m_file);
}

Outcome EnvFile::check(Job &job)
{
    Result<DatabaseUrl> value = read(job);
    if (!value)
        return std::move(value).error();
    const QFileInfo file(QFileInfo(m_file).canonicalFilePath());
    if (!mayWrite(file.filePath(), W_OK))
        return notWritable(m_file, QString::fromLocal8Bit(std::strerror(errno)));
    if (!mayWrite(file.path(), W_OK | X_OK)) // The new file is made beside the old one and takes its place.
        return notWritable(file.path(), QString::fromLocal8Bit(std::strerror(errno)));
    struct stat status = {};
    if (::stat(QFile::encodeName(file.filePath()).constData(), &status) == 0 && ::geteuid() != 0
        && status.st_uid != ::geteuid())
        return notWritable(m_file, u"it belongs to another user, and must go on doing so"_s);
    return Done{};
}

Result<DatabaseUrl> EnvFile::read(Job &)
{
    Result<EnvText> text = load();
    if (!text)
        return std::move(text).error();
    Result<DatabaseUrl> value = DatabaseUrl::parse(text->value());
    if (!value)
        return std::move(value).errorDuring(u"reading %1"_s.arg(describe()));
    return value;
}

Outcome EnvFile::write(const DatabaseUrl &value, const QString &tag, Job &)
{
    Result<EnvText> present = load();
    if (!present)
        return std::move(present).error();
    const QByteArray wanted = value.expose([](const char *plain) { return QByteArray(plain); });
    Result<EnvText> changed = present->with(wanted);
    if (!changed)
        return std::move(changed).error();
    if (!QFileInfo::exists(keptFile(tag))) {
        if (Outcome kept = writeFileAtomically(keptFile(tag), present->spelling()); !kept)
            return std::move(kept).errorDuring(u"keeping the present value"_s);
    }
    if (Outcome written = writeFileAtomically(m_file, changed->text()); !written)
        return written;
    Result<EnvText> readBack = load();
    if (!readBack)
        return std::move(readBack).error();
    if (readBack->value() != wanted)
        return Error(Fault::Corrupt, u"%1 does not hold what was written a moment ago."_s.arg(m_file))
            .means(u"Something else writes to it as well. The previous value is kept."_s)
            .todo(u"Find out what writes to it, then try again."_s);
    return Done{};
}

Outcome EnvFile::putBack(const QString &tag, Job &)
{
    Result<QByteArray> kept = readWholeFile(keptFile(tag));
    if (!kept && kept.error().fault() == Fault::NotFound)
        return Error(Fault::NotFound, u"No earlier value of %1 is kept for %2."_s.arg(describe(), tag))
            .means(u"It was left as it is."_s)
            .todo(u"Write the earlier value there yourself if it has to change."_s);
    if (!kept)
        return std::move(kept).error();
    Result<EnvText> present = load();
    if (!present)
        return std::move(present).error();
    Result<EnvText> restored = present->withSpelling(*kept);
    if (!restored)
        return std::move(restored).error();
    return writeFileAtomically(m_file, restored->text());
}

Outcome EnvFile::forget(const QString &tag, Job &)
{
    QFile kept(keptFile(tag));
    if (!kept.exists() || kept.remove())
        return Done{};
    return Error(Fault::Refused, u"%1 could not be removed: %2."_s.arg(kept.fileName(), kept.errorString()))
        .means(u"It still holds the earlier DATABASE_URL with its password."_s)
        .todo(u"Remove the file by hand."_s);
}

Result<EnvText> EnvFile::load() const
{
    Result<QByteArray> text = readWholeFile(m_file);
    if (!text) {
        const Error error = std::move(text).error();
        return Error(error.fault(), error.what())
            .means(u"Where the app finds its database cannot be told. Nothing was changed."_s)
            .todo(u"Check the app's .env file in the settings of the environment, and that you may read it."_s);
    }
    return EnvText::parse(*text, m_variable, m_file);
}

/// Beside the file itself, not beside a link to it: one folder has to be writable, not two.
QString EnvFile::keptFile(const QString &tag) const
{
    const QString canonical = QFileInfo(m_file).canonicalFilePath();
    return (canonical.isEmpty() ? m_file : canonical) + u".before-"_s + tag;
}

} // namespace shuttler
