// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace shuttler {

/// What whoever grants rights at AWS has to write down: to whom, what, on what, and on which condition.
struct Grant {
    QString holder;        ///< "the role arn:aws:iam::1:role/restore". All grants of one holder make one policy.
    QStringList actions;   ///< "rds:StopDBInstance"
    QStringList resources; ///< ARNs, with * and ? as IAM understands them.
    QJsonObject condition = {}; ///< As IAM writes it; empty: none.
};

/// The text of a policy for IAM, and who is to get it.
struct IamPolicy {
    QString holder;
    QString text; ///< JSON, indented.
};

/// One policy for each holder, in the order in which they come: what is `allowed`, and what is `denied` whatever else allows it.
/// Everything on the same resources under the same condition is one statement.
QList<IamPolicy> iamPolicies(const QList<Grant> &allowed, const QList<Grant> &denied = {});

} // namespace shuttler
