// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/restore/Plan.h"

namespace shuttler {

/// A run's journal, read from its beginning to its end.
struct FoldedRun {
    RunRecord run;
    Plan plan;
    bool undoing = false; ///< Taking back has begun: from here on there is only taking back.
};

/// Folds the entries of one run, oldest first. A step that was begun and has no end is Interrupted: whoever knows that somebody
/// drives it now says Running instead. Fault::NotFound for no entries, Fault::Corrupt for entries that do not make a run.
Result<FoldedRun> foldJournal(const QList<JournalEntry> &entries);
/// The next entry of a run that is folded already.
Outcome foldEntry(FoldedRun &folded, const JournalEntry &entry);

/// How the phases and fields of a run's entries are spelled. They are on disk: never change one.
namespace journal {
using namespace Qt::StringLiterals;
inline const QString Run = u"run"_s; ///< The step name of entries about the run itself.
inline const QString Begun = u"begun"_s;
inline const QString Finished = u"finished"_s;
inline const QString Failed = u"failed"_s;
inline const QString Undone = u"undone"_s;
inline const QString Note = u"note"_s;
} // namespace journal

/// Why a step ended without having finished.
enum class StepStop {
    Failed,  ///< It went wrong.
    Waits,   ///< A person has to decide or repair something.
    Stopped, ///< On request.
};
QString wordFor(StepStop stop); ///< "failed", "waits", "stopped"

} // namespace shuttler
