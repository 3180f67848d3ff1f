// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Plan.h"

#include "core/domain/JsonFields.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

QStringList Plan::sentences() const
{
    QStringList calls;
    QStringList leftOut;
    for (const PlannedStep &step : steps) {
        QStringList &list = step.skipped ? leftOut : calls;
        if (!list.contains(step.sentence))
            list.append(step.sentence);
    }
    return calls + leftOut;
}

const PlannedStep *Plan::find(const QString &step) const
{
    const auto found =
        std::find_if(steps.cbegin(), steps.cend(), [&](const PlannedStep &planned) { return planned.name == step; });
    return found == steps.cend() ? nullptr : &*found;
}

QJsonObject toJson(const Plan &plan)
{
    QJsonArray steps;
    for (const PlannedStep &step : plan.steps)
        steps.append(QJsonObject{{u"name"_s, step.name},
                                 {u"step"_s, int(step.number)},
                                 {u"sentence"_s, step.sentence},
                                 {u"changesWorld"_s, step.changesWorld},
                                 {u"skipped"_s, step.skipped}});
    return {{u"tag"_s, plan.tag},
            {u"source"_s, plan.source.toString()},
            {u"oldInstance"_s, plan.oldInstance.toString()},
            {u"newInstance"_s, plan.newInstance.toString()},
            {u"moment"_s, toJson(plan.moment)},
            {u"startsFrom"_s, plan.startsFrom ? QJsonValue(plan.startsFrom->toString()) : QJsonValue()},
            {u"needsCatchUp"_s, plan.needsCatchUp},
            {u"get"_s, QJsonArray::fromStringList(plan.get)},
            {u"leaveBehind"_s, QJsonArray::fromStringList(plan.leaveBehind)},
            {u"steps"_s, steps}};
}

Result<Plan> planFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    Plan plan;
    plan.tag = fields.text(u"tag"_s);
    plan.source = InstanceId(fields.text(u"source"_s));
    plan.oldInstance = InstanceId(fields.text(u"oldInstance"_s));
    plan.newInstance = InstanceId(fields.text(u"newInstance"_s));
    plan.moment = fields.instantIfAny(u"moment"_s);
    if (!json.value(u"startsFrom"_s).isNull())
        plan.startsFrom = BackupId(fields.text(u"startsFrom"_s));
    plan.needsCatchUp = fields.truth(u"needsCatchUp"_s);
    plan.get = fields.texts(u"get"_s);
    plan.leaveBehind = fields.texts(u"leaveBehind"_s);
    for (const QJsonObject &object : fields.objects(u"steps"_s)) {
        JsonFields stepFields(object);
        PlannedStep step;
        step.name = stepFields.text(u"name"_s);
        step.number = StepNumber(stepFields.integer(u"step"_s));
        step.sentence = stepFields.text(u"sentence"_s);
        step.changesWorld = stepFields.truth(u"changesWorld"_s);
        step.skipped = stepFields.truth(u"skipped"_s);
        if (Outcome read = stepFields.outcome(u"a step of the plan"_s); !read)
            return std::move(read).error();
        plan.steps.append(step);
    }
    if (Outcome read = fields.outcome(u"the plan"_s); !read)
        return std::move(read).error();
    return plan;
}

} // namespace shuttler
