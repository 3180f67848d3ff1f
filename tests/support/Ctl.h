// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/Written.h"

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace shuttler::test {

/// What one call of shuttlerctl answered.
struct CtlAnswer {
    int exit = -1;
    QJsonObject json;
    QByteArray output;
    QByteArray errors;

    QJsonObject error() const { return json.value(QStringLiteral("error")).toObject(); }
    QByteArray describe() const { return "exit " + QByteArray::number(exit) + "\n" + output + "\n" + errors; }
};

/// shuttlerctl with folders of its own: two tests, or a test and a person, never meet.
class Ctl {
public:
    Ctl();
    ~Ctl(); ///< Destroys the Practice environments it was told about.

    CtlAnswer run(const QStringList &arguments, int seconds = 300);
    /// The process, started and not waited for; for tests that kill it.
    std::unique_ptr<QProcess> start(const QStringList &arguments);
    /// From now on this runs in each program just before it begins: limits, closed rights. Only what is safe after a fork.
    void beforeEach(std::function<void()> inProgram) { m_inProgram = std::move(inProgram); }

    QString config() const { return m_folder.path() + QStringLiteral("/config"); }
    QString state() const { return m_folder.path() + QStringLiteral("/state"); }
    QString folder() const { return m_folder.path(); }
    /// Creates a small Practice; its answer holds "environment".
    CtlAnswer createPractice(const QString &name = QStringLiteral("practice"), const QString &size = QStringLiteral("small"));

    /// Somebody else will make a Practice of this name here: it is destroyed with the rest.
    void willHave(const QString &practice) { m_practices.append(practice); }

private:
    QTemporaryDir m_folder;
    QStringList m_practices;
    std::function<void()> m_inProgram;
    ArgumentsWatch m_watch;
};

} // namespace shuttler::test
