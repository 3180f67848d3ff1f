// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

namespace shuttler::aws {

/// Whose database the policy is for.
struct PolicyPlaces {
    QString partition = QStringLiteral("aws");
    QString region;
    QString account;
    QString instance; ///< Also the beginning of the names of all that we make of it.
    QString kmsKey;   ///< ARN; empty when it is not encrypted.
};

/// The least that this adapter needs, as the text of an IAM policy (aws.md §10): everything it calls and nothing else, and an
/// explicit "never" for erasing backups.
/// With `only`, what it allows is narrowed to these actions.
QString leastPrivilegePolicy(const PolicyPlaces &places, const QStringList &only = {});

} // namespace shuttler::aws
