// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"

/// The names of the steps. They are written into journals: never change one.
namespace shuttler::step {

using namespace Qt::StringLiterals;

inline const QString SignIn = u"sign-in"_s;
inline const QString ListBackups = u"list-backups"_s;
inline const QString ChooseMoment = u"choose-moment"_s;
inline const QString CatchUp = u"catch-up"_s;
inline const QString RestoreInstance = u"restore-instance"_s;
inline const QString WaitUntilReady = u"wait-until-ready"_s;
inline const QString CompareSettings = u"compare-settings"_s;
inline const QString ContentsGate = u"contents-gate"_s;
inline const QString ProtectInstance = u"protect-instance"_s;
inline const QString WriteDatabaseUrl = u"write-database-url"_s;
inline const QString Verify = u"verify"_s;
inline const QString Redeploy = u"redeploy"_s;
inline const QString WaitAppMoved = u"wait-app-moved"_s;
inline const QString SetServing = u"set-serving"_s;
inline const QString FirstBackup = u"first-backup"_s;
inline const QString FirstBaseline = u"first-baseline"_s;
inline const QString RetireOld = u"retire-old"_s;

} // namespace shuttler::step
