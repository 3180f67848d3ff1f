// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Door.h"

#include "core/archive/S3Wire.h"

namespace shuttler::archive {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

S3Door::S3Door(S3Place place, net::AwsCredentialSource credentials, net::HttpClient &client)
    : m_credentials(std::move(credentials))
    , m_client(client)
    , m_way(newWay(std::move(place)))
{}

S3Door::Way S3Door::newWay(S3Place place) const
{
    std::shared_ptr<net::HttpClient> signing = net::awsClient(m_client, m_credentials, place.region, u"s3"_s, m_budget);
    return {std::move(place), std::move(signing)};
}

S3Door::Way S3Door::way() const
{
    const std::scoped_lock lock(m_mutex);
    return m_way;
}

S3Place S3Door::place() const
{
    return way().place;
}

QString S3Door::title() const
{
    return titleOf(place());
}

Result<net::Response> S3Door::send(const S3Call &call, Job &job)
{
    net::Request request;
    request.method = call.method;
    request.headers = call.headers;
    request.body = call.body;
    request.repeat = call.repeat;
    request.total = call.total;
    request.inactivity = 60s;
    if (!call.bodySha256.isEmpty())
        request.headers.append({"x-amz-content-sha256", call.bodySha256});
    for (bool isAgain = false;; isAgain = true) {
        const Way here = way();
        if (Outcome sensible = checkPlace(here.place); !sensible)
            return std::move(sensible).error();
        request.url = addressOf(here.place, call.key, call.query);
        Result<net::Response> response = here.client->send(request, job);
        if (!response || isAgain || !learnsRegion(*response, here.place.region))
            return response;
    }
}

bool S3Door::learnsRegion(const net::Response &response, const QString &askedIn)
{
    // A moved bucket answers with 301, a wrongly signed call with 400, and where nothing may be said (HEAD) there is a header.
    if (response.status < 300 || response.status >= 500)
        return false;
    const QString region = refusalIn(response).region;
    const std::scoped_lock lock(m_mutex);
    if (region.isEmpty() || region == askedIn)
        return false;
    S3Place elsewhere = m_way.place;
    elsewhere.region = region;
    if (!checkPlace(elsewhere))
        return false;
    m_way = newWay(std::move(elsewhere));
    return true;
}

} // namespace shuttler::archive
