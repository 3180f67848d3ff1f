// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/aws/JsonCalls.h"

#include <QMap>

namespace shuttler::aws {

/// What Secrets Manager says of a secret, without its value.
struct SecretLook {
    QMap<QString, QString> versions; ///< Label → the version that bears it. "AWSCURRENT" is what apps get.
    QString owner;                   ///< The service of AWS that keeps and rotates it, "rds"; empty as a rule.
    bool rotates = false;            ///< By itself, from time to time.
    bool isBeingDeleted = false;
};

/// The versions of one secret and the labels on them. A label is on one version at most; moving one is how a value becomes current.
class SecretVersions {
public:
    SecretVersions(net::HttpClient &client, const QUrl &endpoint, QString secret);

    Result<SecretLook> look(Job &job) const;
    Result<QByteArray> text(const QString &version, Job &job) const;
    /// A further version that bears `label` and no other; the same `version` with the same text twice is one.
    Outcome add(const QString &version, const QByteArray &text, const QString &label, Job &job) const;
    /// Puts `label` on `version` and looks whether it is there.
    Outcome move(const QString &label, const QString &version, Job &job) const;
    /// Takes `label` off, wherever it is.
    Outcome remove(const QString &label, Job &job) const;

private:
    Outcome setLabel(const QString &label, const QString &from, const QString &to, Job &job) const;

    QString m_secret;
    JsonCalls m_calls;
};

} // namespace shuttler::aws
