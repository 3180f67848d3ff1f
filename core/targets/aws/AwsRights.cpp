// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/AwsRights.h"

#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsRights.h"

#include <QJsonArray>

namespace shuttler {

using namespace Qt::StringLiterals;
using aws::JsonCalls;

namespace {

constexpr int PointStep = 5;
constexpr int CutOverStep = 7;

/// Grants of whoever asks for one part.
struct Granter {
    const AwsAccess &access;

    Grant to(const QStringList &actions, const QStringList &resources, const QJsonObject &condition = {}) const
    {
        return {aws::holderOf(access.credential, access.profile, access.role), actions, resources, condition};
    }
    /// As far as it is known without asking: a policy holds for the account of whoever it is attached to.
    QString arn(const QString &service, const QString &what) const
    {
        const QString partition = access.region.startsWith(u"cn-"_s)     ? u"aws-cn"_s
                                : access.region.startsWith(u"us-gov-"_s) ? u"aws-us-gov"_s
                                                                         : u"aws"_s;
        return u"arn:%1:%2:%3:*:%4"_s.arg(partition, service, access.region, what);
    }
    /// What a key of the customer's own has to allow to `service`; nothing for AWS's keys, which serve everybody in the account.
    QList<Grant> key(const QString &id, const QString &service, const QStringList &actions) const
    {
        const QString name = id.section(u':', -1);
        if (id.isEmpty() || name.startsWith(u"alias/aws/"_s))
            return {};
        QJsonObject condition{
            {u"StringEquals"_s, QJsonObject{{u"kms:ViaService"_s, u"%1.%2.amazonaws.com"_s.arg(service, access.region)}}}};
        if (name.startsWith(u"alias/"_s)) { // IAM knows keys by their numbers, and aliases by a condition.
            condition.insert(u"ForAnyValue:StringEquals"_s, QJsonObject{{u"kms:ResourceAliases"_s, name}});
            return {to(actions, {arn(u"kms"_s, u"key/*"_s)}, condition)};
        }
        return {to(actions, {id.startsWith(u"arn:"_s) ? id : arn(u"kms"_s, u"key/"_s + name)}, condition)};
    }
};

/// `error`: why the look failed; only a denial says something of the right.
Permission tried(int step, const QString &right, const QString &name, const std::optional<Error> &error, const QString &without,
                 const QList<Grant> &grants)
{
    Permission permission{step, right, name, !error, {}, {}, true, true, grants};
    if (!error)
        return permission;
    const bool isDenied = !aws::deniedRight(*error).isEmpty();
    permission.tried = isDenied;
    permission.essential = isDenied;
    permission.means = isDenied ? u"%1 %2"_s.arg(error->what(), without) : error->what() + u' ' + error->means();
    permission.todo = error->todo();
    return permission;
}

Permission untried(int step, const QString &right, const QString &name, const QString &without, const QList<Grant> &grants)
{
    return {step, right, name, false, u"Only doing it would tell. Without it, %1."_s.arg(without),
            aws::untriedAdvice(), false, false, grants};
}

template <typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

} // namespace

QList<Permission> rightsFor(const AwsSecretSettings &settings, net::HttpClient &client, Job &job)
{
    const JsonCalls calls(client, settings.access.endpoint, u"secretsmanager"_s, "secretsmanager");
    const QJsonObject wanted{{u"SecretId"_s, settings.secret}};
    const Result<QJsonObject> seen = calls.ask(u"DescribeSecret"_s, wanted, job);
    const Result<QJsonObject> read = calls.ask(u"GetSecretValue"_s, wanted, job);
    const Granter granter{settings.access};
    // AWS hangs six signs at the name.
    const QString named = settings.secret.startsWith(u"arn:"_s)
                            ? settings.secret
                            : granter.arn(u"secretsmanager"_s, u"secret:%1-??????"_s.arg(settings.secret));
    const QStringList secret{seen ? (*seen)[u"ARN"_s].toString(named) : named};
    const QList<Grant> key = granter.key(seen ? (*seen)[u"KmsKeyId"_s].toString() : QString(), u"secretsmanager"_s,
                                         {u"kms:Decrypt"_s, u"kms:GenerateDataKey"_s});
    const QString lost = u"DATABASE_URL cannot be saved there."_s;
    return {tried(PointStep, u"Look at the secret's versions"_s, u"secretsmanager:DescribeSecret"_s, errorOf(seen), lost,
                  {granter.to({u"secretsmanager:DescribeSecret"_s}, secret)}),
            tried(PointStep, u"Read the secret"_s, u"secretsmanager:GetSecretValue"_s, errorOf(read), lost,
                  QList<Grant>{granter.to({u"secretsmanager:GetSecretValue"_s}, secret)} + key),
            untried(PointStep, u"Add a version to the secret"_s, u"secretsmanager:PutSecretValue"_s, u"DATABASE_URL is saved by hand"_s,
                    QList<Grant>{granter.to({u"secretsmanager:PutSecretValue"_s}, secret)} + key),
            untried(PointStep, u"Keep the present version, and make the new one current"_s, u"secretsmanager:UpdateSecretVersionStage"_s,
                    u"nothing can be written there"_s, {granter.to({u"secretsmanager:UpdateSecretVersionStage"_s}, secret)})};
}

QList<Permission> rightsFor(const AwsParameterSettings &settings, net::HttpClient &client, Job &job)
{
    const JsonCalls calls(client, settings.access.endpoint, u"ssm"_s, "AmazonSSM");
    const Result<QJsonObject> read = calls.ask(u"GetParameter"_s, {{u"Name"_s, settings.parameter}, {u"WithDecryption"_s, true}}, job);
    const Result<QJsonObject> history = calls.ask(u"GetParameterHistory"_s, {{u"Name"_s, settings.parameter}}, job);
    QJsonObject newest;
    if (history)
        for (const QJsonValue &each : (*history)[u"Parameters"_s].toArray())
            if (each[u"Version"_s].toInteger() > newest[u"Version"_s].toInteger())
                newest = each.toObject();
    const Granter granter{settings.access};
    const QString bare = settings.parameter.startsWith(u'/') ? settings.parameter.mid(1) : settings.parameter;
    const QString named = settings.parameter.startsWith(u"arn:"_s) ? settings.parameter : granter.arn(u"ssm"_s, u"parameter/"_s + bare);
    const QStringList parameter{read ? (*read)[u"Parameter"_s][u"ARN"_s].toString(named) : named};
    const QString key = newest[u"KeyId"_s].toString();
    const QString lost = u"DATABASE_URL cannot be saved there."_s;
    return {tried(PointStep, u"Read the parameter"_s, u"ssm:GetParameter"_s, errorOf(read), lost,
                  QList<Grant>{granter.to({u"ssm:GetParameter"_s}, parameter)} + granter.key(key, u"ssm"_s, {u"kms:Decrypt"_s})),
            tried(PointStep, u"Look at the parameter's versions"_s, u"ssm:GetParameterHistory"_s, errorOf(history), lost,
                  {granter.to({u"ssm:GetParameterHistory"_s}, parameter)}),
            // A parameter of the tier Advanced is encrypted with a data key, any other with the key itself.
            untried(PointStep, u"Write the parameter"_s, u"ssm:PutParameter"_s, u"DATABASE_URL is saved by hand"_s,
                    QList<Grant>{granter.to({u"ssm:PutParameter"_s}, parameter)}
                        + granter.key(key, u"ssm"_s, {u"kms:Encrypt"_s, u"kms:GenerateDataKey"_s}))};
}

QList<Permission> rightsFor(const EcsRolloutSettings &settings, net::HttpClient &client, Job &job)
{
    const JsonCalls calls(client, settings.access.endpoint, u"ecs"_s, "AmazonEC2ContainerServiceV20141113");
    const Result<QJsonObject> seen =
        calls.ask(u"DescribeServices"_s, {{u"cluster"_s, settings.cluster}, {u"services"_s, QJsonArray{settings.service}}}, job);
    const Granter granter{settings.access};
    const QString named =
        granter.arn(u"ecs"_s, u"service/%1/%2"_s.arg(settings.cluster.section(u'/', -1), settings.service.section(u'/', -1)));
    const QString shown = seen ? (*seen)[u"services"_s][0][u"serviceArn"_s].toString() : QString();
    const QStringList service{shown.isEmpty() ? named : shown};
    return {tried(CutOverStep, u"See the service's tasks"_s, u"ecs:DescribeServices"_s, errorOf(seen), u"The app cannot be started anew."_s,
                  {granter.to({u"ecs:DescribeServices"_s}, service)}),
            untried(CutOverStep, u"Start the service's tasks anew"_s, u"ecs:UpdateService"_s, u"the app is restarted by hand"_s,
                    {granter.to({u"ecs:UpdateService"_s}, service)})};
}

QList<Permission> rightsFor(const Route53Settings &settings, net::HttpClient &client, Job &job)
{
    const Result<DnsAnswer> read = Route53Record(settings, client).read(job);
    const Granter granter{settings.access};
    const QStringList zone{u"arn:aws:route53:::hostedzone/"_s + settings.zone};
    const QJsonObject thisOne{{u"ForAllValues:StringEquals"_s,
                               QJsonObject{{u"route53:ChangeResourceRecordSetsNormalizedRecordNames"_s, QJsonArray{settings.record}},
                                           {u"route53:ChangeResourceRecordSetsActions"_s, QJsonArray{u"UPSERT"_s}}}}};
    return {tried(CutOverStep, u"Read the zone's records"_s, u"route53:ListResourceRecordSets"_s, errorOf(read),
                  u"Where the app's name leads can be neither seen nor changed."_s,
                  {granter.to({u"route53:ListResourceRecordSets"_s}, zone)}),
            untried(CutOverStep, u"Change the record"_s, u"route53:ChangeResourceRecordSets"_s, u"the app's name is moved by hand"_s,
                    {granter.to({u"route53:ChangeResourceRecordSets"_s}, zone, thisOne)}),
            untried(CutOverStep, u"See how far a change has spread"_s, u"route53:GetChange"_s, u"nobody knows when all servers have it"_s,
                    {granter.to({u"route53:GetChange"_s}, {u"arn:aws:route53:::change/*"_s})})};
}

} // namespace shuttler
