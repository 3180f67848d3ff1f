// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QList>
#include <QMap>

#include <optional>

namespace shuttler::archive {

/// The name of an object that we may write and read: 1 to 1,024 bytes of UTF-8, in segments divided by "/", none of which is empty, "." or
/// ".." (they get lost on the way: platform.md §6), without control characters. What others have put into a bucket may be called anything.
class ObjectKey {
public:
    static Result<ObjectKey> of(const QString &text);
    const QString &toString() const { return m_text; }
    friend bool operator==(const ObjectKey &, const ObjectKey &) = default;

private:
    explicit ObjectKey(QString text) : m_text(std::move(text)) {}
    QString m_text;
};

enum class ThawState {
    NotAsked,
    Running,
    Ready,
};

/// One object as the store describes it.
struct ObjectFacts {
    qint64 bytes = 0;
    Instant modified;
    QString etag;         ///< As the store wrote it, quotes included; no hash of the content.
    QString storageClass; ///< "STANDARD", "GLACIER", … in the store's own word.
    ThawState thaw = ThawState::NotAsked;
    std::optional<Instant> thawedUntil; ///< When thawed.
    QMap<QString, QString> metadata;    ///< Without "x-amz-meta-".
    QString expiry; ///< When a rule of the bucket will delete it, and which, in the store's own words; empty: none will.
    QString lockMode;                   ///< "GOVERNANCE", "COMPLIANCE" or empty.
    std::optional<Instant> lockedUntil;
    bool hasLegalHold = false;

    /// Whether its bytes can be had now: while a thaw runs they cannot, and the class stays cold after it (aws.md §8.3).
    bool isReadable() const;
};

/// Whether objects of a class have to be thawed before they can be read. GLACIER_IR has not.
bool isCold(const QString &storageClass);

struct ListedObject {
    QString key;
    qint64 bytes = 0;
    Instant modified;
    QString etag;
    QString storageClass;
};

struct ListPage {
    QList<ListedObject> objects;
    QStringList folders; ///< With the divider at their end.
};

struct UnfinishedUpload {
    QString key;
    QString uploadId;
    Instant begunAt;
};

enum class Versioning {
    NeverOn,
    On,
    Suspended,
};

/// What a bucket forbids to delete, and for how long.
struct ObjectLock {
    bool isOn = false;
    QString mode; ///< Of what is not said otherwise: "GOVERNANCE" (may be lifted), "COMPLIANCE" (by nobody), or empty.
    int days = 0; ///< Of that.
    int years = 0;
    friend bool operator==(const ObjectLock &, const ObjectLock &) = default;
};

/// Whether a store has a class where objects cost little and have to be thawed before they are read.
enum class ColdTier {
    Unknown, ///< It will show when rules are put in.
    Offered,
    None,
};

enum class ThawTier {
    Expedited, ///< Minutes; not from DEEP_ARCHIVE, and not always to be had.
    Standard,  ///< 3 to 5 hours; from DEEP_ARCHIVE up to 12.
    Bulk,      ///< 5 to 12 hours; from DEEP_ARCHIVE up to 48.
};

enum class ThawAnswer {
    Begun,
    RunsAlready,
    ReadableAlready, ///< Thawed before, kept longer now; or never cold.
    NotOffered,      ///< The store has no cold storage.
};

} // namespace shuttler::archive
