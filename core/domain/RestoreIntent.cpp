// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/RestoreIntent.h"

#include "core/domain/JsonFields.h"

namespace shuttler {

using namespace Qt::StringLiterals;

static constexpr Word<CutoverChoice> CutoverWords[] = {{CutoverChoice::Redeploy, u"redeploy"},
                                                       {CutoverChoice::None, u"none"}};
static constexpr Word<OldInstance> OldWords[] = {{OldInstance::Hold, u"hold"}, {OldInstance::Destroy, u"destroy"}};

static QJsonObject jsonOf(const AtMoment &target)
{
    return {{u"kind"_s, u"moment"_s}, {u"at"_s, target.moment.toString()}};
}

static QJsonObject jsonOf(const AtBackup &target)
{
    return {{u"kind"_s, u"backup"_s}, {u"id"_s, target.backup.toString()}};
}

static QJsonObject jsonOf(const AtLatest &)
{
    return {{u"kind"_s, u"latest"_s}};
}

static Result<RestoreTarget> targetFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    RestoreTarget target = AtLatest{};
    const QString kind = fields.text(u"kind"_s);
    if (kind == u"moment")
        target = AtMoment{fields.instant(u"at"_s)};
    else if (kind == u"backup")
        target = AtBackup{BackupId(fields.text(u"id"_s))};
    else if (kind != u"latest")
        fields.wrong(u"kind"_s, u"is not one of moment, backup, latest"_s);
    if (Outcome read = fields.outcome(u"a restore's target"_s); !read)
        return std::move(read).error();
    return target;
}

QJsonObject toJson(const RestoreIntent &intent)
{
    return {
        {u"environment"_s, intent.environment.toString()},
        {u"target"_s, std::visit([](const auto &target) { return jsonOf(target); }, intent.target)},
        {u"newName"_s, intent.newName ? QJsonValue(intent.newName->toString()) : QJsonValue(QJsonValue::Null)},
        {u"cutover"_s, wordIn(CutoverWords, intent.cutover)},
        {u"old"_s, wordIn(OldWords, intent.old)},
        {u"holdHours"_s, qint64(intent.holdFor.count())},
        {u"finalBackup"_s, intent.finalBackup},
        {u"keepBackups"_s, intent.keepBackups},
    };
}

Result<RestoreIntent> restoreIntentFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    RestoreIntent intent;
    intent.environment = EnvironmentName(fields.text(u"environment"_s));
    Result<RestoreTarget> target = targetFromJson(fields.object(u"target"_s));
    if (!target)
        return std::move(target).error();
    intent.target = *std::move(target);
    if (!json.value(u"newName"_s).isNull())
        intent.newName = InstanceId(fields.text(u"newName"_s));
    intent.cutover = fields.word(u"cutover"_s, CutoverWords);
    intent.old = fields.word(u"old"_s, OldWords);
    intent.holdFor = std::chrono::hours(fields.integer(u"holdHours"_s));
    intent.finalBackup = fields.truth(u"finalBackup"_s);
    intent.keepBackups = fields.truth(u"keepBackups"_s);
    if (Outcome read = fields.outcome(u"a restore's order"_s); !read)
        return std::move(read).error();
    return intent;
}

} // namespace shuttler
