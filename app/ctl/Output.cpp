// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Output.h"

#include <QJsonDocument>
#include <QLocale>

#include <cstdio>

namespace shuttler::app {

using namespace Qt::StringLiterals;

Exit exitFor(Fault fault)
{
    switch (fault) {
    case Fault::BadInput:
    case Fault::NotFound:
        return Exit::BadInput;
    case Fault::Refused:
        return Exit::Refused;
    case Fault::Unreachable:
        return Exit::Unreachable;
    case Fault::OutcomeUnknown:
        return Exit::OutcomeUnknown;
    case Fault::Corrupt:
        return Exit::BadVerdict;
    case Fault::Cancelled:
        return Exit::Stopped;
    case Fault::Defect:
        return Exit::Defect;
    }
    return Exit::Defect;
}

static void write(FILE *stream, const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

Output::Output(bool json, bool quiet, ProgressStyle style) : m_json(json), m_quiet(quiet), m_style(style) {}

Output::~Output()
{
    clearBar();
}

void Output::print(const QString &line)
{
    clearBar();
    if (!m_json)
        write(stdout, line);
}

void Output::tell(const QString &line)
{
    clearBar();
    if (!m_quiet)
        write(stderr, line);
}

void Output::result(const QJsonObject &object)
{
    clearBar();
    if (m_json)
        write(stdout, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

Exit Output::fail(const Error &error)
{
    return fail(error, {});
}

Exit Output::fail(const Error &error, QJsonObject beside)
{
    QJsonObject object = toJson(error);
    // To scripts bad input is a refusal; the exit code 2 tells it apart (cli.md).
    if (error.fault() == Fault::BadInput)
        object.insert(u"fault"_s, wordFor(Fault::Refused));
    beside.insert(u"error"_s, object);
    result(beside);

    clearBar();
    write(stderr, error.what());
    for (const QString &sentence : {error.means(), error.todo()}) {
        if (!sentence.isEmpty())
            write(stderr, u"  "_s + sentence);
    }
    if (!error.details().isEmpty() && !m_quiet)
        write(stderr, u"  Details: "_s + error.details().trimmed());
    return exitFor(error.fault());
}

void Output::stage(const QString &name)
{
    if (name == m_stage)
        return;
    m_stage = name;
    if (m_style != ProgressStyle::None)
        tell(u"  "_s + name);
}

void Output::counted(qint64 done, qint64 total, const QString &unit)
{
    if (m_style != ProgressStyle::Bar || m_quiet || (m_lastCount.isValid() && m_lastCount.elapsed() < 100 && done < total))
        return;
    m_lastCount.start();
    QString text = u"\r    "_s;
    if (total > 0) {
        const int filled = int(done * 30 / total);
        text += u"["_s + QString(filled, u'#') + QString(30 - filled, u'.') + u"] "_s + amount(done, unit) + u" of "_s
            + amount(total, unit);
    } else {
        text += amount(done, unit);
    }
    const QByteArray bytes = text.toUtf8() + "\x1b[K";
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
    std::fflush(stderr);
    m_barShown = true;
}

void Output::line(const QString &) {} // The far side's own words are in the journal and in the log file, not between our sentences.

void Output::clearBar()
{
    if (m_barShown)
        std::fputs("\r\x1b[K", stderr);
    m_barShown = false;
}

QString amount(qint64 value, const QString &unit)
{
    const QLocale english(QLocale::English);
    if (unit == u"bytes"_s)
        return english.formattedDataSize(value, 1, QLocale::DataSizeIecFormat);
    return english.toString(value) + u' ' + unit;
}

} // namespace shuttler::app
