// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/S3Writer.h"

#include <atomic>

namespace shuttler::archive {

/// A bucket at AWS S3, Cloudflare R2, or anything that speaks their language. Where a store differs, that is found out by asking and
/// remembered: its region, its checksums, whether it refuses a key that is taken, what it does not offer.
class S3Store final : public ObjectStore {
public:
    /// `client` brings the trust in the store's certificate, and outlives this. Nobody is asked anything yet.
    S3Store(S3Place place, net::AwsCredentialSource credentials, net::HttpClient &client);

    QString title() const override;
    Result<WrittenObject> write(const NewObject &object, const ByteSource &source, const UploadOptions &options, Job &job) override;
    Result<ObjectFacts> read(const ObjectKey &key, ByteRange range, const ByteSink &sink, Job &job) override;
    Result<ObjectFacts> facts(const ObjectKey &key, Job &job) override;
    Outcome list(const ListWish &wish, const OnPage &onPage, Job &job) override;
    Result<std::optional<QList<UnfinishedUpload>>> unfinished(const QString &prefix, Job &job) override;
    Outcome abandon(const UnfinishedUpload &upload, Job &job) override;
    Result<std::optional<LifecycleDocument>> lifecycle(Job &job) override;
    Outcome setRules(const LifecycleDocument &before, const QList<LifecycleRule> &ours, Job &job) override;
    Result<std::optional<Versioning>> versioning(Job &job) override;
    Result<std::optional<ObjectLock>> lock(Job &job) override;
    ColdTier coldTier() const override;
    Result<ThawAnswer> thaw(const ObjectKey &key, int days, ThawTier tier, Job &job) override;

    S3Habits habits() const { return m_writer.habits(); } ///< As far as they are known by now.
    S3Place place() const { return m_door.place(); }      ///< With the region that the bucket said of itself.

private:
    struct Rules {
        LifecycleDocument document;
        QByteArray smallObjects; ///< The bucket's rule for small ones; it is lost when it is not said again.
    };
    Result<std::optional<Rules>> rules(Job &job);
    Outcome putRules(const Rules &rules, Job &job);
    Result<QByteArray> chunk(const ObjectKey &key, const ObjectFacts &facts, qint64 first, qint64 count, Job &job);
    /// The answer to a GET of something the bucket has one of; nothing where the store does not have such a thing.
    Result<std::optional<net::Response>> ask(const QByteArray &thing, const QString &ifNone, Job &job);

    S3Door m_door;
    S3Writer m_writer;
    std::atomic<ColdTier> m_coldTier;
};

} // namespace shuttler::archive
