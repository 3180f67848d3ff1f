// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"
#include "core/practice/Practice.h"

namespace shuttler {

/// What an incident does, as its file in resources/academy/incidents tells.
struct IncidentScript {
    QString title;
    QString effect;
    QList<QByteArray> statements;

    static Result<IncidentScript> load(IncidentKind kind);
};

/// What the damage did to the rows, and when it was committed.
struct Damage {
    Instant at;
    qint64 rows = 0;
};

/// Lets it happen in one transaction. Fault::Refused, and nothing changed, when there is nothing left to damage.
Result<Damage> letLoose(const IncidentScript &script, postgres::Connection &owner, Job &job);

/// The last whole second before `damage`: a restore up to and including it has everything but the damage.
Instant lastGoodSecondBefore(Instant damage);

} // namespace shuttler
