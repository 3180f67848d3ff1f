// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/FakePorts.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

Finding fakeFinding(const QString &word, const QString &table = u"fee_payments"_s)
{
    Finding finding;
    finding.check = u"rows"_s;
    finding.group = CheckGroup::RowCounts;
    finding.subject = table;
    finding.expected = u"≥ 4,812"_s;
    finding.found = word == u"failed"_s ? u"0"_s : u"4,820"_s;
    finding.verdict = word == u"failed"_s ? Verdict::Failed : word == u"warned"_s ? Verdict::Warned : Verdict::Passed;
    finding.sql = u"SELECT count(*) FROM "_s + table;
    if (finding.verdict != Verdict::Passed)
        finding.means = u"Rows may be missing."_s;
    return finding;
}

class FakeTarget final : public ConnectionTarget {
public:
    explicit FakeTarget(FakeWorld &world) : m_world(world) {}
    QString describe() const override { return u"DATABASE_URL in /srv/academy/.env"_s; }
    Outcome check(Job &job) override { return m_world.look(u"check-target"_s, job); }
    Result<DatabaseUrl> read(Job &job) override
    {
        if (Outcome looked = m_world.look(u"read-url"_s, job); !looked)
            return std::move(looked).error();
        return DatabaseUrl::parse(m_world.databaseUrl().toUtf8());
    }
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override
    {
        return m_world.act(u"write-url"_s, job, [&](QJsonObject &state) -> Outcome {
            QJsonObject kept = state.value(u"kept"_s).toObject();
            if (!kept.contains(tag))
                kept.insert(tag, state.value(u"url"_s));
            state.insert(u"kept"_s, kept);
            state.insert(u"url"_s, value.expose([](const char *plain) { return QString::fromUtf8(plain); }));
            return Done{};
        });
    }
    Outcome putBack(const QString &tag, Job &job) override
    {
        return m_world.act(u"put-back"_s, job, [&](QJsonObject &state) -> Outcome {
            const QJsonValue kept = state.value(u"kept"_s).toObject().value(tag);
            if (kept.isUndefined())
                return Error(Fault::NotFound, u"Nothing is kept for %1."_s.arg(tag));
            state.insert(u"url"_s, kept);
            return Done{};
        });
    }
    Outcome forget(const QString &tag, Job &job) override
    {
        if (!m_world.keptValues().contains(tag))
            return Done{};
        return m_world.act(u"forget-url"_s, job, [&](QJsonObject &state) -> Outcome {
            QJsonObject kept = state.value(u"kept"_s).toObject();
            kept.remove(tag);
            state.insert(u"kept"_s, kept);
            return Done{};
        });
    }

private:
    FakeWorld &m_world;
};

class FakeCutover final : public Cutover {
public:
    explicit FakeCutover(FakeWorld &world) : m_world(world) {}
    QString describe() const override { return u"Run /usr/bin/systemctl restart academy"_s; }
    Outcome check(Job &job) override { return m_world.look(u"check-cutover"_s, job); }
    Outcome run(Job &job) override
    {
        return m_world.act(u"redeploy"_s, job, [](QJsonObject &state) -> Outcome {
            Result<DatabaseUrl> url = DatabaseUrl::parse(state.value(u"url"_s).toString().toUtf8());
            if (!url)
                return std::move(url).error();
            if (!state.value(u"appIgnoresRedeploy"_s).toBool())
                state.insert(u"app"_s, url->host());
            return Done{};
        });
    }

private:
    FakeWorld &m_world;
};

class FakeProbe final : public AppProbe {
public:
    explicit FakeProbe(FakeWorld &world) : m_world(world) {}
    Outcome check(Job &) override { return Done{}; }
    Result<AppHealth> ask(const QUrl &, Job &job) override
    {
        if (Outcome looked = m_world.look(u"ask-app"_s, job); !looked)
            return std::move(looked).error();
        AppHealth health;
        health.status = 200;
        return health;
    }

private:
    FakeWorld &m_world;
};

