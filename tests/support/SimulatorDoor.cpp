// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/SimulatorDoor.h"

#include "tests/support/Jobs.h"

#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

Result<QJsonObject> SimulatorDoor::post(const QString &name, const QJsonObject &wishes)
{
    return send("POST", name, QJsonDocument(wishes).toJson(QJsonDocument::Compact));
}

Result<QJsonObject> SimulatorDoor::get(const QString &name)
{
    return send("GET", name, {});
}

Outcome SimulatorDoor::sleep(Micros span)
{
    if (const Result<QJsonObject> slept = post(u"sleep"_s, {{u"seconds"_s, double(span.count()) / 1e6}}); !slept)
        return slept.error();
    return Done{};
}

Result<QJsonObject> SimulatorDoor::send(const QByteArray &method, const QString &name, const QByteArray &body)
{
    net::Request request;
    request.method = method;
    request.url = QUrl(m_address + name);
    request.body = body;
    request.headers = {{"content-type", "application/json"}};
    Result<net::Response> response = m_client.send(request, testJob());
    if (!response)
        return std::move(response).error();
    if (response->status != 200)
        return Error(Fault::Refused, u"The simulator refused: %1"_s.arg(QString::fromUtf8(response->body)));
    return QJsonDocument::fromJson(response->body).object();
}

} // namespace shuttler::test
