// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/ObjectStore.h"
#include "core/archive/S3Door.h"
#include "core/archive/S3Habits.h"

namespace shuttler::archive {

/// The metadata by which an object is known as the one that we have just written, when the answer was lost.
inline const QString MarkName = QStringLiteral("shuttler-mark");

/// What of S3 creates objects, a call at a time. Thread-safe.
class S3Writer {
public:
    explicit S3Writer(S3Door &door) : m_door(door) {}

    /// The whole object at once. Fault::Refused when the key is taken by another one than `mark`'s.
    Result<UploadedPart> put(const NewObject &object, const QString &mark, const QByteArray &bytes, Job &job);
    /// Begins an upload in parts; gives its id.
    Result<QString> begin(const NewObject &object, const QString &mark, Job &job);
    Result<UploadedPart> putPart(const UploadClaim &upload, int number, const QByteArray &bytes, Job &job);
    /// Makes the object of its parts. An answer that is lost, or an error dressed as a success, is looked into before it is asked again.
    Result<QString> complete(const UploadClaim &upload, Job &job);
    /// What the store has of an upload. Nothing: it does not tell, or knows no such upload.
    Result<std::optional<QList<UploadedPart>>> parts(const UploadClaim &upload, Job &job);
    /// Done also when it is gone already, or when the store cannot give up uploads.
    Outcome abandon(const QString &key, const QString &uploadId, Job &job);

    S3Habits habits() const;

private:
    Result<net::Response> send(S3Call call, const std::function<void(S3Call &, const S3Habits &)> &dress, Job &job);
    Result<UploadedPart> sendBytes(S3Call call, const QByteArray &bytes, bool mayBeTaken, Job &job);
    /// The entity tag of the object, when it is there with this mark.
    Result<std::optional<QString>> written(const QString &key, const QString &mark, Job &job);
    void learn(const S3Habits &habits);

    S3Door &m_door;
    mutable std::mutex m_mutex;
    S3Habits m_habits;
};

} // namespace shuttler::archive
