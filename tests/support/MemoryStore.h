// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/Digest.h"
#include "core/archive/ObjectStore.h"

#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <map>
#include <mutex>

namespace shuttler::test {

/// A store of objects that is gone with the test. A test may make any call fail, and change what is kept. Thread-safe.
class MemoryStore final : public archive::ObjectStore {
public:
    /// What a call is about to do: "write KEY", "gulp KEY 1", "part KEY 1", "complete KEY", "read KEY", "piece KEY 1", "list PREFIX",
    /// "abandon KEY"… Its error is what the caller gets, and nothing is done.
    std::function<Outcome(const QString &call)> onCall;
    qint64 mostAtOnce = 64 * 1024; ///< Bytes that a reader gets at once.
    bool tellsUnfinished = true;
    QString storageClass = QStringLiteral("STANDARD");

    QByteArray &at(const QString &key)
    {
        const std::scoped_lock lock(m_mutex);
        return m_objects[key];
    }
    QStringList keys() const
    {
        const std::scoped_lock lock(m_mutex);
        QStringList all;
        for (const auto &[key, bytes] : m_objects)
            all.append(key);
        return all;
    }
    void remove(const QString &key)
    {
        const std::scoped_lock lock(m_mutex);
        m_objects.erase(key);
    }
    void clear()
    {
        const std::scoped_lock lock(m_mutex);
        onCall = nullptr;
        m_objects.clear();
        m_uploads.clear();
    }
    qsizetype uploads() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_uploads.size();
    }
    void beginUpload(const QString &key)
    {
        const std::scoped_lock lock(m_mutex);
        m_uploads.append({key, QUuid::createUuid().toString(), {}});
    }

    QString title() const override { return QStringLiteral("dumps in memory"); }

    Result<archive::WrittenObject> write(const archive::NewObject &object, const archive::ByteSource &source,
                                         const archive::UploadOptions &options, Job &job) override
    {
        const QString key = object.key.toString();
        if (Outcome called = call(QStringLiteral("write ") + key); !called)
            return std::move(called).error();
        if (facts(object.key, job))
            return Error(Fault::Refused, QStringLiteral("There is an object %1 already.").arg(key));
        const archive::UnfinishedUpload upload{key, QUuid::createUuid().toString(), job.clock.now()};
        {
            const std::scoped_lock lock(m_mutex);
            m_uploads.append(upload);
        }
        Result<QByteArray> bytes = pull(key, source, options.partBytes, job);
        Outcome completed = bytes ? call(QStringLiteral("complete ") + key) : Outcome(bytes.error());
        const std::scoped_lock lock(m_mutex);
        forget(upload.uploadId);
        if (!completed)
            return std::move(completed).error();
        m_objects[key] = *bytes;
        return archive::WrittenObject{bytes->size(), etagOf(*bytes), archive::Digest::of(archive::Digest::Kind::Sha256, *bytes), true};
    }

    Result<archive::ObjectFacts> read(const archive::ObjectKey &key, archive::ByteRange range, const archive::ByteSink &sink,
                                      Job &job) override
    {
        if (Outcome called = call(QStringLiteral("read ") + key.toString()); !called)
            return std::move(called).error();
        Result<archive::ObjectFacts> found = facts(key, job);
        if (!found)
            return found;
        if (!found->isReadable())
            return Error(Fault::Refused, QStringLiteral("%1 is in cold storage.").arg(key.toString()));
        const QByteArray bytes = at(key.toString());
        const qint64 end = range.count ? range.first + *range.count : bytes.size();
        if (range.first < 0 || end > bytes.size() || end < range.first)
            return Error(Fault::BadInput, QStringLiteral("no such range"));
        int number = 0;
        for (qint64 place = range.first; place < end; place += mostAtOnce) {
            if (Outcome called = call(QStringLiteral("piece %1 %2").arg(key.toString()).arg(++number)); !called)
                return std::move(called).error();
            if (Outcome wanted = job.checkStop(); !wanted)
                return std::move(wanted).error();
            if (Outcome taken = sink(QByteArrayView(bytes).sliced(place, std::min(mostAtOnce, end - place)), job); !taken)
                return std::move(taken).error();
        }
        return found;
    }

