// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/RestoreSession.h"

// How a session runs its jobs; for its own source files.
namespace shuttler::ui {

template <typename T>
std::function<Result<T>(Job &)> RestoreSession::onWorld(Task<T> task) const
{
    return [&console = m_console, name = m_name, task = std::move(task)](Job &job) -> Result<T> {
        Result<RestoreWorld> world = console.worlds.open(name);
        if (!world)
            return std::move(world).error();
        Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
        if (!ledger)
            return std::move(ledger).error();
        return task(*world, **ledger, job);
    };
}

template <typename T>
void RestoreSession::work(Work what, Task<T> task, std::function<void(T)> keep)
{
    if (isBusy())
        return;
    m_work = m_lastWork = what;
    m_workBegan = now();
    m_feed.clear();
    m_error.reset();
    m_job.start<T>(onWorld<T>(std::move(task)), this, [this, keep = std::move(keep)](Result<T> result) {
        m_work = Work::None;
        m_feed.clear();
        if (result)
            keep(*std::move(result));
        else
            m_error = std::move(result).error();
        emit changed();
        if (std::exchange(m_undoNext, false))
            undo();
    });
    emit changed();
}

template <typename T>
void RestoreSession::aside(BackgroundJob &job, Task<T> task, std::function<void(Result<T>)> keep)
{
    if (job.isRunning())
        return;
    job.start<T>(onWorld<T>(std::move(task)), this, [this, keep = std::move(keep)](Result<T> result) {
        keep(std::move(result));
        emit changed();
    });
}

} // namespace shuttler::ui
