// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpBook.h"

#include "core/base/Words.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using archive::ListedObject;

namespace {

constexpr Word<DumpStanding> Standings[] = {{DumpStanding::Whole, u"whole"},
                                            {DumpStanding::Unfinished, u"unfinished"},
                                            {DumpStanding::Unreadable, u"unreadable"},
                                            {DumpStanding::Changed, u"changed"},
                                            {DumpStanding::Lost, u"lost"}};

/// Whatever has the name of a dump below a prefix, one after the other. A page or two are held; a thread of its own fetches them.
class NamedObjects {
public:
    struct Named {
        DumpName name;
        ListedObject object;
    };

    NamedObjects(archive::ObjectStore &store, const QString &prefix, const Job &job) : m_relay(job.stop, Halt{m_halt})
    {
        m_listing = std::async(std::launch::async, [this, &store, prefix, stop = m_halt.get_token(), &clock = job.clock] {
            SilentProgress silent;
            Job listing{stop, silent, clock};
            const Outcome listed = store.list({prefix, {}}, [this](const archive::ListPage &page) { return put(page); }, listing);
            const std::scoped_lock lock(m_mutex);
            if (!listed)
                m_error = listed.error();
            m_ended = true;
            m_changed.notify_all();
        });
    }
    ~NamedObjects()
    {
        m_halt.request_stop();
        const std::scoped_lock lock(m_mutex);
        m_given = true;
        m_changed.notify_all();
    }

    /// The next one, which stays until `drop`. Null at the end.
    Result<const Named *> next()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ended || !m_waiting.empty(); });
        if (m_error)
            return *m_error;
        return m_waiting.empty() ? nullptr : &m_waiting.front();
    }
    void drop()
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.pop_front();
        m_changed.notify_all();
    }

private:
    struct Halt {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };
    Outcome put(const archive::ListPage &page)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_given || m_waiting.empty(); });
        if (m_given)
            return Error(Fault::Cancelled, u"Nobody wants the rest of the list."_s);
        for (const ListedObject &object : page.objects)
            if (const std::optional<DumpName> name = nameIn(object.key))
                m_waiting.push_back({*name, object});
        m_changed.notify_all();
        return Done{};
    }

    std::stop_source m_halt;
    std::stop_callback<Halt> m_relay;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Named> m_waiting;
    std::optional<Error> m_error;
    bool m_ended = false;
    bool m_given = false; ///< Up.
    std::future<void> m_listing; ///< Last: it ends before what it uses.
};

/// A name that has a manifest, and perhaps an object.
Result<ListedDump> judge(archive::ObjectStore &store, const EnvironmentName &environment, ListedDump dump, Job &job)
{
    Result<DumpManifest> manifest = readManifest(store, environment, dump.name, job);
    if (!manifest && manifest.error().fault() != Fault::Corrupt)
        return std::move(manifest).errorDuring(u"reading the manifest of %1"_s.arg(dump.name.toString()));
    if (!manifest) {
        dump.standing = DumpStanding::Unreadable;
        dump.trouble = std::move(manifest).error();
        return dump;
    }
    if (!dump.object)
        dump.standing = DumpStanding::Lost;
    else if (dump.object->key != manifest->key || dump.object->bytes != manifest->stored.bytes)
        dump.standing = DumpStanding::Changed;
    else
        dump.standing = DumpStanding::Whole;
    dump.manifest = *std::move(manifest);
    return dump;
}

} // namespace

QString wordFor(DumpStanding standing)
{
    return wordIn(Standings, standing);
}

Outcome listDumps(archive::ObjectStore &store, const EnvironmentName &environment, const OnDump &onDump, Job &job)
{
    NamedObjects manifests(store, manifestsPrefix(environment), job);
    NamedObjects objects(store, dumpsPrefix(environment), job);
    for (;;) {
        // Both come in the order of names, so one walk along them sees every pair.
        const Result<const NamedObjects::Named *> manifest = manifests.next();
        if (!manifest)
            return manifest.error();
        const Result<const NamedObjects::Named *> object = objects.next();
        if (!object)
            return object.error();
        if (Outcome wanted = job.checkStop(); !wanted)
            return wanted;
        if (!*manifest && !*object)
            return Done{};
        const bool hasObject = *object && (!*manifest || !((*manifest)->name < (*object)->name));
        const bool hasManifest = *manifest && (!*object || !((*object)->name < (*manifest)->name));
        ListedDump dump{hasObject ? (*object)->name : (*manifest)->name, DumpStanding::Unfinished, {}, {}, {}};
        if (hasObject)
            dump.object = (*object)->object;
        if (hasManifest) {
            Result<ListedDump> judged = judge(store, environment, std::move(dump), job);
            if (!judged)
                return std::move(judged).error();
            dump = *std::move(judged);
            manifests.drop();
        }
        if (hasObject)
            objects.drop();
        if (Outcome taken = onDump(dump); !taken)
            return taken;
    }
}

} // namespace shuttler::dumps
