// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QProcess>
#include <QTemporaryDir>

namespace shuttler::test {

/// A real Secret Service, unlocked and empty, on a bus of its own: the one that this program and those it starts find.
/// A program that asked it anything ends with it, because GIO takes the end of the bus for its own: then let it live as long.
class TestKeyring {
public:
    /// Empty, or the program that is not installed.
    static QString missing();
    Outcome start();
    ~TestKeyring();

private:
    QTemporaryDir m_folder;
    QProcess m_bus;
};

} // namespace shuttler::test
