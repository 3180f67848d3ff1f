// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QString>

#include <utility>

namespace shuttler::pgbackrest {

/// One process of ours at a time in a folder: an advisory lock on the folder itself, so that no lock file is left behind. It ends
/// with the process, however that ends. Programs we start do not inherit it.
class FolderLock {
public:
    /// At once, or Fault::Refused with `busy` as the sentence.
    static Result<FolderLock> take(const QString &folder, const QString &busy);
    /// Waits: for locks that are held for the length of one small file.
    static Result<FolderLock> waitFor(const QString &folder);
    /// Whether somebody holds it now.
    static bool isHeld(const QString &folder);

    FolderLock(FolderLock &&other) noexcept : m_folder(std::exchange(other.m_folder, -1)) {}
    FolderLock &operator=(FolderLock &&other) noexcept;
    ~FolderLock();

private:
    explicit FolderLock(int folder) : m_folder(folder) {}
    int m_folder;
};

} // namespace shuttler::pgbackrest
