// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/restore/Stopwatch.h"

#include "tests/e2e/StagedPractice.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>

namespace shuttler::bench {

using namespace Qt::StringLiterals;

bool Stopwatch::place(const QString &folder, const QString &name, const QString &real)
{
    const QString standIn = folder + u'/' + name;
    const QString log = folder + u"/stopwatch.log"_s;
    const auto open = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    QFile::remove(standIn);
    return QFile::copy(QCoreApplication::applicationDirPath() + u"/bench_stopwatch"_s, standIn)
        && QFile::setPermissions(standIn, open | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther)
        && test::writeTo(standIn + u".real"_s, real.toUtf8() + '\n') && QFile::setPermissions(standIn + u".real"_s, open)
        && (QFile::exists(log) || test::writeTo(log, {})) && QFile::setPermissions(log, open | QFile::WriteGroup | QFile::WriteOther);
}

QList<Stopwatch::Call> Stopwatch::callsSince(qint64 from, const QString &folder)
{
    QList<Call> calls;
    for (const QByteArray &line : test::contentOf(folder + u"/stopwatch.log"_s).split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() == 5 && words[1].toLongLong() >= from)
            calls.append({QString::fromUtf8(words[0]),
                          {words[1].toLongLong(), words[2].toLongLong()},
                          QString::fromUtf8(words[3]),
                          QString::fromUtf8(words[4])});
    }
    return calls;
}

QList<Span> comingsAndGoings(const QString &serverLog)
{
    QList<Span> spans;
    qint64 from = 0;
    for (const QByteArray &line : test::contentOf(serverLog).split('\n')) {
        // 2026-11-18 11:42:06.123 UTC [1234] LOG:  …
        const QDateTime at = QDateTime::fromString(QString::fromLatin1(line.left(23)), u"yyyy-MM-dd HH:mm:ss.zzz"_s);
        const qint64 micros = at.isValid() ? QDateTime(at.date(), at.time(), Qt::UTC).toMSecsSinceEpoch() * 1000 : 0;
        if (line.contains("starting PostgreSQL") || line.contains("shutdown request"))
            from = micros;
        const bool isOver = line.contains("ready to accept connections") || line.contains("database system is shut down");
        if (isOver && from > 0) {
            spans.append({from, micros});
            from = 0;
        }
    }
    return spans;
}

} // namespace shuttler::bench
