// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/Lifecycle.h"
#include "core/archive/ObjectFacts.h"
#include "core/base/Job.h"

#include <functional>

namespace shuttler::archive {

/// Where the bytes of a new object come from: fills `buffer` with up to `most` bytes and says with how many; zero is their end. May give
/// fewer than asked for. Called from the thread that writes, one call after the other.
using ByteSource = std::function<Result<qint64>(char *buffer, qint64 most, Job &job)>;
/// Where the bytes of an object go, in order. Its error ends the reading.
using ByteSink = std::function<Outcome(QByteArrayView bytes, Job &job)>;

struct NewObject {
    ObjectKey key;
    QString contentType = QStringLiteral("application/octet-stream");
    QMap<QString, QString> metadata; ///< Names of a-z, 0-9 and "-"; values of printable ASCII. Anything else is Fault::BadInput.
};

/// How a store has said that it got the very bytes that were sent.
enum class Checked {
    NotSaid,
    ByMd5,
    BySha256,
};

/// A part of an object, as the store confirmed it.
struct UploadedPart {
    int number = 0; ///< From 1.
    qint64 bytes = 0;
    QString etag;      ///< As the store wrote it, quotes included.
    QByteArray sha256; ///< Ours, 32 bytes.
    Checked checked = Checked::NotSaid;
};

/// What is known of an upload that did not come to its end: enough for another process to go on with it. Nothing in it is believed
/// until the store, and the bytes themselves, have said the same.
struct UploadClaim {
    QString key;
    QString uploadId;
    QString mark; ///< The object's own, by which it is known afterwards.
    qint64 partBytes = 0;
    QList<UploadedPart> parts; ///< By number; not necessarily without holes.
};

enum class IfItFails {
    Abort,         ///< Nothing is left in the store.
    KeepForResume, ///< Parts stay, for who holds the last claim; what is under way arrives, unless the person stops it.
};

/// How an object goes over. Memory is `partBytes` times `inFlight`, whatever the size of the object.
struct UploadOptions {
    qint64 partBytes = 8 * 1024 * 1024; ///< 5 MiB to 5 GiB, the same for all but the last (Cloudflare R2 insists: aws.md §8.4).
    int inFlight = 4;                   ///< Parts under way at once, the one being filled included; at least 1.
    IfItFails ifItFails = IfItFails::Abort;
    /// After each part, from the writing thread: to be kept where a crash cannot reach.
    std::function<void(const UploadClaim &)> onClaim = {};
    std::optional<UploadClaim> resume = {}; ///< The source gives the same bytes again, from the first.
};

constexpr int MostParts = 10'000; ///< Of one object (aws.md §8.1).
/// The smallest part, of whole MiB and at least the usual size, of which `MostParts` hold so many bytes.
qint64 partBytesFor(qint64 expected);

struct WrittenObject {
    qint64 bytes = 0;
    QString etag;
    QByteArray sha256;      ///< Of all of it, 32 bytes.
    bool isChecked = false; ///< The store has said that it got these very bytes; reading back is the proof in any case.
};

struct ByteRange {
    qint64 first = 0;
    std::optional<qint64> count; ///< Until the end, when none.
};

/// Which objects to list. With `divider` ("/"), what lies deeper than it after the prefix is told once, as a folder.
struct ListWish {
    QString prefix;
    QString divider;
};
using OnPage = std::function<Outcome(const ListPage &page)>;

/// A place outside the platform where objects are kept for ever. It has no way to delete or to replace an object: a key is written once.
/// Answers are believed as little as possible: what was written is looked at again. Where a store does not have a thing at all, the
/// answer is an empty optional, never an error. Blocking; may be used from several threads.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;
    /// For sentences: "dumps at s3.eu-central-1.amazonaws.com".
    virtual QString title() const = 0;

    /// Writes an object that is not there yet, as a whole or, when it is longer than one part, in parts. Fault::Refused when the key is
    /// taken. Until it succeeds there is no object of that key. Fault::OutcomeUnknown when the end of the upload could not be seen.
    virtual Result<WrittenObject> write(const NewObject &object, const ByteSource &source, const UploadOptions &options, Job &job) = 0;
    /// The bytes of one object, all of one version of it: Fault::Corrupt when it changes meanwhile. Fault::Refused while it is cold.
    virtual Result<ObjectFacts> read(const ObjectKey &key, ByteRange range, const ByteSink &sink, Job &job) = 0;
    virtual Result<ObjectFacts> facts(const ObjectKey &key, Job &job) = 0;
    /// Page by page, in the order of keys (of their bytes); only a page is ever held.
    virtual Outcome list(const ListWish &wish, const OnPage &onPage, Job &job) = 0;

    /// Uploads begun below a prefix, by anybody, that are neither complete nor aborted. Nothing: the store does not tell.
    virtual Result<std::optional<QList<UnfinishedUpload>>> unfinished(const QString &prefix, Job &job) = 0;
    /// Gives up one of our own. Done also when it is gone already.
    virtual Outcome abandon(const UnfinishedUpload &upload, Job &job) = 0;

    /// The rules by which the store moves and removes objects. Nothing: it has no such rules.
    virtual Result<std::optional<LifecycleDocument>> lifecycle(Job &job) = 0;
    /// Puts our rules in, in the place of those with the same names, and looks whether they are there. Every other rule goes over byte for
    /// byte. Fault::Refused, with nothing changed, when the rules are no longer those of `before`: the store itself cannot compare.
    virtual Outcome setRules(const LifecycleDocument &before, const QList<LifecycleRule> &ours, Job &job) = 0;
    virtual Result<std::optional<Versioning>> versioning(Job &job) = 0;
    virtual Result<std::optional<ObjectLock>> lock(Job &job) = 0;

    /// As far as it is known, without asking anybody.
    virtual ColdTier coldTier() const = 0;
    /// Asks for a readable copy of an object in cold storage, for so many days. Asking again while it is on its way changes nothing.
    virtual Result<ThawAnswer> thaw(const ObjectKey &key, int days, ThawTier tier, Job &job) = 0;

    /// The same as `write` for what is small enough to be held.
    Result<WrittenObject> writeBytes(const NewObject &object, const QByteArray &bytes, Job &job);
};

} // namespace shuttler::archive
