// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/AwsAccess.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

// Route 53 is one for all regions, and signs for this one.
constexpr char16_t RegionOfRoute53[] = u"us-east-1";

QString addressOf(const QString &service, const QString &region)
{
    if (service == u"route53"_s)
        return u"https://route53.amazonaws.com/"_s;
    return u"https://%1.%2.amazonaws.com%3/"_s.arg(service, region, region.startsWith(u"cn-"_s) ? u".cn"_s : QString());
}

} // namespace

AwsAccess AwsAccess::in(SettingsTable &table, const QString &service)
{
    static const QRegularExpression shape(QRegularExpression::anchoredPattern(u"[a-z]{2,}(-[a-z]+)+-[0-9]+"_s));
    AwsAccess access;
    if (service == u"route53"_s) {
        table.text(u"region"_s); // May be there, as it may be for the others.
        access.region = QString::fromUtf16(RegionOfRoute53);
    } else if (access.region = table.required(u"region"_s); !access.region.isEmpty() && !shape.match(access.region).hasMatch()) {
        table.wrong(u"\"region\" is \"%1\", which is no region of AWS."_s.arg(access.region),
                    u"Write region = \"eu-central-1\", or wherever it is."_s);
    }
    const QString region = access.region.isEmpty() ? u"eu-central-1"_s : access.region;
    access.endpoint = table.endpoint(u"endpoint"_s, addressOf(service, region));
    if (access.endpoint.path().isEmpty())
        access.endpoint.setPath(u"/"_s);
    const bool isElsewhere = !table.text(u"endpoint"_s).isEmpty();
    access.signIn = isElsewhere ? access.endpoint : QUrl(addressOf(u"sts"_s, region));
    access.portal = isElsewhere ? access.endpoint : QUrl();
    access.ca = table.file(u"ca"_s);
    access.credential = table.text(u"credential"_s);
    access.profile = table.text(u"profile"_s);
    access.role = table.text(u"role"_s);
    access.mfa = table.text(u"mfa"_s);
    access.externalId = table.text(u"external-id"_s);
    if (access.credential.isEmpty() == access.profile.isEmpty())
        table.wrong(access.profile.isEmpty() ? u"Nothing says with which keys AWS is asked."_s
                                             : u"Both \"credential\" and \"profile\" are there."_s,
                    u"Write either credential (a name in the keychain) or profile (of ~/.aws)."_s);
    return access;
}

} // namespace shuttler
