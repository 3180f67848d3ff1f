// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/e2e/StagedPractice.h"

namespace shuttler::test {

/// All that a refused command has to leave as it was: the app's .env, the environment, every file of the Practice but those that
/// a working database changes by itself, and the open restores.
class Untouched {
public:
    static Untouched look(StagedPractice &practice);
    /// The first thing that is not as it was, in words; empty when all is.
    QString differenceFrom(const Untouched &before) const;

private:
    QMap<QString, QByteArray> m_contents;
    QMap<QString, qint64> m_sizes;
    QByteArray m_openRuns;
};

/// What is wrong with the way something was refused; empty when nothing is: exit code, one JSON object whose error has all three
/// parts and says `says`, everything left as `before`, and no password anywhere.
QString complaintAbout(const CtlAnswer &answer, int exit, const QString &says, const Untouched &before, StagedPractice &practice);

/// Where a password can be read that must not be: an answer, the ledger, evidence, settings. Empty when nowhere.
QString leakOf(const QByteArray &password, const CtlAnswer &answer, const Ctl &ctl);

} // namespace shuttler::test