    Result<archive::ObjectFacts> facts(const archive::ObjectKey &key, Job &job) override
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_objects.find(key.toString());
        if (found == m_objects.end())
            return Error(Fault::NotFound, QStringLiteral("There is no object %1.").arg(key.toString()));
        archive::ObjectFacts facts;
        facts.bytes = found->second.size();
        facts.modified = job.clock.now();
        facts.etag = etagOf(found->second);
        facts.storageClass = storageClass;
        return facts;
    }

    Outcome list(const archive::ListWish &wish, const archive::OnPage &onPage, Job &job) override
    {
        const qsizetype most = 3; // So that there are pages.
        if (Outcome called = call(QStringLiteral("list ") + wish.prefix); !called)
            return called;
        archive::ListPage page;
        for (const QString &key : keys().filter(QRegularExpression(u'^' + QRegularExpression::escape(wish.prefix)))) {
            const QByteArray bytes = at(key);
            page.objects.append({key, bytes.size(), job.clock.now(), etagOf(bytes), storageClass});
            if (page.objects.size() == most) {
                if (Outcome taken = onPage(page); !taken)
                    return taken;
                page = {};
            }
        }
        return onPage(page);
    }

    Result<std::optional<QList<archive::UnfinishedUpload>>> unfinished(const QString &prefix, Job &) override
    {
        if (!tellsUnfinished)
            return std::optional<QList<archive::UnfinishedUpload>>();
        const std::scoped_lock lock(m_mutex);
        QList<archive::UnfinishedUpload> found;
        for (const archive::UnfinishedUpload &upload : m_uploads)
            if (upload.key.startsWith(prefix))
                found.append(upload);
        return std::optional(found);
    }
    Outcome abandon(const archive::UnfinishedUpload &upload, Job &) override
    {
        if (Outcome called = call(QStringLiteral("abandon ") + upload.key); !called)
            return called;
        const std::scoped_lock lock(m_mutex);
        forget(upload.uploadId);
        return Done{};
    }

    Result<std::optional<archive::LifecycleDocument>> lifecycle(Job &) override { return std::optional<archive::LifecycleDocument>(); }
    Outcome setRules(const archive::LifecycleDocument &, const QList<archive::LifecycleRule> &, Job &) override
    {
        return Error(Fault::Refused, QStringLiteral("There are no rules here."));
    }
    Result<std::optional<archive::Versioning>> versioning(Job &) override { return std::optional<archive::Versioning>(); }
    Result<std::optional<archive::ObjectLock>> lock(Job &) override { return std::optional<archive::ObjectLock>(); }
    archive::ColdTier coldTier() const override { return archive::ColdTier::None; }
    Result<archive::ThawAnswer> thaw(const archive::ObjectKey &, int, archive::ThawTier, Job &) override
    {
        return archive::ThawAnswer::NotOffered;
    }

private:
    Outcome call(const QString &what) const { return onCall ? onCall(what) : Outcome(Done{}); }
    static QString etagOf(const QByteArray &bytes)
    {
        return u'"' + QString::fromLatin1(archive::Digest::of(archive::Digest::Kind::Sha256, bytes).toHex()) + u'"';
    }
    Result<QByteArray> pull(const QString &key, const archive::ByteSource &source, qint64 partBytes, Job &job) const
    {
        QByteArray bytes;
        QByteArray room(300'000, Qt::Uninitialized);
        for (qint64 parts = 0, gulps = 0;;) {
            if (Outcome called = call(QStringLiteral("gulp %1 %2").arg(key).arg(++gulps)); !called)
                return std::move(called).error();
            Result<qint64> got = source(room.data(), room.size(), job);
            if (!got)
                return std::move(got).error();
            if (*got == 0)
                return bytes;
            bytes.append(room.constData(), *got);
            for (; parts < bytes.size() / partBytes; ++parts)
                if (Outcome called = call(QStringLiteral("part %1 %2").arg(key).arg(parts + 1)); !called)
                    return std::move(called).error();
        }
    }
    void forget(const QString &uploadId)
    {
        m_uploads.removeIf([&](const archive::UnfinishedUpload &each) { return each.uploadId == uploadId; });
    }

    struct ByBytes {
        bool operator()(const QString &a, const QString &b) const { return a.toUtf8() < b.toUtf8(); }
    };
    mutable std::mutex m_mutex;
    std::map<QString, QByteArray, ByBytes> m_objects;
    QList<archive::UnfinishedUpload> m_uploads;
};

} // namespace shuttler::test
