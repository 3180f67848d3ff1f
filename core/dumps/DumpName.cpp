// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpName.h"

#include <QRandomGenerator>
#include <QRegularExpression>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

DumpName DumpName::at(Instant moment)
{
    return DumpName(moment.toCompactString() + u'-' + u"%1"_s.arg(QRandomGenerator::system()->generate(), 8, 16, QChar(u'0')));
}

std::optional<DumpName> DumpName::parse(const QString &text)
{
    static const QRegularExpression pattern(u"^\\d{8}-\\d{6}-[0-9a-f]{8}$"_s);
    DumpName name(text);
    if (!pattern.match(text).hasMatch() || name.moment() == Instant())
        return std::nullopt;
    return name;
}

Instant DumpName::moment() const
{
    const QString &t = m_text;
    const Result<Instant> moment = Instant::parse(
        u"%1-%2-%3T%4:%5:%6Z"_s.arg(t.sliced(0, 4), t.sliced(4, 2), t.sliced(6, 2), t.sliced(9, 2), t.sliced(11, 2), t.sliced(13, 2)));
    return moment ? *moment : Instant();
}

QString dumpsPrefix(const EnvironmentName &environment)
{
    return u"dumps/%1/"_s.arg(environment.toString());
}

QString manifestsPrefix(const EnvironmentName &environment)
{
    return u"manifests/%1/"_s.arg(environment.toString());
}

Result<archive::ObjectKey> dumpKeyOf(const EnvironmentName &environment, const DumpName &name, DumpFormat format, Sealed sealed)
{
    return archive::ObjectKey::of(dumpsPrefix(environment) + name.toString()
                                  + (format == DumpFormat::Custom ? u".dump.zst"_s : u".sql.zst"_s)
                                  + (sealed == Sealed::Yes ? u".enc"_s : QString()));
}

Result<archive::ObjectKey> manifestKeyOf(const EnvironmentName &environment, const DumpName &name)
{
    return archive::ObjectKey::of(manifestsPrefix(environment) + name.toString() + u".json"_s);
}

std::optional<DumpName> nameIn(const QString &key)
{
    const QString file = key.section(u'/', -1);
    for (const QString &ending : {u".json"_s, u".dump.zst"_s, u".dump.zst.enc"_s, u".sql.zst"_s, u".sql.zst.enc"_s})
        if (file.endsWith(ending))
            return DumpName::parse(file.chopped(ending.size()));
    return std::nullopt;
}

} // namespace shuttler::dumps
