// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsComparison.h"

#include "core/providers/aws/RdsSettings.h"
#include "core/providers/aws/RdsStatus.h"

#include <algorithm>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

QString yesNo(bool is)
{
    return is ? u"yes"_s : u"no"_s;
}

QString counted(int number, const QString &unit)
{
    return number == 0 ? u"none"_s : u"%1 %2"_s.arg(QString::number(number), unit);
}

QString listed(QStringList names)
{
    std::sort(names.begin(), names.end());
    return names.isEmpty() ? u"none"_s : names.join(u", "_s);
}

class Comparison {
public:
    explicit Comparison(bool isProtected) : m_isProtected(isProtected) {}

    void add(const QString &name, const QString &wanted, const QString &found)
    {
        m_all.append({name, wanted, found,
                      wanted == found ? SettingComparison::State::Same : SettingComparison::State::Differs});
    }
    /// RDS does not take it with the restore; `protect` sends it.
    void addLater(const QString &name, const QString &wanted, const QString &found)
    {
        add(name, wanted, found);
        if (!m_isProtected && m_all.last().state == SettingComparison::State::Differs)
            m_all.last().state = SettingComparison::State::WhenReady;
    }
    QList<SettingComparison> take() { return std::move(m_all); }

private:
    bool m_isProtected;
    QList<SettingComparison> m_all;
};

/// A group that waits for the restart in `protect` is the right one already.
QString parametersOf(const DbInstance &instance, bool isProtected)
{
    return isProtected && instance.parameterStatus == u"pending-reboot"_s
             ? instance.parameterGroup + u", waiting for a restart"_s
             : instance.parameterGroup;
}

} // namespace

QList<SettingComparison> compared(const DbInstance &source, const DbInstance &copy, const RdsSettings &settings)
{
    const bool isProtected = tagOf(copy.tags, RoleTag) != u"copy"_s;
    const bool keeps = settings.copiesKeepBackups;
    Comparison all(isProtected);
    all.add(u"PostgreSQL version"_s, source.engineVersion, copy.engineVersion);
    all.add(u"instance class"_s, source.instanceClass, copy.instanceClass);
    all.add(u"subnet group"_s, source.subnetGroup, copy.subnetGroup);
    all.add(u"security groups"_s, listed(source.securityGroups), listed(copy.securityGroups));
    all.add(u"reachable from the internet"_s, yesNo(source.isPublic), yesNo(copy.isPublic));
    all.add(u"network type"_s, source.networkType, copy.networkType);
    all.add(u"parameter group"_s, source.parameterGroup, parametersOf(copy, isProtected));
    all.add(u"option group"_s, source.optionGroup, copy.optionGroup);
    all.add(u"second machine in another zone (Multi-AZ)"_s, yesNo(source.multiAz), yesNo(copy.multiAz));
    all.add(u"storage type"_s, source.storageType, copy.storageType);
    all.add(u"storage"_s, counted(source.allocatedGiB, u"GiB"_s), counted(copy.allocatedGiB, u"GiB"_s));
    all.addLater(u"storage may grow to"_s, counted(source.mostGiB, u"GiB"_s), counted(copy.mostGiB, u"GiB"_s));
    all.add(u"storage operations per second"_s, QString::number(source.iops), QString::number(copy.iops));
    all.add(u"storage throughput"_s, QString::number(source.throughput), QString::number(copy.throughput));
    all.add(u"encryption key"_s, source.isEncrypted ? source.kmsKey : u"none"_s,
            copy.isEncrypted ? copy.kmsKey : u"none"_s);
    all.add(u"certificate authority"_s, source.certificate, copy.certificate);
    all.add(u"sign-in through IAM"_s, yesNo(source.iamAuthentication), yesNo(copy.iamAuthentication));
    all.add(u"logs sent to CloudWatch"_s, listed(source.logExports), listed(copy.logExports));
    all.add(u"minor upgrades by itself"_s, yesNo(source.autoMinorUpgrade), yesNo(copy.autoMinorUpgrade));
    all.add(u"tags on snapshots"_s, yesNo(source.copiesTags), yesNo(copy.copiesTags));
    all.addLater(u"automated backups"_s, counted(keeps ? source.retentionDays : 0, u"days"_s),
                 counted(copy.retentionDays, u"days"_s));
    all.addLater(u"protected against deletion"_s, yesNo(keeps && source.deletionProtection),
                 yesNo(copy.deletionProtection));
    if (keeps && source.retentionDays > 0)
        all.addLater(u"backup window"_s, source.backupWindow, copy.backupWindow);
    all.addLater(u"maintenance window"_s, source.maintenanceWindow, copy.maintenanceWindow);
    all.addLater(u"Performance Insights"_s, yesNo(source.performanceInsights), yesNo(copy.performanceInsights));
    all.addLater(u"Enhanced Monitoring"_s, counted(source.monitoringSeconds, u"seconds"_s),
                 counted(copy.monitoringSeconds, u"seconds"_s));
    return all.take();
}

} // namespace shuttler::aws
