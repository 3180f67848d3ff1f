// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/JsonApi.h"
#include "core/providers/render/RenderSettings.h"
#include "core/providers/render/RenderWire.h"
#include "core/domain/DatabaseUrl.h"
#include "core/secrets/SecretStore.h"

namespace shuttler::render {

/// The ways to one database: within Render (from services of the same region and workspace), and from anywhere else.
struct Addresses {
    DatabaseUrl internal;
    DatabaseUrl external;
};

/// Render's API as far as several of our parts ask it. Lists are read to their last page.
class Api {
public:
    Api(net::HttpClient &client, SecretStore &secrets, const RenderAccess &access, QString workspace = {});

    Result<net::JsonAnswer> get(const QString &path, Job &job, const QUrlQuery &query = {});
    Result<net::JsonAnswer> change(const QByteArray &method, const QString &path, const QJsonObject &body,
                                   net::Repeat repeat, Job &job);
    /// `thing` is what each element holds beside its cursor: "postgres".
    Result<QList<QJsonObject>> all(const QString &path, const QString &thing, Job &job, QUrlQuery query = {});

    /// Every primary; replicas serve nobody's writes.
    Result<QList<Database>> databases(Job &job);
    /// By our name for it, by its whole name at Render, or by its id there. Fault::Refused when two go by one name.
    Result<std::optional<Database>> find(const InstanceId &instance, Job &job);
    /// Fault::NotFound when there is none.
    Result<Database> mustFind(const InstanceId &instance, Job &job);
    Result<Addresses> addressesOf(const QString &vendorId, Job &job);

private:
    net::JsonApi m_json;
    QString m_workspace;
};

const Vendor &vendor();
Error noSuchDatabase(const InstanceId &instance);

} // namespace shuttler::render
