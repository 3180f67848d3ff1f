// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpManifest.h"

#include "core/domain/JsonFields.h"

#include <QJsonDocument>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

namespace {

constexpr Word<DumpFormat> Formats[] = {{DumpFormat::Custom, u"custom"}, {DumpFormat::Plain, u"plain"}};
constexpr qint64 LargestManifest = 64 * 1024 * 1024; ///< Thousands of tables; what is longer is none of ours.

// As for baselines: keys of a QJsonObject are sorted, and the compact form has one spelling.
QString digestOf(QJsonObject json)
{
    json.remove(u"sha256"_s);
    return QString::fromLatin1(
        archive::Digest::of(archive::Digest::Kind::Sha256, QJsonDocument(json).toJson(QJsonDocument::Compact)).toHex());
}

QJsonObject toJson(const Measure &measure)
{
    return {{u"bytes"_s, measure.bytes}, {u"sha256"_s, measure.sha256}};
}

Result<Measure> measureIn(JsonFields &fields, const QString &key)
{
    JsonFields each(fields.object(key));
    Measure measure{each.integer(u"bytes"_s), each.text(u"sha256"_s)};
    if (measure.bytes < 0 || QByteArray::fromHex(measure.sha256.toLatin1()).size() != 32 || measure.sha256.size() != 64)
        each.wrong(u"sha256"_s, u"is no SHA-256, or the length is none"_s);
    if (Outcome read = each.outcome(u"the dump's manifest (%1)"_s.arg(key)); !read)
        return std::move(read).error();
    return measure;
}

Error notBelieved(const QString &what)
{
    return Error(Fault::Corrupt, what)
        .means(u"The dump that it belongs to does not count as one: nobody can tell whether it is whole."_s)
        .todo(u"Use another dump, and take a new one. Look at who else can write to the store."_s);
}

} // namespace

QByteArray toBytes(const DumpManifest &manifest)
{
    QJsonObject json{
        {u"format"_s, ManifestFormat},
        {u"environment"_s, manifest.environment.toString()},
        {u"name"_s, manifest.name.toString()},
        {u"key"_s, manifest.key},
        {u"instance"_s, manifest.instance},
        {u"contents"_s, wordIn(Formats, manifest.format)},
        {u"takenAt"_s, manifest.takenAt.toString()},
        {u"serverVersion"_s, manifest.serverVersion},
        {u"pgDumpVersion"_s, manifest.pgDumpVersion},
        {u"zstdVersion"_s, manifest.zstdVersion},
        {u"encryption"_s, manifest.isEncrypted() ? u"xchacha20poly1305"_s : u"none"_s},
        {u"keyId"_s, manifest.keyId},
        {u"plain"_s, toJson(manifest.plain)},
        {u"compressed"_s, toJson(manifest.compressed)},
        {u"stored"_s, toJson(manifest.stored)},
        {u"entries"_s, manifest.entries},
        {u"ofExtensions"_s, QJsonArray::fromStringList(manifest.ofExtensions)},
        {u"readBackAt"_s, manifest.readBackAt.toString()},
        {u"baseline"_s, shuttler::toJson(manifest.baseline)},
    };
    json.insert(u"sha256"_s, digestOf(json));
    return QJsonDocument(json).toJson();
}

Result<DumpManifest> manifestFromBytes(const QByteArray &bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    if (json.isEmpty())
        return notBelieved(u"What lies in the place of a dump's manifest is none: it is cut off, or no JSON."_s);
    JsonFields fields(json);
    const qint64 format = fields.integer(u"format"_s);
    if (Outcome read = fields.outcome(u"the dump's manifest"_s); !read)
        return std::move(read).error();
    if (format != ManifestFormat)
        return Error(Fault::Corrupt,
                     u"The dump's manifest has the format %1; this version of Shuttler Ops knows %2."_s.arg(format).arg(ManifestFormat))
            .means(u"What it says cannot be understood for certain, so the dump is not used."_s)
            .todo(u"Update Shuttler Ops and try again."_s);
    if (fields.text(u"sha256"_s) != digestOf(json))
        return notBelieved(u"The dump's manifest is not what was written: its checksum does not match."_s);

    DumpManifest manifest;
    manifest.environment = EnvironmentName(fields.text(u"environment"_s));
    if (const std::optional<DumpName> name = DumpName::parse(fields.text(u"name"_s)))
        manifest.name = *name;
    else
        fields.wrong(u"name"_s, u"is not the name of a dump"_s);
    manifest.key = fields.text(u"key"_s);
    manifest.instance = fields.text(u"instance"_s);
    manifest.format = fields.word(u"contents"_s, Formats);
    manifest.takenAt = fields.instant(u"takenAt"_s);
    manifest.serverVersion = fields.text(u"serverVersion"_s);
    manifest.pgDumpVersion = fields.text(u"pgDumpVersion"_s);
    manifest.zstdVersion = fields.text(u"zstdVersion"_s);
    manifest.keyId = fields.text(u"keyId"_s);
    if (fields.text(u"encryption"_s) != (manifest.isEncrypted() ? u"xchacha20poly1305"_s : u"none"_s))
        fields.wrong(u"encryption"_s, u"is not one that is known"_s);
    manifest.entries = fields.integer(u"entries"_s);
    manifest.ofExtensions = fields.texts(u"ofExtensions"_s);
    manifest.readBackAt = fields.instant(u"readBackAt"_s);
    const QJsonObject baseline = fields.object(u"baseline"_s);
    for (const auto &[key, measure] : {std::pair{u"plain"_s, &manifest.plain},
                                       {u"compressed"_s, &manifest.compressed},
                                       {u"stored"_s, &manifest.stored}}) {
        Result<Measure> read = measureIn(fields, key);
        if (!read)
            return std::move(read).error();
        *measure = *read;
    }
    if (Outcome read = fields.outcome(u"the dump's manifest"_s); !read)
        return std::move(read).error();
    const Result<archive::ObjectKey> key =
        dumpKeyOf(manifest.environment, manifest.name, manifest.format, manifest.isEncrypted() ? Sealed::Yes : Sealed::No);
    if (!key || key->toString() != manifest.key)
        return notBelieved(u"The manifest of the dump %1 names another one, %2."_s.arg(manifest.name.toString(), manifest.key));
    Result<Baseline> found = baselineFromJson(baseline);
    if (!found)
        return std::move(found).errorDuring(u"reading the dump's manifest"_s);
    manifest.baseline = *std::move(found);
    return manifest;
}

Result<DumpManifest> readManifest(archive::ObjectStore &store, const EnvironmentName &environment, const DumpName &name, Job &job)
{
    const Result<archive::ObjectKey> key = manifestKeyOf(environment, name);
    if (!key)
        return key.error();
    QByteArray bytes;
    const Result<archive::ObjectFacts> read = store.read(*key, {}, [&](QByteArrayView piece, Job &) -> Outcome {
        if (bytes.size() + piece.size() > LargestManifest)
            return notBelieved(u"What lies in the place of the manifest of %1 is too long to be one."_s.arg(name.toString()));
        bytes.append(piece);
        return Done{};
    }, job);
    if (!read)
        return read.error();
    Result<DumpManifest> manifest = manifestFromBytes(bytes);
    if (manifest && (manifest->name != name || manifest->environment != environment))
        return notBelieved(u"%1 is the manifest of another dump."_s.arg(key->toString()));
    return manifest;
}

} // namespace shuttler::dumps
