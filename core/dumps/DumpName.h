// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/ObjectFacts.h"
#include "core/domain/Ids.h"

namespace shuttler::dumps {

/// What a dump holds.
enum class DumpFormat {
    Custom, ///< pg_dump's own, uncompressed by it: pg_restore picks what it needs, and works with several connections.
    Plain,  ///< SQL, for psql and people.
};

/// What a dump is called: "20261118-114206-1f3a9c04", the moment it shows (UTC) and eight digits at random. Names sort by their moments.
class DumpName {
public:
    static DumpName at(Instant moment);
    /// Nothing when it is the name of something else.
    static std::optional<DumpName> parse(const QString &text);
    const QString &toString() const { return m_text; }
    Instant moment() const; ///< To the second.
    friend bool operator==(const DumpName &, const DumpName &) = default;
    friend bool operator<(const DumpName &a, const DumpName &b) { return a.m_text < b.m_text; }

private:
    explicit DumpName(QString text) : m_text(std::move(text)) {}
    QString m_text;
};

/// Where the dumps of an environment lie: "dumps/production/". Rules of the bucket move what is below to cold storage.
QString dumpsPrefix(const EnvironmentName &environment);
/// Where their manifests lie: "manifests/production/". Elsewhere, because they have to stay readable at any moment.
QString manifestsPrefix(const EnvironmentName &environment);

enum class Sealed { No, Yes };
/// "dumps/production/20261118-114206-1f3a9c04.dump.zst": what it is, by stock tools' endings (".sql.zst"; ".enc" when encrypted).
Result<archive::ObjectKey> dumpKeyOf(const EnvironmentName &environment, const DumpName &name, DumpFormat format, Sealed sealed);
/// "manifests/production/20261118-114206-1f3a9c04.json"
Result<archive::ObjectKey> manifestKeyOf(const EnvironmentName &environment, const DumpName &name);
/// The name in the key of a dump or a manifest; nothing when it is something else's.
std::optional<DumpName> nameIn(const QString &key);

} // namespace shuttler::dumps
