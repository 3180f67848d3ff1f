// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Written.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonValue>
#include <QSet>

#include <array>
#include <condition_variable>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unistd.h>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

/// This program's own place in the suite's folder; empty where nothing is kept.
QString place()
{
    static const QString folder = [] {
        const QString suite = qEnvironmentVariable("SHUTTLER_WRITTEN");
        const QString own = u"%1/%2"_s.arg(suite).arg(QCoreApplication::applicationPid());
        return !suite.isEmpty() && QDir().mkpath(own) ? own : QString();
    }();
    return folder;
}

QString nextName(const QString &name)
{
    static std::atomic<int> count = 0;
    return u"%1/%2-%3"_s.arg(place()).arg(++count).arg(name);
}

void copyInto(const QString &target, const QString &path, const QStringList &names)
{
    const QDir source(path);
    QDirIterator files(path, names, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString copy = target + u'/' + source.relativeFilePath(file);
        QDir().mkpath(QFileInfo(copy).path());
        QFile::copy(file, copy);
    }
}

} // namespace

namespace written {

void secret(QByteArrayView value)
{
    QFile file(place() + u"/secrets"_s);
    const bool names = value.startsWith("${{") && value.endsWith("}}"); // Where a value stands at Railway, and not the value.
    if (place().isEmpty() || value.size() < 8 || names || !file.open(QIODevice::Append))
        return;
    file.write(value.toByteArray().toHex() + '\n');
}

void secretsIn(const QJsonObject &credentials)
{
    static const QSet<QString> open{u"accessKey"_s, u"region"_s, u"account"_s, u"owner"_s};
    for (auto value = credentials.begin(); value != credentials.end(); ++value) {
        if (value->isObject())
            secretsIn(value->toObject());
        else if (!open.contains(value.key()))
            secret(value->toString().toUtf8());
    }
}

void text(const QString &name, const QByteArray &content)
{
    if (place().isEmpty())
        return;
    if (QFile file(nextName(name)); file.open(QIODevice::WriteOnly))
        file.write(content);
}

void folder(const QString &path)
{
    if (!place().isEmpty())
        copyInto(nextName(u"folder"_s), path, {});
}

void logs(const QString &path)
{
    if (!place().isEmpty())
        copyInto(nextName(u"logs"_s), path, {u"*.log"_s, u"log"_s});
}

} // namespace written

namespace {

std::set<pid_t> processes()
{
    std::set<pid_t> all;
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir("/proc"), &::closedir);
    while (const dirent *entry = folder ? ::readdir(folder.get()) : nullptr)
        if (const pid_t pid = std::atoi(entry->d_name); pid > 0)
            all.insert(pid);
    return all;
}

QByteArray argumentsOf(pid_t pid)
{
    QByteArray text;
    if (const int file = ::open(("/proc/" + std::to_string(pid) + "/cmdline").c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
        std::array<char, 4096> buffer;
        for (ssize_t count = 0; (count = ::read(file, buffer.data(), buffer.size())) > 0;)
            text.append(buffer.data(), count);
        ::close(file);
    }
    return text.replace('\0', ' ');
}

} // namespace

ArgumentsWatch::ArgumentsWatch()
{
    if (place().isEmpty())
        return;
    m_looking = std::jthread([before = processes()](const std::stop_token &stop) {
        QSet<QByteArray> seen;
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        do // Without Qt's files, and without who was there before: there are hundreds, and it is looked fifty times a second.
            for (const pid_t pid : processes())
                if (!before.contains(pid))
                    seen.insert(argumentsOf(pid));
        while (!wake.wait_for(lock, stop, std::chrono::milliseconds(20), [] { return false; }) && !stop.stop_requested());
        written::text(u"arguments"_s, QByteArrayList(seen.values()).join('\n'));
    });
}

ArgumentsWatch::~ArgumentsWatch() = default;

} // namespace shuttler::test
