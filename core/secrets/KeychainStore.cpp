// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/KeychainStore.h"

#include "core/secrets/SecretService.h"

#include <QCoreApplication>
#include <QThread>
#include <qt6keychain/keychain.h>

#include <condition_variable>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Service = u"shuttler-ops"_s;

/// What a job of the keychain came to. Shared with the job, which may end when nobody waits any more.
struct Answer {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool isThere = false;
    QKeychain::Error error = QKeychain::NoError;
    QString words;
    QByteArray plain;
};

/// QtKeychain queues all jobs of a program behind the one that came first, on that one's thread, and finishes them only while its
/// event loop runs: so there is one thread for all of them, as long as the program.
QObject &keychainThread()
{
    static QThread *thread = nullptr;
    static QObject *const inside = [] {
        thread = new QThread;
        auto *const object = new QObject;
        object->moveToThread(thread);
        thread->start();
        qAddPostRoutine([] {
            thread->quit();
            thread->wait();
        });
        return object;
    }();
    return *inside;
}

Error notAnswering(const QString &details)
{
    return Error(Fault::Refused, u"The keychain of this computer does not answer."_s)
        .means(u"No credential could be read or kept."_s)
        .todo(u"See whether it asks for something on the screen, then try again; logging in anew restarts it."_s)
        .details(details);
}

/// Runs what `make` makes and waits for its end.
Result<std::shared_ptr<Answer>> answerTo(const std::function<QKeychain::Job *()> &make, Job &job)
{
    const auto answer = std::make_shared<Answer>();
    QMetaObject::invokeMethod(&keychainThread(), [make, answer] {
        QKeychain::Job *const work = make();
        work->setInsecureFallback(false);
        QObject::connect(work, &QKeychain::Job::finished, work, [answer](QKeychain::Job *done) {
            const std::scoped_lock lock(answer->mutex);
            answer->error = done->error();
            answer->words = done->errorString();
            if (auto *const reading = qobject_cast<QKeychain::ReadPasswordJob *>(done))
                answer->plain = reading->binaryData();
            answer->isThere = true;
            answer->changed.notify_all();
        });
        work->start();
    });
    std::unique_lock lock(answer->mutex);
    if (answer->changed.wait_for(lock, job.stop, 10s, [&] { return answer->isThere; }))
        return answer;
    if (Outcome wanted = job.checkStop(); !wanted)
        return std::move(wanted).error();
    return notAnswering({});
}

Error none(const QString &name)
{
    return Error(Fault::NotFound, u"There is no credential \"%1\" in the keychain of this computer."_s.arg(name))
        .means(u"What needs it cannot be asked."_s)
        .todo(u"Put it there: shuttlerctl credential set %1"_s.arg(name));
}

Result<std::shared_ptr<const Secret>> readUnlocked(const QString &name, Job &job)
{
    const auto answer = answerTo([name] {
        auto *const reading = new QKeychain::ReadPasswordJob(Service);
        reading->setKey(name);
        return reading;
    }, job);
    if (!answer)
        return answer.error();
    if ((*answer)->error == QKeychain::EntryNotFound)
        return none(name);
    if ((*answer)->error != QKeychain::NoError)
        return notAnswering((*answer)->words);
    return std::make_shared<const Secret>(std::move((*answer)->plain));
}

QByteArray plainOf(const Secret &secret)
{
    return secret.expose([&](const char *plain) { return QByteArray(plain, qsizetype(secret.size())); });
}

Error notKept(const QString &name, const QString &details)
{
    return Error(Fault::Refused, u"The keychain did not keep the credential \"%1\"."_s.arg(name))
        .means(u"It is not stored, or not as it was given."_s)
        .todo(u"Unlock the keychain, then try again."_s)
        .details(details);
}

} // namespace

QString KeychainStore::describe() const
{
    return u"the keychain of this computer (Secret Service)"_s;
}

Result<std::shared_ptr<const Secret>> KeychainStore::read(const QString &name, Job &job)
{
    if (Outcome open = checkKeychainOpen(); !open) // A locked one says that it has none of that name.
        return std::move(open).error();
    return readUnlocked(name, job);
}

Outcome KeychainStore::write(const QString &name, const Secret &secret, Job &job)
{
    if (Outcome open = checkKeychainOpen(); !open)
        return open;
    const auto answer = answerTo([name, plain = plainOf(secret)] {
        auto *const writing = new QKeychain::WritePasswordJob(Service);
        writing->setKey(name);
        writing->setTextData(QString::fromUtf8(plain)); // As text, other programs can show it to its owner.
        return writing;
    }, job);
    if (!answer)
        return answer.error();
    if ((*answer)->error != QKeychain::NoError)
        return notKept(name, (*answer)->words);
    const Result<std::shared_ptr<const Secret>> kept = readUnlocked(name, job);
    if (!kept)
        return kept.error();
    return plainOf(**kept) == plainOf(secret) ? Outcome(Done{}) : notKept(name, u"It reads differently from what was written."_s);
}

Outcome KeychainStore::forget(const QString &name, Job &job)
{
    if (Outcome open = checkKeychainOpen(); !open) // A locked one says that it forgot, and does not.
        return open;
    if (const auto there = readUnlocked(name, job); !there)
        return there.error();
    const auto answer = answerTo([name] {
        auto *const deleting = new QKeychain::DeletePasswordJob(Service);
        deleting->setKey(name);
        return deleting;
    }, job);
    if (!answer)
        return answer.error();
    const auto left = readUnlocked(name, job);
    if (!left && left.error().fault() == Fault::NotFound)
        return Done{};
    return Error(Fault::Refused, u"The keychain did not forget the credential \"%1\"."_s.arg(name))
        .means(u"It may still be there."_s)
        .todo(u"Remove it with your keychain's own program (\"Passwords and Keys\")."_s)
        .details((*answer)->words);
}

} // namespace shuttler
