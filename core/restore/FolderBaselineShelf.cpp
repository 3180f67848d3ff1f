// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/FolderBaselineShelf.h"

#include "core/base/Files.h"

#include <QDir>
#include <QJsonDocument>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// "20261118-114206-250000.json"
QString fileNameFor(Instant takenAt)
{
    const qint64 micros = (takenAt - takenAt.flooredToSecond()).count();
    return u"%1-%2.json"_s.arg(takenAt.toCompactString(), QString::number(micros).rightJustified(6, u'0'));
}

} // namespace

Result<QString> FolderBaselineShelf::shelfOf(const EnvironmentName &environment) const
{
    const QString name = environment.toString();
    if (name.isEmpty() || name.startsWith(u'.') || name.contains(u'/'))
        return Error(Fault::BadInput, u"\"%1\" cannot be the name of an environment."_s.arg(name))
            .means(u"No baseline was read or kept."_s)
            .todo(u"Use letters, digits, hyphens and underscores."_s);
    return m_folder + u'/' + name;
}

Outcome FolderBaselineShelf::keep(const EnvironmentName &environment, const Baseline &baseline)
{
    Result<QString> shelf = shelfOf(environment);
    if (!shelf)
        return std::move(shelf).error();
    if (!QDir().mkpath(*shelf))
        return Error(Fault::Refused, u"The folder %1 could not be made."_s.arg(*shelf))
            .means(u"The baseline was not kept."_s)
            .todo(u"Check that you may write there, then take it again."_s);
    return writeFileAtomically(*shelf + u'/' + fileNameFor(baseline.takenAt), QJsonDocument(toJson(baseline)).toJson());
}

Outcome FolderBaselineShelf::forget(const EnvironmentName &environment)
{
    Result<QString> shelf = shelfOf(environment);
    if (!shelf)
        return std::move(shelf).error();
    if (!QDir(*shelf).removeRecursively())
        return Error(Fault::Refused, u"The folder %1 could not be removed."_s.arg(*shelf))
            .means(u"Old baselines are left in it."_s)
            .todo(u"Remove it by hand."_s);
    return Done{};
}

Result<std::optional<Baseline>> FolderBaselineShelf::newestBefore(const EnvironmentName &environment,
                                                                  std::optional<Instant> moment)
{
    Result<QString> shelf = shelfOf(environment);
    if (!shelf)
        return std::move(shelf).error();
    const QStringList newestFirst = QDir(*shelf).entryList({u"*-*-*.json"_s}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QString &name : newestFirst) {
        if (moment && name > fileNameFor(*moment))
            continue;
        const QString path = *shelf + u'/' + name;
        Result<QByteArray> text = readWholeFile(path);
        if (!text)
            return std::move(text).error();
        Result<Baseline> baseline = baselineFromJson(QJsonDocument::fromJson(*text).object());
        if (!baseline) {
            const Error error = std::move(baseline).error();
            return Error(Fault::Corrupt, u"The baseline %1 is damaged."_s.arg(path))
                .means(u"What a restored copy has to contain cannot be told from it."_s)
                .todo(u"Move the file away to use the baseline before it, then try again."_s)
                .details(error.forLog());
        }
        return std::optional(*std::move(baseline));
    }
    return std::optional<Baseline>();
}

} // namespace shuttler
