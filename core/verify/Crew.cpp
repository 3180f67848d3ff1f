// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Crew.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace shuttler::verify {

namespace {

/// What is to be done, shared by the connections. Every member function but the constructor locks.
class Board {
public:
    explicit Board(const QList<Errand> &errands) : m_errands(errands), m_states(size_t(errands.size()), State::Waiting) {}

    /// The heaviest errand that may begin; waits while there is none but others are at work: what they do may be needed first, or come
    /// back. Nothing when all is done.
    std::optional<qsizetype> take()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            std::optional<qsizetype> best;
            bool isAllDone = true;
            for (qsizetype place = 0; place < m_errands.size(); ++place) {
                isAllDone = isAllDone && m_states[size_t(place)] == State::Done;
                if (m_states[size_t(place)] == State::Waiting && mayBegin(place)
                    && (!best || m_errands[place].weight > m_errands[*best].weight))
                    best = place;
            }
            if (m_end || isAllDone)
                return std::nullopt;
            if (best) {
                m_states[size_t(*best)] = State::Begun;
                return best;
            }
            m_changed.wait(lock);
        }
    }
    void giveBack(qsizetype place) { change([&] { m_states[size_t(place)] = State::Waiting; }); }
    void finish(qsizetype place)
    {
        change([&] {
            m_states[size_t(place)] = State::Done;
            m_news.push_back(place);
        });
    }
    /// The first reason counts; nothing new is begun.
    void end(Error reason)
    {
        change([&] {
            if (!m_end)
                m_end = std::move(reason);
        });
    }
    void leave() { change([&] { --m_atWork; }); }
    void enter() { change([&] { ++m_atWork; }); }

    /// Waits for something that is done and was not heard of yet; nothing when nobody works any more.
    std::optional<qsizetype> hear()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_news.empty() || m_atWork == 0; });
        if (m_news.empty())
            return std::nullopt;
        const qsizetype place = m_news.front();
        m_news.erase(m_news.begin());
        return place;
    }
    std::optional<Error> reason()
    {
        const std::scoped_lock lock(m_mutex);
        return m_end;
    }

private:
    enum class State { Waiting, Begun, Done };

    bool mayBegin(qsizetype place) const
    {
        for (const qsizetype before : m_errands[place].after)
            if (m_states[size_t(before)] != State::Done)
                return false;
        return true;
    }
    void change(const std::function<void()> &what)
    {
        const std::scoped_lock lock(m_mutex);
        what();
        m_changed.notify_all();
    }

    const QList<Errand> &m_errands;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<State> m_states;
    std::vector<qsizetype> m_news;
    std::optional<Error> m_end;
    int m_atWork = 0;
};

/// One connection's share of the work, until there is nothing left for it or it breaks.
void workThrough(Board &board, const QList<Errand> &errands, Snapshot &snapshot, bool isLeader, std::stop_source stop, const Clock &clock)
{
    SilentProgress silent;
    Job job{stop.get_token(), silent, clock};
    while (const std::optional<qsizetype> place = board.take()) {
        const Outcome done = errands[*place].run(snapshot, job);
        if (done) {
            board.finish(*place);
            continue;
        }
        if (!isLeader && !snapshot.isAlive() && !stop.stop_requested()) {
            board.giveBack(*place); // Reading changes nothing, so another one may begin it anew.
            break;
        }
        board.end(done.error());
        stop.request_stop();
        break;
    }
    board.leave();
}

} // namespace

Result<Crew> Crew::join(const ConnectionInfo &database, const Snapshot &leader, int more, std::chrono::milliseconds patience, Job &job)
{
    Crew crew;
    for (int number = 0; number < more; ++number) {
        Result<Snapshot> other = Snapshot::join(database, leader, patience, job);
        if (!other && other.error().fault() == Fault::Cancelled)
            return std::move(other).error();
        if (!other) {
            job.progress.line(QStringLiteral("With one connection fewer: ") + other.error().forLog());
            break;
        }
        crew.m_others.push_back(*std::move(other));
    }
    return crew;
}

Outcome Crew::work(Snapshot &leader, const QList<Errand> &errands, const std::function<Outcome(qsizetype)> &done, Job &job)
{
    Board board(errands);
    std::stop_source stop;
    const std::stop_callback passOn(job.stop, [&stop] { stop.request_stop(); });
    {
        std::vector<std::jthread> threads;
        const auto begin = [&](Snapshot &snapshot, bool isLeader) {
            if (!snapshot.isAlive())
                return;
            board.enter();
            threads.emplace_back([&, isLeader] { workThrough(board, errands, snapshot, isLeader, stop, job.clock); });
        };
        begin(leader, true);
        for (Snapshot &other : m_others)
            begin(other, false);
        while (const std::optional<qsizetype> place = board.hear()) {
            if (board.reason())
                continue;
            if (Outcome heard = done(*place); !heard) {
                board.end(std::move(heard).error());
                stop.request_stop();
            }
        }
    }
    if (Outcome stopped = job.checkStop(); !stopped)
        return stopped;
    if (std::optional<Error> reason = board.reason())
        return *std::move(reason);
    if (!leader.isAlive())
        return Error(Fault::Unreachable, QStringLiteral("The connection to the database broke."))
            .means(QStringLiteral("What was read so far cannot be added to: nobody sees that moment any more."))
            .todo(QStringLiteral("Start again once the server runs."));
    return Done{};
}

Outcome Crew::plan(Snapshot &leader, Plan plan, Job &job)
{
    if (Outcome planned = leader.plan(plan, job); !planned)
        return planned;
    for (Snapshot &other : m_others) {
        if (!other.isAlive())
            continue;
        // One that broke is left out of the work; one that lives must not go on with another plan.
        if (Outcome planned = other.plan(plan, job); !planned && other.isAlive())
            return planned;
    }
    return Done{};
}

} // namespace shuttler::verify
