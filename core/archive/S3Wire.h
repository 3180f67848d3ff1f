// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/ObjectStore.h"
#include "core/net/HttpClient.h"

namespace shuttler::archive {

// What S3 says, turned into values, and the other way round. Pure.

/// The code and the words of an answer that is no success; the code is also read from an answer of 200 that is an error nevertheless
/// (aws.md §8.1). Both are empty when there are none, as after a HEAD.
struct S3Refusal {
    QString code;
    QString message;
    QString region; ///< Where the bucket says that it is.
};
S3Refusal refusalIn(const net::Response &response);

/// Whether an answer says that the store does not have such a thing: 501, 405, or its codes.
bool isNotOffered(const net::Response &response);

/// What an answer that is no success means for the person; `what` is what was asked for ("dumps/2026/a.dump", or a bucket's title).
Error errorOf(const net::Response &response, const QString &what);

Result<ObjectFacts> factsIn(const net::Response &response, const QString &what);

struct S3Page {
    ListPage page;
    QByteArray next; ///< Empty: it was the last.
};
Result<S3Page> pageIn(const QByteArray &xml);

struct S3Uploads {
    QList<UnfinishedUpload> uploads;
    QByteArray nextKey; ///< Empty: it was the last.
    QByteArray nextUpload;
};
Result<S3Uploads> uploadsIn(const QByteArray &xml);

struct S3Parts {
    QList<UploadedPart> parts; ///< Without our hash.
    QByteArray next; ///< Empty: it was the last.
};
Result<S3Parts> partsIn(const QByteArray &xml);
Result<QString> uploadIdIn(const QByteArray &xml);
Result<Versioning> versioningIn(const QByteArray &xml);
/// Fault::NotFound when it is another document: the store answered something else.
Result<ObjectLock> lockIn(const QByteArray &xml);

QByteArray completionOf(const QList<UploadedPart> &parts);
QByteArray thawRequestOf(int days, ThawTier tier);

} // namespace shuttler::archive
