// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreWorld.h"

#include <QJsonObject>

#include <functional>

namespace shuttler::test {

/// A whole far side in one folder: a provider with a serving instance "practice" and its backups, an app with its DATABASE_URL, a
/// verifier, a shelf, an environment's file. Its state lies on disk, so that it outlives a process that is killed, as a real one
/// would; every outward act is counted there.
class FakeWorld : private EnvironmentBook {
public:
    /// Makes the world in `folder`, or opens the one that is there. `now` is when its story begins.
    explicit FakeWorld(QString folder, Instant now = Instant::fromUnixSeconds(1'795'000'000));

    /// Ports onto this world; they must not outlive it.
    RestoreWorld open();
    Environment environment() const;

    /// How often something outward was done, by whichever process: "catch-up", "start-restore", "protect", "write-url", "put-back",
    /// "redeploy", "set-serving", "take-backup", "hold", "wake", "destroy".
    int acts(const QString &act) const;
    QMap<QString, int> allActs() const;
    QString databaseUrl() const;
    QStringList instances() const;
    QString phaseOf(const QString &instance) const;
    QString appHost() const; ///< Where the app is now.
    QString serving() const;
    QStringList keptValues() const; ///< Tags under which an earlier DATABASE_URL is kept.
    int documents() const;
    /// All but the counters: equal for two worlds in which the same has come to be.
    QJsonObject outcome() const;

    /// What the world does wrong from now on.
    enum class Effect { None, Done }; ///< Whether the failing call took effect all the same.
    void failCall(int position, Fault fault,
                  Effect effect); ///< The n-th call from now, counted from 1; of this object only.
    int calls() const { return m_calls; }
    QString lastFailedCall() const { return m_lastFailed; }
    void set(const QString &key, const QJsonValue &value); ///< "gate", "checks": "passed", "warned", "failed", "empty";
                                                           ///< "appIgnoresRedeploy", "restoreFails", "rightMissing",
                                                           ///< "differs", "urlRejected", "backupsGoToo": true.
    void lose(const QString &instance); ///< Its machine burns down; its backups lie elsewhere.
    void setPhase(const QString &instance, const QString &phase);

    /// Called right before and right after each outward act, with its name; a crash test ends the process here.
    std::function<void(const QString &point)> onPoint;

    // For the ports.
    QJsonObject load() const;
    Outcome act(const QString &name, Job &job, const std::function<Outcome(QJsonObject &state)> &change);
    Outcome look(const QString &name, Job &job);
    Result<Environment> find(const EnvironmentName &name) const override;
    Outcome setServing(const EnvironmentName &name, const InstanceId &serving,
                       const QList<InstanceId> &lineage) override;

private:
    void save(const QJsonObject &state) const;
    std::optional<Error> failing(const QString &name, Effect effect);

    QString m_folder;
    int m_calls = 0;
    struct Failure {
        int position = 0;
        Fault fault = Fault::Unreachable;
        Effect effect = Effect::None;
    };
    std::optional<Failure> m_failure;
    QString m_lastFailed;
};

} // namespace shuttler::test
