// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Ids.h"

#include <QList>

namespace shuttler {

/// A stretch inside a window that cannot be restored to, both ends excluded, and why.
struct WindowGap {
    Instant from;
    Instant until;
    QString cause; ///< "the record of changes 000000010000000000000007 is missing"
    friend bool operator==(const WindowGap &, const WindowGap &) = default;
};

/// The span of moments a database can be taken back to, both ends included, less its gaps.
/// A window that exists is valid: `between` is the only way to make one.
class RecoveryWindow {
public:
    /// Fault::Corrupt when it ends before it begins or a gap lies outside. Gaps are sorted and merged.
    static Result<RecoveryWindow> between(Instant earliest, Instant latest, QList<WindowGap> gaps = {});

    Instant earliest() const { return m_earliest; }
    Instant latest() const { return m_latest; }
    const QList<WindowGap> &gaps() const { return m_gaps; }
    bool contains(Instant moment) const;
    const WindowGap *gapAt(Instant moment) const; ///< Null when there is none.

    friend bool operator==(const RecoveryWindow &, const RecoveryWindow &) = default;

private:
    RecoveryWindow(Instant earliest, Instant latest, QList<WindowGap> gaps)
        : m_earliest(earliest), m_latest(latest), m_gaps(std::move(gaps)) {}
    Instant m_earliest;
    Instant m_latest;
    QList<WindowGap> m_gaps;
};

/// The window of one server in a database's lineage.
struct InstanceWindow {
    InstanceId instance;
    RecoveryWindow window;
    friend bool operator==(const InstanceWindow &, const InstanceWindow &) = default;
};

} // namespace shuttler
