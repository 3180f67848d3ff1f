// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Wire.h"

#include "core/net/XmlNode.h"

#include <QRegularExpression>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

/// The root of an answer, once it is the document that was asked for.
Result<net::XmlNode> document(const QByteArray &xml, const QString &name)
{
    Result<net::XmlNode> root = net::XmlNode::parse(xml);
    if (root && root->name() != name)
        return Error(Fault::NotFound, u"The store answers with a %1 where a %2 was asked for."_s.arg(root->name(), name))
            .means(u"It does not have what was asked for, or something else answers in its place."_s)
            .todo(u"Check the endpoint of the bucket."_s);
    return root;
}

Error incomplete(const QString &what)
{
    return Error(Fault::Corrupt, u"The store's listing %1."_s.arg(what))
        .means(u"What is in the bucket is not known."_s)
        .todo(u"Try again; if it stays so, ask whoever runs the store."_s);
}

/// As S3 encodes names when asked to: like a form, with "+" for a space.
QString decoded(const QString &text, bool isEncoded)
{
    return isEncoded ? QString::fromUtf8(QByteArray::fromPercentEncoding(text.toUtf8().replace('+', ' '))) : text;
}

Result<Instant> momentIn(const net::XmlNode &node, const QString &child)
{
    Result<Instant> moment = Instant::parse(node.text(child));
    if (!moment)
        return incomplete(u"has no time for %1"_s.arg(node.text(u"Key"_s)));
    return moment;
}

/// Where a listing goes on; empty at its end. Without a way on where there is more, it would end early and nobody would notice.
Result<QByteArray> nextIn(const net::XmlNode &root, const QString &name)
{
    if (root.text(u"IsTruncated"_s) != u"true")
        return QByteArray();
    const QByteArray next = root.text(name).toUtf8();
    if (next.isEmpty())
        return incomplete(u"does not say how it goes on"_s);
    return next;
}

QString headerText(const net::Response &response, const QByteArray &name)
{
    return QString::fromUtf8(response.header(name));
}

void readThaw(ObjectFacts &facts, const QString &header)
{
    static const QRegularExpression until(u"expiry-date=\"([^\"]+)\""_s);
    if (header.contains(u"ongoing-request=\"true\""_s)) {
        facts.thaw = ThawState::Running;
    } else if (header.contains(u"ongoing-request=\"false\""_s)) {
        facts.thaw = ThawState::Ready;
        net::Response date;
        date.headers = {{"date", until.match(header).captured(1).toLatin1()}};
        facts.thawedUntil = date.moment("date");
    }
}

} // namespace

Result<ObjectFacts> factsIn(const net::Response &response, const QString &what)
{
    ObjectFacts facts;
    bool isNumber = false;
    facts.bytes = response.header("content-length").toLongLong(&isNumber);
    const std::optional<Instant> modified = response.moment("last-modified");
    facts.etag = headerText(response, "etag");
    if (!isNumber || !modified || facts.etag.isEmpty())
        return Error(Fault::Corrupt, u"The store does not say how long and how old %1 is."_s.arg(what))
            .means(u"Whether it is the object that was written is not known."_s)
            .todo(u"Check the endpoint of the bucket; something between here and there may be answering instead."_s);
    facts.modified = *modified;
    const QString storageClass = headerText(response, "x-amz-storage-class");
    facts.storageClass = storageClass.isEmpty() ? u"STANDARD"_s : storageClass; // Not told of the usual one (aws.md §8.1).
    readThaw(facts, headerText(response, "x-amz-restore"));
    for (const net::Header &header : response.headers)
        if (header.name.startsWith("x-amz-meta-"))
            facts.metadata[QString::fromLatin1(header.name.mid(qsizetype(sizeof "x-amz-meta-" - 1)))] = QString::fromUtf8(header.value);
    facts.expiry = headerText(response, "x-amz-expiration");
    facts.lockMode = headerText(response, "x-amz-object-lock-mode");
    if (const Result<Instant> until = Instant::parse(headerText(response, "x-amz-object-lock-retain-until-date")))
        facts.lockedUntil = *until;
    facts.hasLegalHold = response.header("x-amz-object-lock-legal-hold") == "ON";
    return facts;
}

Result<S3Page> pageIn(const QByteArray &xml)
{
    Result<net::XmlNode> root = document(xml, u"ListBucketResult"_s);
    if (!root)
        return std::move(root).error();
    S3Page result;
    const bool isEncoded = root->text(u"EncodingType"_s) == u"url";
    for (const net::XmlNode &each : root->children(u"Contents"_s)) {
        ListedObject object;
        object.key = decoded(each.text(u"Key"_s), isEncoded);
        bool isNumber = false;
        object.bytes = each.text(u"Size"_s).toLongLong(&isNumber);
        Result<Instant> modified = momentIn(each, u"LastModified"_s);
        if (!modified)
            return std::move(modified).error();
        if (!isNumber || object.key.isEmpty())
            return incomplete(u"has an object without a name or a size"_s);
        object.modified = *modified;
        object.etag = each.text(u"ETag"_s);
        const QString storageClass = each.text(u"StorageClass"_s);
        object.storageClass = storageClass.isEmpty() ? u"STANDARD"_s : storageClass;
        result.page.objects.append(std::move(object));
    }
    for (const net::XmlNode &each : root->children(u"CommonPrefixes"_s))
        result.page.folders.append(decoded(each.text(u"Prefix"_s), isEncoded));
    Result<QByteArray> next = nextIn(*root, u"NextContinuationToken"_s);
    if (!next)
        return std::move(next).error();
    result.next = *std::move(next);
    return result;
}

