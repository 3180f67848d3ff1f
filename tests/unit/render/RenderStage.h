// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/render/RenderProvider.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ScriptedHttp.h"

namespace shuttler::test {

/// One element of GET /postgres, nulls where the wire has them (render-openapi; recordings).
inline QByteArray renderDatabase(const QByteArray &id, const QByteArray &name, const QByteArray &status = "available",
                                 const QByteArray &suspended = "not_suspended")
{
    return R"({"postgres":{"id":")" + id + R"(","name":")" + name + R"(","status":")" + status + R"(","suspended":")" + suspended
        + R"(","suspenders":[)" + (suspended == "suspended" ? R"("user")" : "")
        + R"(],"version":"16","plan":"basic_1gb","region":"oregon","role":"primary","ipAllowList":null,)"
          R"("databaseName":"academy_ehyv","databaseUser":"academy","highAvailabilityEnabled":false,"readReplicas":[],)"
          R"("owner":{"id":"tea-1","name":"Academy","email":"a@b.c","type":"team"},"dashboardUrl":"https://x",)"
          R"("createdAt":"2026-01-02T03:04:05.84289922Z","updatedAt":"2026-01-02T03:04:05.8Z"},"cursor":"c-)" + id + R"("})";
}

inline QByteArray renderPage(const QList<QByteArray> &elements) { return '[' + elements.join(',') + ']'; }

/// A provider over a script, with a clock that stands at 2026-11-24T12:00:00Z.
struct RenderStage {
    ManualClock clock{*Instant::parse(QStringLiteral("2026-11-24T12:00:00Z"))};
    SilentProgress progress;
    Job job{{}, progress, clock};
    ScriptedHttp http;
    MemorySecrets secrets;
    RenderProvider provider;

    static RenderSettings settings(QMap<QString, QString> more = {})
    {
        more.insert(QStringLiteral("credential"), QStringLiteral("render-key"));
        return *RenderSettings::from(more);
    }
    explicit RenderStage(const QMap<QString, QString> &more = {}) : provider(settings(more), http, secrets)
    {
        secrets.with(QStringLiteral("render-key"), "rnd_secret");
    }

    /// From now on the listing is this; each page is followed by an empty one, as the last page cannot be told.
    void list(const QList<QByteArray> &databases)
    {
        const QByteArray last = databases.isEmpty() ? QByteArray() : databases.last();
        http.answer("GET", QStringLiteral("/postgres?includeReplicas=false&limit=100"), 200, renderPage(databases));
        if (!databases.isEmpty())
            http.answer("GET", QStringLiteral("/postgres?includeReplicas=false&limit=100&cursor=c-"), 200, "[]");
    }
    void recovery(const QByteArray &startsAt = "2026-11-18T00:00:00.123456789Z")
    {
        http.keepAnswering("GET", QStringLiteral("/postgres/dpg-old/recovery"), 200,
                           R"({"recoveryStatus":"AVAILABLE","startsAt":")" + startsAt + "\"}");
    }
};

} // namespace shuttler::test
