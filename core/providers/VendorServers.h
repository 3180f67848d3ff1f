// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"

#include <functional>

namespace shuttler {

/// What a listing at a vendor shows of a server, where the vendor has ids of its own and we know servers by their names.
struct VendorServer {
    QString vendorId;
    QString name;  ///< At the vendor.
    InstanceId id; ///< From the name (TaggedName), and so is
    QString tag;   ///< of the run that made it.
};

/// A vendor that carries out orders in its own time and has nothing but names to find their outcome by.
struct Vendor {
    QString name;  ///< "Railway"
    QString thing; ///< What it calls a server: "service".
    Seconds pause; ///< Between two looks.

    /// The one that goes by `instance`, or has it as its id there. Fault::Refused when two go by one name.
    template <typename Server>
    Result<std::optional<Server>> pick(const QList<Server> &servers, const InstanceId &instance) const;
    /// The one that the run of that tag made. Fault::Refused when there are two.
    template <typename Server>
    Result<std::optional<Server>> madeBy(const QString &tag, const QList<Server> &servers) const;

    /// Fault::Refused when what goes by the new name was not made by the same run.
    Outcome mustBeOurs(const VendorServer &there, const RestoreRequest &request) const;
    /// What was ordered counts as made when `find` finds it: its answer may name nothing, and lists lag behind. Looks so many times.
    Outcome waitUntilListed(const RestoreRequest &request, int looks, Job &job,
                            const std::function<Result<std::optional<VendorServer>>()> &find) const;
    enum class Order { UnderWay, CarriedOut };
    /// For an hour; `what` was ordered: "stopped".
    Outcome waitUntil(const QString &what, const InstanceId &instance, Job &job, const std::function<Result<Order>()> &look) const;

private:
    Error twoGoBy(const QString &wanted, const VendorServer &first, const VendorServer &second) const;
    Error twoMadeBy(const QString &tag, const VendorServer &first, const VendorServer &second) const;
};

/// What every refusal before an order can say.
QString nothingMade();

template <typename Server>
Result<std::optional<Server>> Vendor::pick(const QList<Server> &servers, const InstanceId &instance) const
{
    const QString wanted = instance.toString();
    const Server *found = nullptr;
    for (const Server &each : servers) {
        if (each.vendorId == wanted)
            return std::optional(each);
        if (each.id != instance && each.name != wanted)
            continue;
        if (found)
            return twoGoBy(wanted, *found, each);
        found = &each;
    }
    return found ? std::optional(*found) : std::nullopt;
}

template <typename Server>
Result<std::optional<Server>> Vendor::madeBy(const QString &tag, const QList<Server> &servers) const
{
    const Server *found = nullptr;
    for (const Server &each : servers) {
        if (tag.isEmpty() || each.tag != tag)
            continue;
        if (found)
            return twoMadeBy(tag, *found, each);
        found = &each;
    }
    return found ? std::optional(*found) : std::nullopt;
}

} // namespace shuttler
