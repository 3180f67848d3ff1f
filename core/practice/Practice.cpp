// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/Practice.h"

namespace shuttler {

using namespace Qt::StringLiterals;

QString wordFor(IncidentKind kind)
{
    switch (kind) {
    case IncidentKind::BadImport:
        return u"bad-import"_s;
    case IncidentKind::DropTable:
        return u"drop-table"_s;
    case IncidentKind::MassDelete:
        return u"mass-delete"_s;
    case IncidentKind::Truncate:
        return u"truncate"_s;
    }
    return u"bad-import"_s;
}

std::optional<IncidentKind> incidentFrom(const QString &word)
{
    for (const IncidentKind kind :
         {IncidentKind::BadImport, IncidentKind::DropTable, IncidentKind::MassDelete, IncidentKind::Truncate})
        if (word == wordFor(kind))
            return kind;
    return std::nullopt;
}

} // namespace shuttler
