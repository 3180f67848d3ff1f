// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsFault.h"

#include "core/net/XmlNode.h"

#include <QRegularExpression>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

struct Meaning {
    const char16_t *code;
    Fault fault;
    const char16_t *what;
    const char16_t *todo;
};

constexpr Meaning Meanings[] = {
    {u"InvalidClientTokenId", Fault::Refused, u"AWS does not know this access key.",
     u"Create a new access key in the AWS console and put it into the keychain."},
    {u"UnrecognizedClientException", Fault::Refused, u"AWS does not know this access key.",
     u"Create a new access key in the AWS console and put it into the keychain."},
    {u"SignatureDoesNotMatch", Fault::Refused, u"The secret key does not belong to this access key.",
     u"Put the access key and its secret into the keychain again, and check this computer's clock."},
    {u"ExpiredToken", Fault::Refused, u"The temporary sign-in at AWS has run out.",
     u"Sign in at AWS again, then continue: what has begun there goes on by itself."},
    {u"ExpiredTokenException", Fault::Refused, u"The temporary sign-in at AWS has run out.",
     u"Sign in at AWS again, then continue: what has begun there goes on by itself."},
    {u"RequestExpired", Fault::Refused, u"This computer's clock and that of AWS are too far apart.",
     u"Set this computer's clock, then try again."},
    {u"RequestTimeTooSkewed", Fault::Refused, u"This computer's clock and that of AWS are too far apart.",
     u"Set this computer's clock, then try again."},
    {u"OptInRequired", Fault::Refused, u"This AWS account has not been opened for RDS in this region.",
     u"Finish the account's registration in the AWS console, or correct \"region\"."},
    {u"DBInstanceAlreadyExists", Fault::Refused, u"RDS already has an instance of that name.",
     u"Choose another name, or look at who made it."},
    {u"DBSnapshotAlreadyExists", Fault::Refused, u"RDS already has a snapshot of that name.",
     u"Choose another name, or remove the old one in the AWS console."},
    {u"InvalidDBInstanceState", Fault::Refused, u"RDS is busy with this instance and does not take the order now.",
     u"Wait until the AWS console shows it as available, then continue."},
    {u"InvalidDBClusterStateFault", Fault::Refused, u"RDS is busy with this cluster and does not take the order now.",
     u"Wait until the AWS console shows it as available, then continue."},
    {u"InvalidDBSnapshotState", Fault::Refused, u"This snapshot cannot be used in its present state.",
     u"Wait until it is complete, or choose another backup."},
    {u"InvalidDBInstanceAutomatedBackupState", Fault::Refused,
     u"The automated backups cannot be used in their present state.", u"Wait a few minutes, then continue."},
    {u"InstanceQuotaExceeded", Fault::Refused, u"The AWS account has as many database instances as it may have.",
     u"Remove an instance that is not needed, or ask AWS to raise the quota \"DB instances\"."},
    {u"StorageQuotaExceeded", Fault::Refused, u"The AWS account has as much database storage as it may have.",
     u"Remove an instance that is not needed, or ask AWS to raise the quota for storage."},
    {u"SnapshotQuotaExceeded", Fault::Refused, u"The AWS account has as many manual snapshots as it may have.",
     u"Remove old manual snapshots in the AWS console, or ask AWS to raise the quota."},
    {u"DBInstanceAutomatedBackupQuotaExceeded", Fault::Refused,
     u"The AWS account keeps the backups of as many deleted instances as it may.",
     u"Remove retained backups that are not needed in the AWS console, or ask AWS to raise the quota."},
    {u"InsufficientDBInstanceCapacity", Fault::Refused, u"AWS has no machine of this class free at the moment.",
     u"Wait and continue, or set another \"instance-class\"."},
    {u"PointInTimeRestoreNotEnabled", Fault::Refused,
     u"Automated backups are off for this database, so no moment can be chosen.",
     u"Restore a snapshot, and turn automated backups on."},
    {u"InvalidRestoreFault", Fault::Refused, u"RDS cannot restore from this backup.", u"Choose another backup."},
    {u"KMSKeyNotAccessibleFault", Fault::Refused, u"The key that encrypts this database cannot be used.",
     u"Enable the KMS key again, and allow its use (kms:DescribeKey, kms:CreateGrant)."},
    {u"InvalidSubnet", Fault::Refused, u"The network of the new instance is not usable.",
     u"Check the subnet group and the security groups in the AWS console."},
    {u"InvalidVPCNetworkStateFault", Fault::Refused, u"The network of the new instance is not usable.",
     u"Check the subnet group and the security groups in the AWS console."},
    {u"DBSubnetGroupDoesNotCoverEnoughAZs", Fault::Refused,
     u"The subnet group does not reach into enough availability zones.",
     u"Add a subnet in another zone to the subnet group."},
    {u"StorageTypeNotSupported", Fault::Refused, u"RDS does not offer this kind of storage here.",
     u"Set another storage type on the source, or choose another instance class."},
    {u"StorageTypeNotAvailableFault", Fault::Refused, u"RDS does not offer this kind of storage here.",
     u"Set another storage type on the source, or choose another instance class."},
    {u"ProvisionedIopsNotAvailableInAZFault", Fault::Refused,
     u"The zone has no storage with guaranteed speed free at the moment.", u"Wait and continue."},
    {u"NetworkTypeNotSupported", Fault::Refused, u"The subnet group does not support this kind of network.",
     u"Check the subnet group in the AWS console."},
    {u"InvalidParameterValue", Fault::Refused, u"RDS does not accept a value of this order.",
     u"Read RDS's own words under Details; they name the value."},
    {u"InvalidParameterCombination", Fault::Refused, u"RDS does not accept this order as a whole.",
     u"Read RDS's own words under Details; they name what does not go together."},
    {u"MissingParameter", Fault::Defect, u"An order to RDS was incomplete.", u"Report this with the Details."},
    {u"InvalidAction", Fault::Defect, u"AWS does not know an order of ours.", u"Report this with the Details."},
    {u"ValidationError", Fault::Defect, u"AWS does not understand an order of ours.", u"Report this with the Details."},
    {u"MalformedQueryString", Fault::Defect, u"AWS does not understand an order of ours.",
     u"Report this with the Details."},
};

