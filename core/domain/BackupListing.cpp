// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/BackupListing.h"

#include "core/domain/JsonFields.h"

namespace shuttler {

using namespace Qt::StringLiterals;

const InstanceWindow *BackupListing::windowAt(Instant moment) const
{
    for (auto it = windows.crbegin(); it != windows.crend(); ++it)
        if (it->window.contains(moment))
            return &*it;
    return nullptr;
}

std::optional<Instant> BackupListing::earliest() const
{
    std::optional<Instant> first;
    for (const InstanceWindow &each : windows)
        first = first ? std::min(*first, each.window.earliest()) : each.window.earliest();
    return first;
}

std::optional<Instant> BackupListing::latest() const
{
    std::optional<Instant> last;
    for (const InstanceWindow &each : windows)
        last = last ? std::max(*last, each.window.latest()) : each.window.latest();
    return last;
}

const Backup *BackupListing::find(const BackupId &id) const
{
    for (const Backup &backup : backups)
        if (backup.id == id)
            return &backup;
    return nullptr;
}

const Backup *BackupListing::newestUsable() const
{
    for (auto it = backups.crbegin(); it != backups.crend(); ++it)
        if (it->isUsable())
            return &*it;
    return nullptr;
}

QJsonObject toJson(const InstanceWindow &window)
{
    QJsonArray gaps;
    for (const WindowGap &gap : window.window.gaps())
        gaps.append(
            QJsonObject{{u"from"_s, gap.from.toString()}, {u"until"_s, gap.until.toString()}, {u"cause"_s, gap.cause}});
    return {
        {u"instance"_s, window.instance.toString()},
        {u"earliest"_s, window.window.earliest().toString()},
        {u"latest"_s, window.window.latest().toString()},
        {u"gaps"_s, gaps},
    };
}

Result<InstanceWindow> instanceWindowFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    const InstanceId instance(fields.text(u"instance"_s));
    const Instant earliest = fields.instant(u"earliest"_s);
    const Instant latest = fields.instant(u"latest"_s);
    QList<WindowGap> gaps;
    for (const QJsonObject &each : fields.objects(u"gaps"_s)) {
        JsonFields gap(each);
        gaps.append({gap.instant(u"from"_s), gap.instant(u"until"_s), gap.text(u"cause"_s)});
        if (Outcome read = gap.outcome(u"a gap"_s); !read)
            return std::move(read).error();
    }
    if (Outcome read = fields.outcome(u"a recovery window"_s); !read)
        return std::move(read).error();
    Result<RecoveryWindow> window = RecoveryWindow::between(earliest, latest, std::move(gaps));
    if (!window)
        return std::move(window).error();
    return InstanceWindow{instance, *std::move(window)};
}

} // namespace shuttler
