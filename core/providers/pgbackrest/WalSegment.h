// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QString>

#include <compare>
#include <optional>

namespace shuttler::pgbackrest {

/// A place in a server's record of changes.
struct Lsn {
    quint64 position = 0;
    static std::optional<Lsn> parse(const QString &text); ///< "0/3000028"
    friend auto operator<=>(const Lsn &, const Lsn &) = default;
};

/// One file of the record of changes ("WAL segment"). How many there are to 4 GiB depends on the server's segment size.
struct WalSegment {
    quint32 timeline = 0;
    quint32 high = 0; ///< Counts stretches of 4 GiB.
    quint32 low = 0;  ///< Counts files within one.

    static std::optional<WalSegment> parse(const QString &name); ///< 24 hexadecimal digits.
    QString name() const;
    /// A running number over all of them, the same on every timeline.
    quint64 number(qint64 segmentBytes) const
    {
        return quint64(high) * quint64((qint64(1) << 32) / segmentBytes) + low;
    }
    static WalSegment at(quint32 timeline, quint64 number, qint64 segmentBytes);
    friend auto operator<=>(const WalSegment &, const WalSegment &) = default;
};

/// Where a timeline left another: a line of a history file.
struct TimelineBranch {
    quint32 parent = 0;
    Lsn leftAt;
    friend bool operator==(const TimelineBranch &, const TimelineBranch &) = default;
};

/// Reads a history file ("00000003.history"): the ancestors, oldest first.
QList<TimelineBranch> parseHistory(const QByteArray &text);

/// The road a recovery to the newest timeline takes: which timeline's file holds each number.
class TimelinePath {
public:
    TimelinePath(quint32 newest, QList<TimelineBranch> ancestors) : m_newest(newest), m_ancestors(std::move(ancestors))
    {}
    quint32 newest() const { return m_newest; }
    /// The timeline whose file recovery takes for `number`; as PostgreSQL, the youngest that had begun by then.
    quint32 timelineOf(quint64 number, qint64 segmentBytes) const;
    /// Whether a backup that ended at `end` on `timeline` lies on the road.
    bool passes(quint32 timeline, Lsn end) const;

private:
    quint32 m_newest;
    QList<TimelineBranch> m_ancestors;
};

} // namespace shuttler::pgbackrest
