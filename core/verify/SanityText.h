// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

#include <optional>

namespace shuttler::verify {

/// What the text of a sanity query may ask for by name: ":moment" and the like, each a timestamptz.
inline const QStringList SanityParameters{QStringLiteral("moment"), QStringLiteral("recovered_to"), QStringLiteral("baseline_taken_at")};

/// The text of a sanity query, read as PostgreSQL reads it: strings, quoted names, dollar quotes and comments are passed over.
struct SanityText {
    /// Something that makes the text no single question.
    struct Fault {
        int line = 0; ///< Of the text, from 0.
        QString what;
    };

    QString sql;            ///< As it is sent, with $1… in the place of parameters.
    QStringList parameters; ///< Their names, without the colon; the first is $1.
    std::optional<Fault> fault;
};

/// Pure. A text is one question when it begins with SELECT, WITH, VALUES or TABLE, holds no second statement and closes what it opens,
/// no more and no less. What it would change otherwise the read-only session refuses.
SanityText readSanityText(const QString &text);

} // namespace shuttler::verify
