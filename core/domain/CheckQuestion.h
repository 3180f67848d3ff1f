// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"

#include <QStringList>

namespace shuttler {

/// A question of step 6 that can be put by itself, long after the others. All of its findings are its answer: when it is put again,
/// none of the old ones stands beside the new ones.
struct CheckQuestion {
    QStringList checks; ///< The ids its findings may have.
    QString subject;    ///< The one thing it is about; empty: everything of its kind.

    bool isAnsweredBy(const QString &check, const QString &about) const
    {
        return checks.contains(check) && (subject.isEmpty() || subject == about);
    }
    bool isAnsweredBy(const Finding &finding) const { return isAnsweredBy(finding.check, finding.subject); }
    friend bool operator==(const CheckQuestion &, const CheckQuestion &) = default;
};

/// Which question a finding answers. Nothing: it follows from the rows of all tables together, or from a moment that all checks
/// share, and cannot be had without asking everything again.
std::optional<CheckQuestion> questionOf(const Finding &finding);

/// The findings with the answers to `question` in the place of the earlier ones.
QList<Finding> withNewAnswers(const QList<Finding> &findings, const CheckQuestion &question, const QList<Finding> &answers);

} // namespace shuttler
