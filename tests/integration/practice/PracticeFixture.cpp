// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "PracticeFixture.h"

#include "core/practice/Leftovers.h"
#include "tests/support/Jobs.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QUrl>

using namespace shuttler;
using namespace Qt::StringLiterals;

PracticeFixture::PracticeFixture(const QString &stateName)
    : m_stateName(stateName)
    , m_environments(m_folder.filePath(u"environments"_s))
{
    // Also the user that runs root's servers has to get there.
    QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeOther);
    QDir().mkpath(state());
    QDir().mkpath(m_folder.filePath(u"environments"_s));
    m_world = std::make_unique<PracticeWorld>(
        places(), m_environments, m_clock, [this](const EnvironmentName &name, Job &) -> Outcome {
            if (Result<Environment> environment = m_environments.find(name); !environment)
                return std::move(environment).error();
            ++m_baselines;
            return Done{};
        });
}

PracticeFixture::~PracticeFixture()
{
    for (const QString &name : QDir(state() + u"/practice"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        [[maybe_unused]] const Outcome destroyed = m_world->destroy(EnvironmentName(name), test::testJob());
}

PracticePlaces PracticeFixture::places() const
{
    PracticePlaces places;
    places.state = state();
    places.config = m_folder.path();
    places.shuttlerctl = QCoreApplication::applicationDirPath() + u"/shuttlerctl"_s;
    places.practiceApp = QCoreApplication::applicationDirPath() + u"/shuttler-practice-app"_s;
    places.bookingsPerSecond = 20;
    return places;
}

QStringList PracticeFixture::traces() const
{
    QStringList found;
    for (const QString &name : {u"one"_s, u"two"_s, u"practice"_s}) {
        for (const QString &root : PracticeFolder::possibleRoots(state(), EnvironmentName(name))) {
            if (QFileInfo::exists(root))
                found.append(root);
            for (const LivingProcess &process : processesOf(root))
                found.append(u"%1 %2"_s.arg(process.program).arg(process.pid));
        }
    }
    for (QDirIterator files(state(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                            QDirIterator::Subdirectories);
         files.hasNext();)
        found.append(files.next());
    for (QDirIterator files(m_folder.filePath(u"environments"_s), QDir::Files); files.hasNext();)
        found.append(files.next());
    return found;
}

QJsonObject askApp(const PracticeStatus &status, const QByteArray &path)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(QUrl(status.healthUrl).port()));
    if (!socket.waitForConnected(2000))
        return {};
    socket.write("GET " + path + " HTTP/1.1\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(5000))
        answer += socket.readAll();
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
}
