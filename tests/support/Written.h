// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>
#include <QJsonObject>
#include <QString>

#include <atomic>
#include <thread>

namespace shuttler::test {

/// What tests used as secrets and what the programs under test wrote, kept until the end of the suite, where one is searched for the
/// other (tests/secrecy). Nothing is kept where SHUTTLER_WRITTEN names no folder.
namespace written {

/// A value that must not be found in anything that was written. Shorter ones than 8 bytes could be anywhere, and are not kept.
void secret(QByteArrayView value);
/// All values of a cloud's credentials, as its simulator lists them.
void secretsIn(const QJsonObject &credentials);
void text(const QString &name, const QByteArray &content);
/// The whole folder: a state with its journal and its evidence.
void folder(const QString &path);
/// The logs of servers and tools below it.
void logs(const QString &path);

} // namespace written

/// Notes the arguments of every process that this computer starts while it lives, as anybody may read them: fifty times a second.
class ArgumentsWatch {
public:
    ArgumentsWatch();
    ~ArgumentsWatch();
    ArgumentsWatch(const ArgumentsWatch &) = delete;
    ArgumentsWatch &operator=(const ArgumentsWatch &) = delete;

private:
    std::jthread m_looking;
};

} // namespace shuttler::test
