// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/providers/Provider.h"
#include "ui/common/HumanText.h"

namespace shuttler::ui {

/// What is to be said about a moment before a plan is asked for, and what could be used instead. The planner has the last word.
struct MomentRemark {
    struct Offer {
        QString label;               ///< "Use earliest"
        Instant moment;
        friend bool operator==(const Offer &, const Offer &) = default;
    };
    QString words;                   ///< "Earliest is 14 Oct 2026, 07:40:12 IST."
    QList<Offer> offers;             ///< At most two.
    bool locks = true;               ///< It cannot be had.
    friend bool operator==(const MomentRemark &, const MomentRemark &) = default;
};

/// Nothing when the moment can simply be had. Never clamps: what is out of reach stays chosen and is said (ui.md §10).
std::optional<MomentRemark> remarkOn(Instant moment, const BackupListing &listing, const Capabilities &capabilities, Instant now,
                                     const HumanText &text);

} // namespace shuttler::ui
