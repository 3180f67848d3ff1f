// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/VendorServers.h"

namespace shuttler {

using namespace Qt::StringLiterals;

QString nothingMade()
{
    return u"Nothing was made; the app and its database are as they were."_s;
}

Outcome Vendor::mustBeOurs(const VendorServer &there, const RestoreRequest &request) const
{
    if (there.tag == request.tag)
        return Done{};
    return Error(Fault::Refused, u"There is already a %1 named %2 at %3."_s.arg(thing, request.newInstance.toString(), name))
        .means(u"It was left alone. "_s + nothingMade())
        .todo(u"Choose another name for the new one."_s);
}

Outcome Vendor::waitUntilListed(const RestoreRequest &request, int looks, Job &job,
                                const std::function<Result<std::optional<VendorServer>>()> &find) const
{
    for (int look = 0; look < looks; ++look) {
        Result<std::optional<VendorServer>> made = find();
        if (!made)
            return std::move(made).error();
        if (*made)
            return mustBeOurs(**made, request);
        if (Outcome slept = job.sleepFor(pause); !slept)
            return slept;
    }
    return Error(Fault::OutcomeUnknown, u"%1 accepted the order for %2 but does not list it."_s.arg(name, request.newInstance.toString()))
        .means(u"It may still appear; the app and its database are as they were."_s)
        .todo(u"Continue: it will be looked for before anything is ordered again."_s);
}

Outcome Vendor::waitUntil(const QString &what, const InstanceId &instance, Job &job, const std::function<Result<Order>()> &look) const
{
    const Instant begun = job.clock.now();
    for (;;) {
        Result<Order> order = look();
        if (!order)
            return std::move(order).error();
        if (*order == Order::CarriedOut)
            return Done{};
        if (job.clock.now() - begun > std::chrono::hours(1))
            return Error(Fault::OutcomeUnknown, u"An hour later %1 has still not %2 %3."_s.arg(name, what, instance.toString()))
                .means(u"The order was accepted; it may still be carried out."_s)
                .todo(u"Look at it at %1, then continue."_s.arg(name));
        if (Outcome slept = job.sleepFor(pause); !slept)
            return slept;
    }
}

Error Vendor::twoGoBy(const QString &wanted, const VendorServer &first, const VendorServer &second) const
{
    return Error(Fault::Refused,
                 u"Two %1s at %2 go by the name %3: %4 and %5."_s.arg(thing, name, wanted, first.vendorId, second.vendorId))
        .means(u"Nothing is done as long as it is not clear which one is meant."_s)
        .todo(u"Give one of them another name at %1, or put the id of the right one into the environment."_s.arg(name));
}

Error Vendor::twoMadeBy(const QString &tag, const VendorServer &first, const VendorServer &second) const
{
    return Error(Fault::Refused,
                 u"Two %1s at %2 were made by the restore %3: %4 and %5."_s.arg(thing, name, tag, first.name, second.name))
        .means(u"Which one is meant is not clear. Nothing was done."_s)
        .todo(u"Remove the one that is not needed at %1, then continue."_s.arg(name));
}

} // namespace shuttler
