// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/ConnectionInfo.h"
#include "tests/support/Ctl.h"

#include <sys/types.h>

namespace shuttler::test {

/// A Practice of its own with everything that a test may want to know of it or do to it behind the program's back.
class StagedPractice {
public:
    explicit StagedPractice(QString name = QStringLiteral("practice")) : m_name(std::move(name)) {}
    ~StagedPractice();
    StagedPractice(const StagedPractice &) = delete;
    StagedPractice &operator=(const StagedPractice &) = delete;

    /// Makes it; the answer of `practice create`.
    CtlAnswer create(const QString &size = QStringLiteral("small"));
    Ctl &ctl() { return m_ctl; }
    const QString &name() const { return m_name; }
    QString directory() const { return m_environment.value(QStringLiteral("directory")).toString(); }
    QString instances() const { return directory() + QStringLiteral("/instances"); }
    QString envFile() const { return m_environment.value(QStringLiteral("envFile")).toString(); }
    QString environmentFile() const { return m_ctl.config() + QStringLiteral("/environments/") + m_name + QStringLiteral(".toml"); }
    QString ledgerFile() const { return m_ctl.state() + QStringLiteral("/ledger.sqlite"); }

    /// `restore <this> …`
    CtlAnswer restore(const QStringList &arguments);
    CtlAnswer resume(const CtlAnswer &run, const QStringList &arguments = {});
    CtlAnswer undo(const CtlAnswer &run);
    static QString runOf(const CtlAnswer &answer) { return answer.json.value(QStringLiteral("run")).toString(); }
    /// The environment as the console has it written down.
    QJsonObject environment();

    /// The stand-in app's bookings since it was started, asked through its health port; -1 when it does not answer.
    qint64 bookings() const;
    bool waitForBookings(int more) const;
    pid_t appPid() const;
    /// The password the app was given when the Practice was made.
    QByteArray appPassword() const { return m_appPassword; }

    /// The database that serves the app now, as its owner.
    ConnectionInfo serving();
    /// The database that an answer's "connection" names, as its owner.
    static ConnectionInfo copyOf(const CtlAnswer &answer);
    /// The one value a question yields; "error: …" when it does not.
    static QString ask(const ConnectionInfo &database, const QString &sql);
    static Outcome run(const ConnectionInfo &database, const QByteArray &sql);

private:
    Ctl m_ctl;
    QString m_name;
    QJsonObject m_environment;
    QByteArray m_appPassword;
};

/// The whole of a file; null when it cannot be read.
QByteArray contentOf(const QString &file);
/// Overwrites a file in place: owner and mode stay.
bool writeTo(const QString &file, const QByteArray &content);

} // namespace shuttler::test
