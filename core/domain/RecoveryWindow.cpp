// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/RecoveryWindow.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

static Error unsound(const QString &what)
{
    return Error(Fault::Corrupt, what)
        .means(u"What can be restored is not known."_s)
        .todo(u"Ask again; if it stays so, look at the backup program's own listing."_s);
}

static bool comesBefore(const WindowGap &a, const WindowGap &b)
{
    return a.from != b.from ? a.from < b.from : a.until < b.until;
}

Result<RecoveryWindow> RecoveryWindow::between(Instant earliest, Instant latest, QList<WindowGap> gaps)
{
    if (latest < earliest)
        return unsound(
            u"The recovery window ends at %1, before it begins at %2."_s.arg(latest.toString(), earliest.toString()));
    std::sort(gaps.begin(), gaps.end(), comesBefore);

    QList<WindowGap> merged;
    for (const WindowGap &gap : std::as_const(gaps)) {
        if (gap.from < earliest || gap.until > latest || gap.until <= gap.from)
            return unsound(u"A gap from %1 until %2 does not lie in the recovery window from %3 until %4."_s.arg(
                gap.from.toString(), gap.until.toString(), earliest.toString(), latest.toString()));
        // Two gaps that only touch stay two: the moment between them can be restored to.
        if (merged.isEmpty() || gap.from >= merged.last().until) {
            merged.append(gap);
            continue;
        }
        WindowGap &last = merged.last();
        last.until = std::max(last.until, gap.until);
        if (!last.cause.contains(gap.cause))
            last.cause += u"; "_s + gap.cause;
    }
    return RecoveryWindow(earliest, latest, std::move(merged));
}

bool RecoveryWindow::contains(Instant moment) const
{
    return m_earliest <= moment && moment <= m_latest && !gapAt(moment);
}

const WindowGap *RecoveryWindow::gapAt(Instant moment) const
{
    for (const WindowGap &gap : m_gaps)
        if (gap.from < moment && moment < gap.until)
            return &gap;
    return nullptr;
}

} // namespace shuttler
