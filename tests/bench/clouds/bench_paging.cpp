// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

// What a complete list of 10,000 snapshots costs beyond the network: RdsProvider::backups beside the bare round trips. Those are the very
// requests of one listing, in its order, each sent when the answer to the one before is there, signed afresh by the same client, over the
// same kept TLS connection, answered with the same bytes; nothing is made of the answers. The two take turns within one run, and the
// medians are compared. Here a round trip takes a few milliseconds; across the internet it takes so long that the rest does not show.

#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/RdsProvider.h"
#include "tests/bench/verify/Race.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"

#include <QCoreApplication>

#include <malloc.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::bench;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Snapshots = 10'000;
constexpr int Rounds = 6; // The first only warms up.

/// Passes on, and remembers what was asked.
class Recorder final : public net::HttpClient {
public:
    explicit Recorder(net::HttpClient &client) : m_client(client) {}
    Result<net::Response> send(const net::Request &request, Job &job) override
    {
        if (m_isListening)
            m_asked.append(request);
        return m_client.send(request, job);
    }
    void stop() { m_isListening = false; }
    const QList<net::Request> &asked() const { return m_asked; }

private:
    net::HttpClient &m_client;
    QList<net::Request> m_asked;
    bool m_isListening = true;
};

/// What is kept: what was freed goes back to the system first, or the allocator's luck would be measured.
double megabytesInUse()
{
    ::malloc_trim(0);
    QFile statm(u"/proc/self/statm"_s);
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    return double(statm.readAll().split(' ').value(1).toLongLong()) * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

Outcome listCompletely(RdsProvider &provider, const InstanceId &instance)
{
    Result<BackupListing> listing = provider.backups(instance, {}, testJob());
    if (!listing)
        return std::move(listing).error();
    if (listing->backups.size() < Snapshots)
        return Error(Fault::Corrupt, u"Only %1 snapshots were listed."_s.arg(listing->backups.size()));
    return Done{};
}

/// The same requests, signed by the same client, and nothing made of the answers.
Outcome goThereAndBack(net::HttpClient &client, const QList<net::Request> &requests)
{
    for (const net::Request &each : requests) {
        Result<net::Response> answer = client.send(each, testJob());
        if (!answer)
            return std::move(answer).error();
        if (answer->status != 200)
            return Error(Fault::Refused, u"HTTP %1"_s.arg(answer->status));
    }
    return Done{};
}

} // namespace

int main(int count, char **words)
{
    QCoreApplication app(count, words);
    Result<std::unique_ptr<Simulator>> aws =
        Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s, u"--snapshots"_s, QString::number(Snapshots)});
    if (!aws)
        return fail(aws.error());
    const QString region = (*aws)->credentials()[u"region"_s].toString();
    MemorySecrets secrets;
    const QByteArray pair = (*aws)->awsKeys();
    net::QtHttpClient raw((*aws)->caFile());
    const auto source = [pair](Job &) { return net::awsKeysIn(Secret(QByteArray(pair)), u"aws"_s); };
    const auto client = net::awsClient(raw, source, region, u"rds"_s, std::make_shared<net::RateBudget>());
    Recorder recorder(*client);
    const Result<RdsSettings> settings = RdsSettings::from(
        {{u"region"_s, region}, {u"credential"_s, u"aws"_s}, {u"endpoint"_s, (*aws)->endpoint()}, {u"ca"_s, (*aws)->caFile()}});
    if (!settings)
        return fail(settings.error());
    RdsProvider provider(*settings, aws::AwsClients{recorder, recorder}, secrets);
    const InstanceId serving((*aws)->sourceNamed()[u"name"_s].toString());
    if (Outcome first = listCompletely(provider, serving); !first)
        return fail(first.error());
    recorder.stop();
    mention(u"requests for one complete listing"_s, double(recorder.asked().size()));

    QList<double> inUse;
    QList<Contender> contenders{{u"the bare round trips"_s, [&] { return goThereAndBack(*client, recorder.asked()); }},
                                {u"RdsProvider::backups"_s, [&] {
                                     Outcome listed = listCompletely(provider, serving);
                                     inUse.append(megabytesInUse());
                                     return listed;
                                 }}};
    if (Outcome ran = race(contenders, Rounds); !ran)
        return fail(ran.error());
    mention(u"megabytes in use after a listing"_s, inUse.last());
    bool good = judge(u"a complete listing of 10,000 snapshots, times the bare round trips"_s, contenders[1].median() / contenders[0].median(), 1.2);
    good &= judge(u"megabytes more in use after the last listing than after the first"_s, inUse.last() - inUse.first(), 2.0);
    return finish(good);
}
