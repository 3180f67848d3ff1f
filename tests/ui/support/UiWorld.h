// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "ui/shell/Console.h"

#include <QTemporaryDir>

#include <atomic>
#include <mutex>

namespace shuttler::ui::test {

/// A moment as it is written in UTC.
inline Instant utc(const char *text) { return *Instant::parse(QString::fromLatin1(text)); }

/// The second at which the design's pictures stand.
inline const Instant DesignTime = utc("2026-11-18T10:30:14Z");

/// A Practice that is made in no time, or waits until it is stopped.
class FakePractice final : public Practice {
public:
    explicit FakePractice(EnvironmentStore &environments) : m_environments(environments) {}

    Result<PracticeStatus> create(const EnvironmentName &name, PracticeSize size, Job &job) override;
    Result<PracticeStatus> status(const EnvironmentName &name, Job &job) override;
    Result<PracticeStatus> start(const EnvironmentName &name, Job &job) override;
    Result<Incident> breakIt(const EnvironmentName &name, IncidentKind kind, Job &job) override;
    Result<PracticeStatus> reset(const EnvironmentName &name, Job &job) override;
    Outcome destroy(const EnvironmentName &name, Job &job) override;
    Outcome restartApp(const EnvironmentName &name, Job &job) override;

    std::optional<Error> refuses;      ///< What `create` and `start` answer instead.
    std::atomic<bool> databaseRuns = true;
    std::atomic<bool> appRuns = true;
    bool waits = false;                ///< `create`, `start` and `breakIt` wait until they are stopped.
    QStringList calls() const { const std::scoped_lock lock(m_mutex); return m_calls; }
    QList<Incident> incidents;

private:
    Outcome waitIfAsked(const Job &job) const;
    void note(const QString &call) { const std::scoped_lock lock(m_mutex); m_calls.append(call); }
    EnvironmentStore &m_environments;
    mutable std::mutex m_mutex;
    QStringList m_calls;
};

/// A console whose provider says what the test wants. Everything lies in one temporary folder.
class UiWorld final : public WorldFactory {
public:
    explicit UiWorld(Instant now);

    Console console() { return {clock, environments, *this, secrets, [this](const Environment &environment, SecretStore &store) { return open(environment, store); }, [this](PlaceKind kind, const QMap<QString, QString> &access, SecretStore &store, Job &job) { return list(kind, access, store, job); }, practice, ledgerFile(), settingsFile(), folder.path() + QStringLiteral("/evidence"), QStringLiteral("1.0.0")}; }
    QString ledgerFile() const { return folder.path() + QStringLiteral("/ledger.sqlite"); }
    QString settingsFile() const { return folder.path() + QStringLiteral("/settings.toml"); }
    Result<RestoreWorld> open(const EnvironmentName &name) override;
    /// Refused where the environment's credential is not `opensWith`.
    Result<RestoreWorld> open(const Environment &environment, SecretStore &store);

    /// Those of `places`, for whoever comes with the right credential.
    Result<QList<Place>> list(PlaceKind kind, const QMap<QString, QString> &access, SecretStore &store, Job &job);

    /// An environment of this kind, saved.
    Environment add(const QString &name, EnvironmentKind kind);
    /// Daily backups and any second for the last `days`, as a healthy provider would list them.
    void haveBackups(int days);
    void record(const QString &what, const QString &who, const QString &result, Instant at);

    QTemporaryDir folder;
    shuttler::test::ManualClock clock;
    EnvironmentStore environments;
    shuttler::test::MemorySecrets secrets;
    FakePractice practice;

    // What the provider answers; set before anything asks.
    BackupListing listing;
    std::optional<Error> trouble;
    Retention retention{QStringLiteral("35 days"), 35, 35};
    Instance instance;
    QList<Account::Permission> permissions;
    QByteArray opensWith; ///< The credential that is right; empty: none is asked for.
    Capabilities capabilities;
    QMap<PlaceKind, QList<Place>> places;
    QList<QMap<QString, QString>> listedWith() const; ///< With what access each listing was asked for.

private:
    mutable std::mutex m_listing;
    QList<QMap<QString, QString>> m_listedWith;
};

} // namespace shuttler::ui::test
