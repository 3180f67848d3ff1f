// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"

#include "app/composition/RememberedPractice.h"
#include "core/evidence/EvidenceReport.h"
#include "core/practice/PracticeWorld.h"
#include "core/providers/pgbackrest/PgBackRestProvider.h"
#include "core/restore/BackupTaker.h"
#include "core/secrets/CredentialFileStore.h"
#include "core/secrets/KeychainStore.h"
#include "core/restore/FolderBaselineShelf.h"
#include "core/settings/Preferences.h"
#include "core/targets/CommandCutover.h"
#include "core/targets/EnvFile.h"
#include "core/targets/HttpAppProbe.h"
#include "core/verify/SqlVerifier.h"

#include <QCoreApplication>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

class FolderEvidenceWriter final : public EvidenceWriter {
public:
    explicit FolderEvidenceWriter(QString folder) : m_folder(std::move(folder)) {}
    Result<QString> write(const RunRecord &run, const Environment &environment, Job &) override
    {
        Result<EvidenceFiles> files = writeEvidence(run, environment, m_folder);
        if (!files)
            return std::move(files).error();
        return files->pdf;
    }

private:
    QString m_folder;
};

} // namespace

std::unique_ptr<SecretStore> secretsOfThisComputer()
{
    if (const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY"); !folder.isEmpty())
        return std::make_unique<CredentialFileStore>(folder);
    return std::make_unique<KeychainStore>();
}

Services::Services(Paths paths, std::unique_ptr<SecretStore> secrets)
    : m_paths(std::move(paths)), m_secrets(std::move(secrets)), m_clouds(*m_secrets), m_environments(m_paths.environments())
{
    PracticePlaces places;
    places.state = m_paths.state;
    places.config = m_paths.config;
    places.shuttlerctl = QCoreApplication::applicationDirPath() + u"/shuttlerctl"_s;
    places.practiceApp = QCoreApplication::applicationDirPath() + u"/shuttler-practice-app"_s;
    // A Practice is worth something only with a baseline to hold its restores against.
    auto takeBaseline = [this](const EnvironmentName &name, Job &job) -> Outcome {
        Result<RestoreWorld> world = open(name);
        if (!world)
            return std::move(world).error();
        Result<Baseline> baseline = takeBaselineOf(*world, {}, job);
        if (!baseline)
            return std::move(baseline).error();
        return Done{};
    };
    auto world = std::make_unique<PracticeWorld>(std::move(places), m_environments, m_clock, std::move(takeBaseline));
    m_practice = std::make_unique<RememberedPractice>(std::move(world), m_paths);
}

Services::~Services() = default;

Result<RestoreWorld> Services::open(const EnvironmentName &name)
{
    Result<Environment> environment = m_environments.find(name);
    if (!environment)
        return std::move(environment).error();
    return open(*environment);
}

/// A kind that nobody made a port for is one that this version does not know.
static Outcome checkKinds(const RestoreWorld &world)
{
    const Environment &environment = world.environment;
    const auto unknown = [&](const QString &what, const QString &kind, const QString &known) {
        return Error(Fault::BadInput, u"Environment %1 names the %2 \"%3\", which this version does not know."_s.arg(
                                          environment.name.toString(), what, kind))
            .means(u"Nothing was done."_s)
            .todo(u"Use %1, or a newer version of Shuttler Ops."_s.arg(known));
    };
    if (!world.provider)
        return unknown(u"provider"_s, environment.provider, u"\"pgbackrest\", \"aws-rds\", \"render\" or \"railway\""_s);
    if (!world.target && environment.app.kind != u"env-file"_s)
        return unknown(u"app kind"_s, environment.app.kind,
                       u"\"env-file\", \"render-variable\", \"railway-variable\", \"aws-secret\" or \"aws-parameter\""_s);
    if (!world.cutover && environment.cutover.kind != u"command"_s && environment.cutover.kind != u"none"_s)
        return unknown(u"cut-over"_s, environment.cutover.kind,
                       u"\"command\", \"none\", \"render-deploy\", \"railway-redeploy\", \"ecs\", \"route53\", \"rfc2136\" or \"rds-rename\""_s);
    return Done{};
}

Result<RestoreWorld> Services::open(const Environment &environment, SecretStore &secrets)
{
    RestoreWorld world;
    world.environment = environment;
    if (environment.provider == u"pgbackrest"_s) {
        Result<PgBackRestSettings> settings = PgBackRestSettings::from(environment.providerSettings);
        if (!settings)
            return std::move(settings).errorDuring(u"reading environment %1"_s.arg(environment.name.toString()));
        world.provider = std::make_unique<PgBackRestProvider>(*std::move(settings));
    }
    if (environment.app.kind == u"env-file"_s && !environment.app.file.isEmpty())
        world.target = std::make_unique<EnvFile>(environment.app.file, environment.app.variable);
    if (environment.cutover.kind == u"command"_s && !environment.cutover.command.isEmpty())
        world.cutover = std::make_unique<CommandCutover>(environment.cutover.command);
    if (Outcome furnished = m_clouds.furnish(world, secrets); !furnished)
        return std::move(furnished).errorDuring(u"reading environment %1"_s.arg(environment.name.toString()));
    if (Outcome whole = checkKinds(world); !whole)
        return std::move(whole).error();
    world.probe = std::make_unique<HttpAppProbe>(environment.app.ca);
    world.verifier = verifier();
    world.baselines = std::make_unique<FolderBaselineShelf>(m_paths.baselines());
    world.evidence = std::make_unique<FolderEvidenceWriter>(evidenceFolder());
    world.book = this;
    return world;
}

std::unique_ptr<Verifier> Services::verifier()
{
    return std::make_unique<SqlVerifier>();
}

QString Services::evidenceFolder() const
{
    const Result<Preferences> preferences = loadPreferences(m_paths.preferences());
    if (preferences && !preferences->evidenceFolder.isEmpty())
        return preferences->evidenceFolder;
    return m_paths.evidence();
}

Result<Environment> Services::find(const EnvironmentName &name) const
{
    return m_environments.find(name);
}

Outcome Services::setServing(const EnvironmentName &name, const InstanceId &serving, const QList<InstanceId> &lineage)
{
    Result<Environment> environment = m_environments.find(name);
    if (!environment)
        return std::move(environment).error();
    environment->instance = serving;
    environment->lineage = lineage;
    return m_environments.save(*environment);
}

} // namespace shuttler::app