class FakeVerifier final : public Verifier {
public:
    explicit FakeVerifier(FakeWorld &world) : m_world(world) {}
    Result<VerifyReport> contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        return report(u"gate"_s, request, job, sink);
    }
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        return report(u"checks"_s, request, job, sink);
    }
    Result<Baseline> takeBaseline(const ConnectionInfo &, const BaselineOptions &options, Job &job) override
    {
        if (Outcome looked = m_world.look(u"take-baseline"_s, job); !looked)
            return std::move(looked).error();
        Baseline baseline;
        baseline.database = u"academy"_s;
        baseline.takenAt = job.clock.now();
        baseline.backup = options.backup;
        baseline.tables = {{u"public"_s, u"fee_payments"_s, 4820, u"1234"_s, std::nullopt, {}}};
        return baseline;
    }
    Result<int> appSessions(const ConnectionInfo &database, Job &job) override
    {
        if (Outcome looked = m_world.look(u"app-sessions"_s, job); !looked)
            return std::move(looked).error();
        const QString instance = database.host.section(u'.', 0, 0);
        const bool rejected = database.user == u"app"_s && m_world.load().value(u"urlRejected"_s).toBool();
        if (rejected || m_world.phaseOf(instance) != u"available"_s)
            return Error(rejected ? Fault::Refused : Fault::Unreachable,
                         u"%1 does not let %2 in."_s.arg(instance, database.user));
        return m_world.appHost() == database.host ? 3 : 0;
    }
    Result<QMap<QString, qint64>> writtenSince(const ConnectionInfo &, Instant, Job &) override
    {
        return QMap<QString, qint64>();
    }

private:
    Result<VerifyReport> report(const QString &which, const VerifyRequest &request, Job &job, const FindingSink &sink)
    {
        if (Outcome looked = m_world.look(which, job); !looked)
            return std::move(looked).error();
        const QString word = m_world.load().value(which).toString();
        VerifyReport report;
        if (word != u"empty"_s)
            report.findings = {fakeFinding(u"passed"_s, u"fees"_s), fakeFinding(word)};
        report.findings.removeIf([&](const Finding &finding) { return request.only && !request.only->isAnsweredBy(finding); });
        for (const Finding &finding : std::as_const(report.findings))
            if (sink)
                sink(finding);
        return report;
    }

    FakeWorld &m_world;
};

class FakeShelf final : public BaselineShelf {
public:
    explicit FakeShelf(FakeWorld &world) : m_world(world) {}
    Outcome keep(const EnvironmentName &, const Baseline &baseline) override
    {
        QJsonArray baselines = m_world.load().value(u"baselines"_s).toArray();
        baselines.append(toJson(baseline));
        m_world.set(u"baselines"_s, baselines);
        return Done{};
    }
    Result<std::optional<Baseline>> newestBefore(const EnvironmentName &, std::optional<Instant>) override
    {
        const QJsonArray baselines = m_world.load().value(u"baselines"_s).toArray();
        if (baselines.isEmpty())
            return std::optional<Baseline>();
        Result<Baseline> newest = baselineFromJson(baselines.last().toObject());
        if (!newest)
            return std::move(newest).error();
        return std::optional(*newest);
    }

private:
    FakeWorld &m_world;
};

class FakeEvidence final : public EvidenceWriter {
public:
    FakeEvidence(FakeWorld &world, QString folder) : m_world(world), m_folder(std::move(folder)) {}
    Result<QString> write(const RunRecord &run, const Environment &, Job &job) override
    {
        if (Outcome looked = m_world.look(u"write-evidence"_s, job); !looked)
            return std::move(looked).error();
        if (m_world.onPoint)
            m_world.onPoint(u"before write-evidence"_s);
        QFile file(m_folder + u"/evidence-"_s + run.tag + u".json"_s);
        if (!file.open(QIODevice::WriteOnly))
            return Error(Fault::Refused, u"The fake document could not be written."_s);
        file.write(QJsonDocument(toJson(run)).toJson());
        file.close();
        if (m_world.onPoint)
            m_world.onPoint(u"after write-evidence"_s);
        return file.fileName();
    }

private:
    FakeWorld &m_world;
    QString m_folder;
};

} // namespace

std::unique_ptr<ConnectionTarget> fakeTarget(FakeWorld &world)
{
    return std::make_unique<FakeTarget>(world);
}
std::unique_ptr<Cutover> fakeCutover(FakeWorld &world)
{
    return std::make_unique<FakeCutover>(world);
}
std::unique_ptr<AppProbe> fakeProbe(FakeWorld &world)
{
    return std::make_unique<FakeProbe>(world);
}
std::unique_ptr<Verifier> fakeVerifier(FakeWorld &world)
{
    return std::make_unique<FakeVerifier>(world);
}
std::unique_ptr<BaselineShelf> fakeShelf(FakeWorld &world)
{
    return std::make_unique<FakeShelf>(world);
}

std::unique_ptr<EvidenceWriter> fakeEvidence(FakeWorld &world, const QString &folder)
{
    return std::make_unique<FakeEvidence>(world, folder);
}

} // namespace shuttler::test
