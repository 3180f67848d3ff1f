// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/UrlParts.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct UrlWords {
    Q_DECLARE_TR_FUNCTIONS(UrlParts)
};

/// Where the parts of a URL begin and end.
struct Seams {
    qsizetype authority = 0; ///< After "://".
    qsizetype host = 0;      ///< After the last '@' of the authority.
    qsizetype port = -1;     ///< Of the ':' before the port; -1 without one.
    qsizetype path = 0;      ///< Where the authority ends.
    qsizetype query = -1;    ///< Of the '?'; -1 without one.
};

Seams seamsOf(const QString &url)
{
    Seams seams;
    const qsizetype scheme = url.indexOf("://"_L1);
    seams.authority = scheme < 0 ? 0 : scheme + 3;
    seams.query = url.indexOf(u'?', seams.authority);
    const qsizetype end = seams.query < 0 ? url.size() : seams.query;
    const qsizetype slash = url.indexOf(u'/', seams.authority);
    seams.path = slash < 0 || slash > end ? end : slash;
    const qsizetype at = url.lastIndexOf(u'@', seams.path - 1);
    seams.host = at < seams.authority ? seams.authority : at + 1;
    const qsizetype bracket = url.indexOf(u']', seams.host); // Of an IPv6 address, which has colons of its own.
    const qsizetype colon = url.indexOf(u':', bracket >= 0 && bracket < seams.path ? bracket : seams.host);
    seams.port = colon >= 0 && colon < seams.path ? colon : -1;
    return seams;
}

QMap<QString, QString> partsOf(const QString &url)
{
    const Seams seams = seamsOf(url);
    QMap<QString, QString> parts;
    const auto keep = [&parts](const QString &name, const QString &value) {
        if (!value.isEmpty())
            parts.insert(name, value);
    };
    const QString user = seams.host > seams.authority ? url.mid(seams.authority, seams.host - seams.authority - 1) : QString();
    keep(u"user"_s, user.section(u':', 0, 0));
    keep(u"password"_s, user.section(u':', 1));
    keep(u"host"_s, url.mid(seams.host, (seams.port < 0 ? seams.path : seams.port) - seams.host));
    if (seams.port >= 0)
        keep(u"port"_s, url.mid(seams.port + 1, seams.path - seams.port - 1));
    const qsizetype end = seams.query < 0 ? url.size() : seams.query;
    keep(u"database"_s, url.mid(seams.path + 1, end - seams.path - 1));
    QStringList options;
    const QStringList given = seams.query < 0 ? QStringList() : url.mid(seams.query + 1).split(u'&', Qt::SkipEmptyParts);
    for (const QString &option : given) {
        const QString key = option.section(u'=', 0, 0);
        if (key == "host"_L1 || key == "port"_L1)
            keep(key, option.section(u'=', 1));
        else
            options.append(option);
    }
    keep(u"options"_s, options.join(u'&'));
    return parts;
}

} // namespace

QList<UrlPart> urlParts(const QString &before, const QString &after)
{
    const QList<QPair<QString, QString>> names = {
        {u"host"_s, UrlWords::tr("Host")}, {u"port"_s, UrlWords::tr("Port")}, {u"user"_s, UrlWords::tr("User")},
        {u"password"_s, UrlWords::tr("Password")}, {u"database"_s, UrlWords::tr("Database")}, {u"options"_s, UrlWords::tr("Options")}};
    const QMap<QString, QString> old = partsOf(before);
    const QMap<QString, QString> fresh = partsOf(after);
    QList<UrlPart> parts;
    for (const auto &[key, name] : names) {
        if (old.contains(key) || fresh.contains(key))
            parts.append({name, old.value(key), fresh.value(key)});
    }
    return parts;
}

QString urlChangeInWords(const QString &before, const QString &after)
{
    QStringList words;
    for (const UrlPart &part : urlParts(before, after)) {
        if (!part.changes())
            continue;
        const QString name = words.isEmpty() ? part.name : part.name.toLower();
        words.append(UrlWords::tr("%1 changes from %2 to %3").arg(name, part.before, part.after));
    }
    if (words.isEmpty())
        words.append(UrlWords::tr("Nothing changes"));
    words.append(UrlWords::tr("password hidden"));
    return words.join(u", "_s);
}

QStringList urlLines(const QString &masked)
{
    const Seams seams = seamsOf(masked);
    QStringList lines;
    qsizetype from = 0;
    for (const qsizetype at : {seams.host, seams.port >= 0 ? seams.port : seams.query}) {
        if (at <= from)
            continue;
        lines.append(masked.mid(from, at - from));
        from = at;
    }
    lines.append(masked.mid(from));
    return lines;
}

Stretch changedStretch(const QString &line, const QString &other)
{
    const qsizetype shorter = std::min(line.size(), other.size());
    qsizetype same = 0;
    while (same < shorter && line[same] == other[same])
        ++same;
    qsizetype tail = 0;
    while (tail < shorter - same && line[line.size() - 1 - tail] == other[other.size() - 1 - tail])
        ++tail;
    if (line == other)
        return {};
    const auto parts = [](QChar c) { return QStringView(u"./:@?&=").contains(c); };
    qsizetype from = same;
    qsizetype until = line.size() - tail;
    while (from > 0 && !parts(line[from - 1]))
        --from;
    while (until < line.size() && !parts(line[until]))
        ++until;
    return {from, until - from};
}

} // namespace shuttler::ui
