// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/practice/PracticeWorld.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

/// A console's folders and a PracticeWorld in them; whatever a test leaves is destroyed with it.
class PracticeFixture {
public:
    /// `stateName`: of the state folder, for hostile ones.
    explicit PracticeFixture(const QString &stateName = QStringLiteral("state"));
    ~PracticeFixture();

    QString state() const { return m_folder.filePath(m_stateName); }
    shuttler::EnvironmentStore &environments() { return m_environments; }
    shuttler::PracticeWorld &world() { return *m_world; }
    shuttler::PracticePlaces places() const;
    /// Everything of any Practice of this fixture: files and folders below its places, sockets' folders, running programs.
    QStringList traces() const;
    int baselinesTaken() const { return m_baselines; }

private:
    QTemporaryDir m_folder;
    QString m_stateName;
    shuttler::EnvironmentStore m_environments;
    shuttler::SystemClock m_clock;
    std::unique_ptr<shuttler::PracticeWorld> m_world;
    int m_baselines = 0;
};

/// What the app says of itself at `path`, as JSON.
QJsonObject askApp(const shuttler::PracticeStatus &status, const QByteArray &path);
