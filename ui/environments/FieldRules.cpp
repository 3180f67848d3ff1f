// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldRules.h"

#include "core/settings/EnvironmentStore.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString told(const char *text) { return QCoreApplication::translate("FieldRules", text); }

Error badCommand(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what).means(told("Nothing was saved.")).todo(todo);
}

bool isAddress(const QString &text, const QStringList &schemes)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty() && url.userInfo().isEmpty();
}

} // namespace

Result<QStringList> wordsOfCommand(const QString &line)
{
    QStringList words;
    QString word;
    bool inWord = false;
    QChar quote;
    for (const QChar c : line) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
            else
                word += c;
        } else if (c == u'"' || c == u'\'') {
            quote = c;
            inWord = true;
        } else if (c.isSpace()) {
            if (inWord)
                words.append(word);
            word.clear();
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (!quote.isNull())
        return badCommand(told("A quote in the command is not closed."), told("Close it, or leave it out."));
    if (inWord)
        words.append(word);
    if (!words.isEmpty() && !words.first().startsWith(u'/'))
        return badCommand(told("The command has to begin with the whole path of a program, not with \"%1\".").arg(words.first()),
                          told("Write for example: /usr/bin/systemctl restart academy"));
    return words;
}

QString lineOfCommand(const QStringList &words)
{
    static const QRegularExpression special(u"[\\s\"']"_s);
    QStringList line;
    for (const QString &word : words) {
        const QChar quote = word.contains(u'"') ? u'\'' : u'"';
        line.append(word.isEmpty() || word.contains(special) ? quote + word + quote : word);
    }
    return line.join(u' ');
}

namespace rule {

QString notBlank(const QString &text)
{
    return text.trimmed().isEmpty() ? told("This is needed.") : QString();
}

QString oneWord(const QString &text)
{
    static const QRegularExpression blank(u"\\s"_s);
    return text.contains(blank) ? told("Blanks cannot be part of it.") : QString();
}

QString wholePath(const QString &text)
{
    return text.startsWith(u'/') ? QString() : told("Write the whole path, beginning with /.");
}

QString httpsAddress(const QString &text)
{
    return isAddress(text, {u"https"_s}) ? QString() : told("Write it like https://host/, without a user.");
}

QString webAddress(const QString &text)
{
    return isAddress(text, {u"https"_s, u"http"_s}) ? QString() : told("Write it like https://host/health, without a user.");
}

QString port(const QString &text)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number > 0 && number < 65'536 ? QString() : told("Write a number from 1 to 65535.");
}

QString days(const QString &text)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number > 0 && number <= 3650 ? QString() : told("Write a number from 1 to 3650.");
}

QString awsRegion(const QString &text)
{
    static const QRegularExpression shape(QRegularExpression::anchoredPattern(u"[a-z]{2,}(-[a-z]+)+-[0-9]+"_s));
    return shape.match(text).hasMatch() ? QString() : told("Write it like eu-central-1: where the database is.");
}

QString awsAccessKey(const QString &text)
{
    static const QRegularExpression shape(QRegularExpression::anchoredPattern(u"[A-Za-z0-9_]{8,128}"_s));
    return shape.match(text).hasMatch() ? QString() : told("Only the key's id belongs here: letters and digits, like AKIA….");
}

QString renderHolder(const QString &text)
{
    return text.startsWith("srv-"_L1) || text.startsWith("evg-"_L1) ? oneWord(text) : told("Write the id: srv-… of a service, evg-… of a group.");
}

QString commandLine(const QString &text)
{
    const Result<QStringList> words = wordsOfCommand(text);
    return words ? QString() : words.error().what() + u' ' + words.error().todo();
}

QString environmentName(const QString &text)
{
    const Outcome good = EnvironmentStore::checkName(text);
    return good ? QString() : good.error().todo();
}

} // namespace rule
} // namespace shuttler::ui
