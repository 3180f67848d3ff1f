// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/Environment.h"
#include "core/domain/RunRecord.h"

namespace shuttler {

/// The pair of files a run leaves behind.
struct EvidenceFiles {
    QString pdf;
    QString json;
};

/// The canonical JSON of a run: what the document shows and nothing it does not.
QJsonObject evidenceJson(const RunRecord &run, const Environment &environment);

/// Writes `restore-<environment>-<tag>.pdf` and `.json` into `folder` (ui.md §13): A4, PDF/A-1b marked, text selectable, the JSON's
/// SHA-256 printed in it. A run that was undone or has stopped gets the same document under a name of its own (`-undone`,
/// `-stopped-<journal entries>`). The record holds every query; the document those behind the exceptions. Needs a QGuiApplication
/// (offscreen will do).
Result<EvidenceFiles> writeEvidence(const RunRecord &run, const Environment &environment, const QString &folder);

/// Loads the document's fonts, which takes a tenth of a second the first time in a process; may run beside other work, so that
/// nobody waits for it at the end.
void loadEvidenceFonts();

} // namespace shuttler
