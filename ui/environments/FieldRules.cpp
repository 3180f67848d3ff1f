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

bool isLike(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

/// What `one` says of the first of several, with commas between, that it says anything of.
QString firstWrong(const QString &text, QString (*one)(const QString &))
{
    const QStringList each = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : each)
        if (const QString wrong = one(part.trimmed()); !wrong.isEmpty())
            return wrong;
    return each.isEmpty() ? told("This is needed.") : QString();
}

bool isNumberWithin(const QString &text, int least, int most)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= least && number <= most;
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
    return isNumberWithin(text, 1, 65'535) ? QString() : told("Write a number from 1 to 65535.");
}

QString days(const QString &text)
{
    return isNumberWithin(text, 1, 3650) ? QString() : told("Write a number from 1 to 3650.");
}

QString awsRegion(const QString &text)
{
    return isLike(text, u"[a-z]{2,}(-[a-z]+)+-[0-9]+"_s) ? QString() : told("Write it like eu-central-1: where the database is.");
}

QString awsAccessKey(const QString &text)
{
    return isLike(text, u"[A-Za-z0-9_]{8,128}"_s) ? QString() : told("Only the key's id belongs here: letters and digits, like AKIA….");
}

QString awsRole(const QString &text)
{
    return isLike(text, u"arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+"_s)
             ? QString()
             : told("Write its ARN, like arn:aws:iam::123456789012:role/restores.");
}

QString awsDevice(const QString &text)
{
    return isLike(text, u"[A-Za-z0-9+=/:,.@_-]{9,256}"_s) ? QString() : told("Write its ARN, or the serial number that IAM shows.");
}

QString awsName(const QString &text)
{
    return isLike(text, u"[A-Za-z0-9/_+=.@:-]{1,2048}"_s) ? QString()
                                                          : told("Write its name or its ARN: letters, digits and / _ + = . @ : -");
}

QString deviceCode(const QString &text)
{
    return isLike(text, u"[0-9]{6}"_s) ? QString() : told("Six digits, without blanks.");
}

QString securityGroups(const QString &text)
{
    return firstWrong(text, [](const QString &group) {
        return isLike(group, u"sg-[0-9a-f]+"_s) ? QString() : told("Write the ids, like sg-0a1b2c3d, with commas between.");
    });
}

QString instanceClass(const QString &text)
{
    return isLike(text, u"db\\.[a-z0-9-]+\\.[a-z0-9-]+"_s) ? QString() : told("Write it like db.t4g.medium.");
}

QString hostedZone(const QString &text)
{
    return isLike(text, u"(/hostedzone/)?Z[A-Z0-9]{1,31}"_s) ? QString() : told("Write the zone's id, which begins with Z.");
}

QString dnsName(const QString &text)
{
    return isLike(text, u"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?"_s)
             ? QString()
             : told("Write a name of DNS: letters, digits and - with dots between.");
}

QString base64(const QString &text)
{
    const auto read = QByteArray::fromBase64Encoding(text.trimmed().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return read && !read.decoded.isEmpty() ? QString() : told("This is no base64. Copy what stands behind \"secret\" in the key file.");
}

QString seconds(const QString &text)
{
    return isNumberWithin(text, 0, 86'400) ? QString() : told("Write a number from 0 to 86400.");
}

QString renderServices(const QString &text)
{
    return firstWrong(text, [](const QString &id) {
        return isLike(id, u"srv-[a-z0-9-]+"_s) ? QString() : told("Write ids, srv-…, with commas between.");
    });
}

QString renderHolder(const QString &text)
{
    return text.startsWith("srv-"_L1) || text.startsWith("evg-"_L1) ? oneWord(text)
                                                                    : told("Write the id: srv-… of a service, evg-… of a group.");
}

QString railwayPlace(const QString &text)
{
    return isLike(text, u"[A-Za-z0-9-]+/[A-Za-z0-9-]+"_s) ? QString()
                                                          : told("Write the project's id and the environment's, with / between.");
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
