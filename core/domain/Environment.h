// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Ids.h"

#include <QMap>
#include <QStringList>

#include <optional>

namespace shuttler {

enum class EnvironmentKind { Production, Staging, Practice };
QString wordFor(EnvironmentKind kind); ///< "production", "staging", "practice"
std::optional<EnvironmentKind> environmentKindFrom(const QString &word);

/// The app: where it reads its DATABASE_URL, and by what it is known.
struct AppTarget {
    QString kind = QStringLiteral("env-file");       ///< "env-file", "render-variable", "railway-variable", "aws-secret", "aws-parameter".
    QString file;                                    ///< Absolute path of the .env file; empty for the others.
    QString variable = QStringLiteral("DATABASE_URL");
    QString ca; ///< Absolute path of a PEM file: whom its health addresses' certificates may come from besides the system's authorities.
    QMap<QString, QString> settings;                 ///< What else its kind needs, as written: "service", "secret", "region", …

    friend bool operator==(const AppTarget &, const AppTarget &) = default;
};

/// How the app starts to use a new DATABASE_URL.
struct CutoverSettings {
    QString kind = QStringLiteral("command"); ///< "command", "none", "render-deploy", "railway-redeploy", "ecs", "route53", "rfc2136", "rds-rename".
    QStringList command;                      ///< Program (absolute) and arguments; never a shell. After a change of DNS too.
    QString healthUrl;                        ///< Public health address, "http://127.0.0.1:8000/health"; empty when there is none.
    QString databaseHealthUrl;                ///< Health address that really asks the database.
    QMap<QString, QString> settings;          ///< What else its kind needs, as written: "service", "zone", "record", …

    friend bool operator==(const CutoverSettings &, const CutoverSettings &) = default;
};

enum class Grade { Nothing, BackupOnly, AnySecond }; ///< Of one day; also what an environment promises.
QString wordFor(Grade grade); ///< "nothing", "backup-only", "any-second"
std::optional<Grade> gradeFrom(const QString &word);

/// One database the owner answers for: what its TOML file says (settings/EnvironmentStore), never a secret.
struct Environment {
    EnvironmentName name;
    EnvironmentKind kind = EnvironmentKind::Production;
    QString title;                       ///< For people: "Production".
    QString provider;                    ///< "pgbackrest", "aws-rds", "render", "railway".
    QMap<QString, QString> providerSettings; ///< The provider's own table, as written.
    InstanceId instance;                 ///< The one that serves the app now.
    QList<InstanceId> lineage;           ///< Earlier ones whose backups still count, newest first.
    QString database;
    AppTarget app;
    CutoverSettings cutover;
    QString referencesFile;              ///< Logical references (TOML); empty: declared ones only.
    QString sanityFile;                  ///< The owner's sanity queries (TOML); empty: none.
    int promiseDays = 30;
    Grade promise = Grade::AnySecond;

    friend bool operator==(const Environment &, const Environment &) = default;
};

/// The names in the keychain that its settings speak of, each once, sorted.
QStringList credentialNamesIn(const Environment &environment);

} // namespace shuttler