Result<S3Uploads> uploadsIn(const QByteArray &xml)
{
    Result<net::XmlNode> root = document(xml, u"ListMultipartUploadsResult"_s);
    if (!root)
        return std::move(root).error();
    S3Uploads result;
    const bool isEncoded = root->text(u"EncodingType"_s) == u"url";
    for (const net::XmlNode &each : root->children(u"Upload"_s)) {
        Result<Instant> begunAt = momentIn(each, u"Initiated"_s);
        if (!begunAt)
            return std::move(begunAt).error();
        result.uploads.append({decoded(each.text(u"Key"_s), isEncoded), each.text(u"UploadId"_s), *begunAt});
    }
    Result<QByteArray> next = nextIn(*root, u"NextKeyMarker"_s);
    if (!next)
        return std::move(next).error();
    result.nextKey = decoded(QString::fromUtf8(*next), isEncoded).toUtf8();
    result.nextUpload = root->text(u"NextUploadIdMarker"_s).toUtf8();
    return result;
}

Result<S3Parts> partsIn(const QByteArray &xml)
{
    Result<net::XmlNode> root = document(xml, u"ListPartsResult"_s);
    if (!root)
        return std::move(root).error();
    S3Parts result;
    for (const net::XmlNode &each : root->children(u"Part"_s)) {
        UploadedPart part;
        part.number = each.text(u"PartNumber"_s).toInt();
        part.bytes = each.text(u"Size"_s).toLongLong();
        part.etag = each.text(u"ETag"_s);
        result.parts.append(part);
    }
    Result<QByteArray> next = nextIn(*root, u"NextPartNumberMarker"_s);
    if (!next)
        return std::move(next).error();
    result.next = *std::move(next);
    return result;
}

Result<QString> uploadIdIn(const QByteArray &xml)
{
    Result<net::XmlNode> root = document(xml, u"InitiateMultipartUploadResult"_s);
    if (!root)
        return std::move(root).error();
    if (root->text(u"UploadId"_s).isEmpty())
        return Error(Fault::Corrupt, u"The store began an upload and did not say which."_s)
            .means(u"Nothing was written; the upload stays there, unfinished."_s)
            .todo(u"Try again; the next run gives up what was left unfinished."_s);
    return root->text(u"UploadId"_s);
}

Result<Versioning> versioningIn(const QByteArray &xml)
{
    Result<net::XmlNode> root = document(xml, u"VersioningConfiguration"_s);
    if (!root)
        return std::move(root).error();
    const QString status = root->text(u"Status"_s);
    return status == u"Enabled" ? Versioning::On : status == u"Suspended" ? Versioning::Suspended : Versioning::NeverOn;
}

Result<ObjectLock> lockIn(const QByteArray &xml)
{
    Result<net::XmlNode> root = document(xml, u"ObjectLockConfiguration"_s);
    if (!root)
        return std::move(root).error();
    ObjectLock lock;
    lock.isOn = root->text(u"ObjectLockEnabled"_s) == u"Enabled";
    const net::XmlNode rule = root->child(u"Rule"_s).child(u"DefaultRetention"_s);
    lock.mode = rule.text(u"Mode"_s);
    lock.days = rule.text(u"Days"_s).toInt();
    lock.years = rule.text(u"Years"_s).toInt();
    return lock;
}

QByteArray completionOf(const QList<UploadedPart> &parts)
{
    QByteArray xml = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
    for (const UploadedPart &part : parts) {
        xml += "<Part><ETag>" + part.etag.toHtmlEscaped().toUtf8() + "</ETag>";
        if (part.checked == Checked::BySha256) // Where it did not understand the hash it would not understand this either.
            xml += "<ChecksumSHA256>" + part.sha256.toBase64() + "</ChecksumSHA256>";
        xml += "<PartNumber>" + QByteArray::number(part.number) + "</PartNumber></Part>";
    }
    return xml + "</CompleteMultipartUpload>";
}

QByteArray thawRequestOf(int days, ThawTier tier)
{
    const QByteArray name = tier == ThawTier::Expedited ? "Expedited" : tier == ThawTier::Standard ? "Standard" : "Bulk";
    return "<RestoreRequest xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Days>" + QByteArray::number(days)
        + "</Days><GlacierJobParameters><Tier>" + name + "</Tier></GlacierJobParameters></RestoreRequest>";
}

} // namespace shuttler::archive
