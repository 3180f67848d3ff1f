// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

namespace shuttler::aws {

/// What AWS answered instead of a result.
struct Complaint {
    int status = 0;
    QString code;      ///< As on the wire: some keep "Fault", some do not (aws.md §1.1). Empty: no answer of AWS's.
    QString message;
    QString requestId;
};

Complaint complaintFrom(const net::Response &response);

/// The complaint in the owner's words. `action` is what was asked, with its service: "rds:CreateDBSnapshot"; `changes` tells
/// whether it would have changed something, so that a failure on AWS's side leaves the outcome open.
Error errorFor(const Complaint &complaint, const QString &action, bool changes);

/// AWS's code of an error made by `errorFor`; empty for others.
QString codeOf(const Error &error);

/// The right that AWS denied, of an error made by `errorFor`: "rds:StopDBInstance". Empty when it said no to something else.
QString deniedRight(const Error &error);

/// AWS's throttling comes as 400 too.
bool saysTooOften(const QString &code);

} // namespace shuttler::aws
