// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace shuttler::ui {

/// One part of a DATABASE_URL whose password is hidden already, before and after.
struct UrlPart {
    QString name;       ///< "Host", "Port", "User", "Password", "Database", "Options"
    QString before;
    QString after;
    bool changes() const { return before != after; }
};

/// The parts of two masked URLs that either has, in the order above. Understands what DatabaseUrl writes, also a server named in the
/// query ("?host=/run/…"). The password's dots say nothing: it counts as the same, letter for letter, as `DatabaseUrl::movedTo` promises.
QList<UrlPart> urlParts(const QString &before, const QString &after);

/// "Host changes from a to b, port changes from 5432 to 5433, password hidden"
QString urlChangeInWords(const QString &before, const QString &after);

/// Where a URL may be broken into lines: after the '@', and before the port or, without one, before the options.
QStringList urlLines(const QString &masked);

/// The stretch in which `line` differs from `other`, in whole words: labels of a name, a port, a value. Empty when they are the same.
struct Stretch {
    qsizetype at = 0;
    qsizetype size = 0;
    friend bool operator==(const Stretch &, const Stretch &) = default;
};
Stretch changedStretch(const QString &line, const QString &other);

} // namespace shuttler::ui
