// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QList>
#include <QMap>

#include <optional>

namespace shuttler::archive {

/// Which objects a rule is about. A rule that says nothing is about all of them.
struct LifecycleScope {
    QString prefix;
    std::optional<qint64> largerThan; ///< Bytes, itself excluded.
    std::optional<qint64> smallerThan;
    QMap<QString, QString> tags;
    bool hasMore = false; ///< It has a condition that we do not know.

    /// Whether an object is in it, or, where tags and unknown conditions decide, may be.
    bool mayCover(const QString &key, qint64 bytes) const;
    friend bool operator==(const LifecycleScope &, const LifecycleScope &) = default;
};

/// What a rule does to an object, and when: so many days after it came, or on a date.
struct LifecycleAction {
    std::optional<int> days;
    std::optional<Instant> date;
    QString storageClass; ///< Of a move; empty for a deletion.
    std::optional<int> spares; ///< So many newer of the old versions it leaves alone.
    friend bool operator==(const LifecycleAction &, const LifecycleAction &) = default;
};

/// One rule by which a bucket moves or deletes objects (aws.md §8.2).
struct LifecycleRule {
    QString id;
    bool isEnabled = true;
    LifecycleScope scope;
    QList<LifecycleAction> moves;
    QList<LifecycleAction> oldVersionMoves; ///< Days since a version was replaced or deleted.
    std::optional<LifecycleAction> deletion;
    std::optional<LifecycleAction> oldVersionDeletion;
    std::optional<int> abortDays; ///< Uploads that are not complete after so many days are given up.
    bool hasMore = false;         ///< It does something that we do not know.

    friend bool operator==(const LifecycleRule &, const LifecycleRule &) = default;
};

/// All the rules of a bucket, as its owner wrote them.
class LifecycleDocument {
public:
    /// Of a bucket that has none.
    LifecycleDocument();
    /// Fault::Corrupt for what is no such document; Fault::NotFound for another document: the store answered something else.
    static Result<LifecycleDocument> parse(const QByteArray &xml);

    const QList<LifecycleRule> &rules() const { return m_rules; }
    const QByteArray &text() const { return m_text; }
    /// The document with these in the place of the rules of the same name, or at its end. Nothing else of it changes by a single byte.
    /// Fault::Refused above 1,000 rules.
    Result<LifecycleDocument> with(const QList<LifecycleRule> &ours) const;
    /// Whether both say the same about every rule, however they are written: stores write a document anew.
    bool saysTheSameAs(const LifecycleDocument &other) const;

private:
    struct Span {
        qsizetype begin = 0;
        qsizetype end = 0;
    };
    QByteArray textOf(qsizetype rule) const { return m_text.mid(m_spans[rule].begin, m_spans[rule].end - m_spans[rule].begin); }

    QByteArray m_text;
    QList<LifecycleRule> m_rules;
    QList<Span> m_spans;      ///< Of the rules in the text.
    qsizetype m_rootEnd = 0;  ///< Where the closing tag begins.
    bool m_isUsual = true;    ///< The names in it need no prefix.
};

/// One rule, as it is sent. It cannot say `hasMore`.
QByteArray xmlOf(const LifecycleRule &rule);

} // namespace shuttler::archive