bool isOnTheirSide(const Complaint &complaint)
{
    return complaint.status >= 500 || complaint.code == u"InternalFailure"_s || complaint.code == u"InternalError"_s
        || complaint.code == u"ServiceUnavailable"_s || complaint.code == u"RequestTimeout"_s
        || complaint.code == u"RequestTimeoutException"_s;
}

bool isDenial(const QString &code)
{
    return code == u"AccessDenied"_s || code == u"AccessDeniedException"_s || code == u"UnauthorizedOperation"_s;
}

QString detailsOf(const Complaint &complaint)
{
    QStringList lines;
    if (!complaint.code.isEmpty())
        lines.append(complaint.code);
    // The rest of this message repeats what was signed, the session token among it.
    const bool repeatsTheRequest = complaint.code == u"SignatureDoesNotMatch"_s;
    if (!complaint.message.isEmpty())
        lines.append(repeatsTheRequest ? complaint.message.section(u'.', 0, 0) : complaint.message);
    lines.append(u"HTTP %1"_s.arg(complaint.status));
    if (!complaint.requestId.isEmpty())
        lines.append(u"AWS request %1"_s.arg(complaint.requestId));
    return lines.join(u'\n');
}

constexpr char16_t Denial[] = u"AWS does not permit %1 to this key.";

Error denied(const Complaint &complaint, const QString &action)
{
    static const QRegularExpression named(u"perform: ([a-z0-9-]+:[A-Za-z0-9]+)"_s);
    const QRegularExpressionMatch match = named.match(complaint.message);
    const QString right = match.hasMatch() ? match.captured(1) : action;
    return Error(Fault::Refused, QString::fromUtf16(Denial).arg(right))
        .todo(u"Add %1 to the key's policy in IAM; \"shuttlerctl env check\" tells what to add."_s.arg(right));
}

