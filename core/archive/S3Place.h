// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QUrl>

#include <utility>

namespace shuttler::archive {

/// How a bucket stands in an address.
enum class S3Style {
    Fitting, ///< In the host at AWS, in the path elsewhere, and wherever its name has a dot: no certificate fits such a host.
    Path,    ///< https://endpoint/bucket/key
    Host,    ///< https://bucket.endpoint/key
};

/// Where a bucket is.
struct S3Place {
    QUrl endpoint;  ///< Empty: AWS's own, of the region. Its path has to be empty.
    QString region; ///< "auto" at Cloudflare R2. A bucket that says another one of itself is believed.
    QString bucket;
    S3Style style = S3Style::Fitting;
};

/// The question of an address: names and values, plain. A null value is a name alone.
using S3Query = QList<std::pair<QByteArray, QByteArray>>;

/// Fault::BadInput for a bucket whose name AWS would not allow, or an endpoint that is more than a server.
Outcome checkPlace(const S3Place &place);
/// The address of an object, or of the bucket where `key` is empty, encoded as it is signed: once, and nothing made shorter.
QUrl addressOf(const S3Place &place, const QString &key, const S3Query &query);
/// "dumps at s3.eu-central-1.amazonaws.com".
QString titleOf(const S3Place &place);

} // namespace shuttler::archive
