// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"

namespace shuttler::aws {

/// Whose database rights are for, and on what.
struct RdsPlaces {
    QString holder;    ///< holderOf
    QString arn;       ///< The caller's: says which AWS (aws, aws-cn) it is.
    QString region;
    QString account;
    QStringList names; ///< What RDS and the environment call it: so begin the names of all that we make of it. Empty: not known.
    QString kmsKey;    ///< ARN; empty when it is not encrypted, or cannot be seen.
};

/// Every right that this adapter uses in the seven steps, none tried yet, each with what gives it (aws.md §10). What is done to an
/// instance is granted on this one and on what we make of it: without its name nothing gives that.
QList<Permission> rdsRights(const RdsPlaces &places);
/// A policy had better never let us erase backups: we never do.
QList<Grant> rdsLimits(const RdsPlaces &places);

/// What to do about a right that only doing it would try.
QString untriedAdvice();

/// Who is granted something, in words: the role that is taken on, or else whose keys are used.
QString holderOf(const QString &credential, const QString &profile, const QString &role);

} // namespace shuttler::aws
