// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/Lifecycle.h"

namespace shuttler::archive {

/// Below this size S3 moves nothing to a cold class unless told to, and moving it costs more than it saves (aws.md §0.9, §8.2).
constexpr qint64 SmallestWorthMoving = 128 * 1024;

/// What the owner wants of old dumps: in cold storage after so many days, and there for ever.
struct ColdStorageWish {
    QString prefix;                                   ///< Of the dumps; manifests lie elsewhere, so that they are always readable.
    int afterDays = 30;                               ///< Since an object was written.
    int promiseDays = 30;                             ///< So long a dump has to be readable at once: the SLA.
    QString storageClass = QStringLiteral("GLACIER");
    qint64 smallest = SmallestWorthMoving;            ///< Bytes. What is smaller stays readable; it is no drift.
    bool isVersioned = false;                         ///< The bucket keeps old versions.
};

/// An object that somebody needs to be able to read at any moment.
struct NeededObject {
    QString key;
    qint64 bytes = 0;
    Instant modified;
    std::optional<Instant> until; ///< Nothing: until somebody says otherwise.
    QString reason;               ///< Completes "… is needed: ": "a hold by Asha", "run R-20261118-1142".
    bool isCold = false;          ///< It lies in cold storage already; no rule of ours changes that.
};

struct ColdStorageRules {
    QList<LifecycleRule> rules;
    QStringList notes; ///< Why it is not as wished, in sentences; empty when it is.
};

/// The rules that do what is wished and reach nothing that is needed: later than wished, if that is what it takes. None of them ever
/// deletes an object. Fault::BadInput for a wish that breaks the promise by itself or covers the whole bucket; Fault::Refused, naming them,
/// when objects are needed without an end: no rule leaves single objects out. Pure.
Result<ColdStorageRules> coldStorageRules(const ColdStorageWish &wish, const QList<NeededObject> &needed);

/// Where the rules found in a bucket do not do what `wanted` do, in sentences, a missing one included; empty when all is as wanted. Pure.
QStringList driftOf(const LifecycleDocument &found, const QList<LifecycleRule> &wanted);

enum class Certainty {
    Sure,
    Possible, ///< It depends on tags, on sizes, or on a condition that we do not know.
};

/// A rule, of whomever, that keeps dumps from being there for ever or from being readable as long as promised.
struct LifecycleThreat {
    enum class Kind {
        Deletes,
        DeletesOldVersions, ///< What a deletion or a replacement would have left.
        MovesTooSoon,
        Unknown,
    };
    QString ruleId;
    Kind kind = Kind::Unknown;
    Certainty certainty = Certainty::Sure;
    QString sentence;
};

/// Every enabled rule that may take from what lies below `prefix`: deletes it ever, or moves it to a class that has to be thawed before
/// `promiseDays` are over. Pure.
QList<LifecycleThreat> threatsIn(const LifecycleDocument &found, const QString &prefix, int promiseDays);

} // namespace shuttler::archive