Error worded(const Complaint &complaint, const QString &action, bool changes)
{
    if (saysTooOften(complaint.code))
        return Error(Fault::Unreachable, u"AWS is asked too often by this account at the moment."_s)
            .todo(u"Wait a minute, then continue."_s);
    if (isDenial(complaint.code))
        return denied(complaint, action);
    for (const Meaning &meaning : Meanings)
        if (complaint.code == QStringView(meaning.code))
            return Error(meaning.fault, QString::fromUtf16(meaning.what)).todo(QString::fromUtf16(meaning.todo));
    if (complaint.code.contains(u"NotFound"_s))
        return Error(Fault::NotFound, u"RDS does not have what was asked for, or this key may not see it."_s)
            .todo(u"Check the name and the region in the AWS console."_s);
    if (isOnTheirSide(complaint) && changes)
        return Error(Fault::OutcomeUnknown, u"AWS failed while it worked on the order %1."_s.arg(action))
            .todo(u"Continue: what became of it is looked up first."_s);
    if (isOnTheirSide(complaint))
        return Error(Fault::Unreachable, u"AWS cannot answer at the moment."_s).todo(u"Wait a little, then continue."_s);
    if (complaint.code.isEmpty())
        return Error(Fault::Refused, u"Something else than AWS answered, with status %1."_s.arg(complaint.status))
            .todo(u"Check the network: a proxy or a sign-in page may stand in between."_s);
    return Error(Fault::Refused, u"AWS said no to %1: %2."_s.arg(action, complaint.code))
        .todo(u"Read AWS's own words under Details."_s);
}

} // namespace

bool saysTooOften(const QString &code)
{
    static const QStringList codes{u"Throttling"_s,
                                   u"ThrottlingException"_s,
                                   u"ThrottledException"_s,
                                   u"RequestThrottledException"_s,
                                   u"RequestThrottled"_s,
                                   u"TooManyRequestsException"_s,
                                   u"RequestLimitExceeded"_s,
                                   u"ProvisionedThroughputExceededException"_s,
                                   u"BandwidthLimitExceeded"_s,
                                   u"SlowDown"_s,
                                   u"LimitExceededException"_s,
                                   u"TransactionInProgressException"_s,
                                   u"PriorRequestNotComplete"_s,
                                   u"EC2ThrottledException"_s};
    return codes.contains(code);
}

QString codeOf(const Error &error)
{
    const QString first = error.details().section(u'\n', 0, 0);
    return first.contains(u' ') ? QString() : first; // The code is the first line; a status line has a space.
}

QString deniedRight(const Error &error)
{
    static const QRegularExpression shape(
        QRegularExpression::anchoredPattern(QString::fromUtf16(Denial).replace(u'.', u"\\."_s).arg(u"([a-z0-9-]+:[A-Za-z0-9]+)"_s)));
    return shape.match(error.what()).captured(1);
}

Complaint complaintFrom(const net::Response &response)
{
    Complaint complaint;
    complaint.status = response.status;
    complaint.requestId = response.requestId;
    const Result<net::XmlNode> root = net::XmlNode::parse(response.body);
    if (!root)
        return complaint;
    const net::XmlNode &error = root->child(u"Error"_s);
    complaint.code = error.text(u"Code"_s);
    complaint.message = error.text(u"Message"_s);
    if (const QString id = root->text(u"RequestId"_s); !id.isEmpty())
        complaint.requestId = id;
    return complaint;
}

Error errorFor(const Complaint &complaint, const QString &action, bool changes)
{
    Error error = worded(complaint, action, changes);
    const bool open = error.fault() == Fault::OutcomeUnknown;
    return std::move(error)
        .means(open      ? u"It may have been carried out or not."_s
               : changes ? u"AWS did not carry out this order; everything is as it was before it."_s
                         : u"Nothing was changed; this was only a question."_s)
        .details(detailsOf(complaint));
}

} // namespace shuttler::aws
