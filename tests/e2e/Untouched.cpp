// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/Untouched.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace shuttler::test {

using namespace Qt::StringLiterals;

/// A server writes there whenever it likes, or somebody only looked.
static bool changesByItself(const QString &path)
{
    static const QStringList folders{u"pg/"_s, u"log/"_s, u"lock/"_s, u"spool/"_s, u"repo/archive/"_s, u"instances/.shuttler"_s, u"app/app.log"_s};
    return std::any_of(folders.begin(), folders.end(), [&](const QString &folder) { return path.startsWith(folder); });
}

static QByteArray openRunsOf(StagedPractice &practice)
{
    const CtlAnswer list = practice.ctl().run({u"restore"_s, u"list"_s});
    if (list.exit != 0)
        return list.output;
    QJsonArray open;
    for (const QJsonValue &run : list.json.value(u"runs"_s).toArray())
        if (!QStringList{u"done"_s, u"undone"_s}.contains(run[u"state"_s].toString()))
            open.append(run);
    return QJsonDocument(open).toJson(QJsonDocument::Compact);
}

Untouched Untouched::look(StagedPractice &practice)
{
    Untouched now;
    for (const QString &file : {practice.envFile(), practice.environmentFile()})
        now.m_contents.insert(file, contentOf(file));
    const QDir root(practice.directory());
    for (QDirIterator each(root.path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories); each.hasNext();) {
        each.next();
        const QString path = root.relativeFilePath(each.filePath());
        if (!changesByItself(path))
            now.m_sizes.insert(path, each.fileInfo().isFile() ? each.fileInfo().size() : -1);
    }
    now.m_openRuns = openRunsOf(practice);
    return now;
}

QString Untouched::differenceFrom(const Untouched &before) const
{
    for (auto file = before.m_contents.cbegin(); file != before.m_contents.cend(); ++file)
        if (m_contents.value(file.key()) != file.value())
            return file.key() + u" was changed"_s;
    for (auto file = m_sizes.cbegin(); file != m_sizes.cend(); ++file)
        if (before.m_sizes.value(file.key(), -2) != file.value())
            return u"%1 came or was changed (size %2)"_s.arg(file.key()).arg(file.value());
    for (auto file = before.m_sizes.cbegin(); file != before.m_sizes.cend(); ++file)
        if (!m_sizes.contains(file.key()))
            return file.key() + u" is gone"_s;
    return m_openRuns == before.m_openRuns ? QString() : u"the open restores are "_s + QString::fromUtf8(m_openRuns);
}

static QByteArray textOf(const QString &file)
{
    if (!file.endsWith(u".pdf"_s))
        return contentOf(file);
    QProcess reader;
    reader.start(u"pdftotext"_s, {file, u"-"_s});
    return reader.waitForFinished() && reader.exitCode() == 0 ? reader.readAllStandardOutput() : QByteArray();
}

QString leakOf(const QByteArray &password, const CtlAnswer &answer, const Ctl &ctl)
{
    const auto holds = [forms = QList<QByteArray>{password, QUrl::toPercentEncoding(QString::fromUtf8(password))}](const QByteArray &text) {
        return std::any_of(forms.begin(), forms.end(), [&](const QByteArray &form) { return text.contains(form); });
    };
    if (holds(answer.output) || holds(answer.errors))
        return u"the password was printed"_s;
    for (const QString &folder : {ctl.config(), ctl.state()})
        for (QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); each.hasNext();)
            if (const QString file = each.next(); !file.startsWith(ctl.state() + u"/practice/"_s) && holds(textOf(file)))
                return u"the password stands in "_s + file;
    return {};
}

QString complaintAbout(const CtlAnswer &answer, int exit, const QString &says, const Untouched &before, StagedPractice &practice)
{
    const QString whole = u"\n"_s + QString::fromUtf8(answer.describe());
    if (answer.exit != exit)
        return u"exit %1 instead of %2"_s.arg(answer.exit).arg(exit) + whole;
    if (answer.json.isEmpty() || answer.output.trimmed().contains('\n'))
        return u"not exactly one JSON object"_s + whole;
    QString said;
    for (const QString &part : {u"what"_s, u"means"_s, u"todo"_s}) {
        const QString sentence = answer.error().value(part).toString();
        if (sentence.trimmed().isEmpty())
            return u"\"%1\" is empty"_s.arg(part) + whole;
        said += sentence + u'\n';
    }
    said += answer.error().value(u"details"_s).toString();
    if (!said.contains(says))
        return u"it does not say \"%1\""_s.arg(says) + whole;
    static const QStringList faults{u"unreachable"_s, u"outcome-unknown"_s, u"refused"_s, u"not-found"_s, u"corrupt"_s, u"cancelled"_s, u"defect"_s};
    if (!faults.contains(answer.error().value(u"fault"_s).toString()))
        return u"the fault is none of the contract's"_s + whole;
    if (const QString leak = leakOf(practice.appPassword(), answer, practice.ctl()); !leak.isEmpty())
        return leak;
    return Untouched::look(practice).differenceFrom(before);
}

} // namespace shuttler::test
