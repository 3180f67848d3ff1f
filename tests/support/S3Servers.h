// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsCredentialSource.h"

#include <QProcess>
#include <QTemporaryDir>

namespace shuttler::test {

/// A server of S3's protocol that was not written here, on this computer alone, with one bucket, "dumps"; gone with all that is in it.
/// "s3rver" (npm) takes nearly everything as it comes, signatures included; "swift" (Debian) is OpenStack's own store: it checks what it
/// knows, and says of some of the rest that it does not.
class S3Server {
public:
    /// Fault::NotFound where what it needs is not installed (see `isPossible`).
    static Result<std::unique_ptr<S3Server>> start(const QString &kind);
    static bool isPossible(const QString &kind);
    ~S3Server();

    QUrl endpoint() const { return m_endpoint; }
    static QString bucket() { return QStringLiteral("dumps"); }
    net::AwsCredentialSource keys() const;

private:
    S3Server() : m_folder(QStringLiteral("/tmp/store-XXXXXX")) {}

    QTemporaryDir m_folder;
    QProcess m_process;
    QUrl m_endpoint;
    net::AwsCredentials m_keys;
};

} // namespace shuttler::test
