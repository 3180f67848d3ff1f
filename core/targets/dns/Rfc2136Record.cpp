// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/Rfc2136Record.h"

#include "core/domain/SettingsTable.h"
#include "core/targets/dns/DigText.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds Ceiling(60);

/// Nothing else may reach a script for nsupdate.
bool isPlainName(const QString &name)
{
    static const QRegularExpression shape(QRegularExpression::anchoredPattern(u"[A-Za-z0-9_:][A-Za-z0-9_:-]*([.][A-Za-z0-9_-]+)*"_s));
    return shape.match(name).hasMatch();
}

Error withoutTools(const Error &error)
{
    if (error.fault() != Fault::NotFound)
        return error;
    return Error(Fault::NotFound, u"BIND's client programs are not installed on this computer."_s)
        .means(u"Name servers cannot be asked or changed from here. Nothing was changed."_s)
        .todo(u"Install the package bind9-dnsutils."_s)
        .details(error.details());
}

QByteArray linesFor(const QByteArray &verb, const QString &name, const DnsAnswer &answer, bool withTtl)
{
    QByteArray lines;
    for (const QString &value : answer.values) {
        lines += verb + ' ' + name.toUtf8() + ". ";
        lines += withTtl ? QByteArray::number(qint64(answer.ttl.count())) + " IN " : QByteArray("IN ");
        lines += answer.type.toUtf8() + ' ' + value.toUtf8() + (answer.type == u"CNAME"_s ? ".\n" : "\n");
    }
    return lines;
}

} // namespace

Result<Rfc2136Settings> Rfc2136Settings::from(const QMap<QString, QString> &entries)
{
    static const QStringList algorithms{u"hmac-sha256"_s, u"hmac-sha384"_s, u"hmac-sha512"_s, u"hmac-sha224"_s, u"hmac-sha1"_s, u"hmac-md5"_s};
    SettingsTable table(entries, u"The cut-over's settings of the name server"_s);
    Rfc2136Settings settings;
    settings.server = table.required(u"server"_s);
    settings.zone = plainDnsName(table.required(u"zone"_s));
    settings.record = plainDnsName(table.required(u"record"_s));
    settings.keyName = table.required(u"key-name"_s);
    settings.key = table.required(u"key"_s);
    settings.algorithm = table.text(u"algorithm"_s, algorithms.constFirst());
    bool isNumber = false;
    settings.port = table.text(u"port"_s, u"53"_s).toInt(&isNumber);
    if (!isNumber || settings.port < 1 || settings.port > 65'535)
        table.wrong(u"\"port\" of the name server is none."_s, u"Leave it out: it is 53 as a rule."_s);
    for (const auto &[key, value] : {std::pair{u"server"_s, settings.server}, {u"zone"_s, settings.zone},
                                     {u"record"_s, settings.record}, {u"key-name"_s, settings.keyName}})
        if (!value.isEmpty() && !isPlainName(value))
            table.wrong(u"\"%1\" is \"%2\", which is no name in DNS."_s.arg(key, value), u"Correct it in the environment."_s);
    if (!algorithms.contains(settings.algorithm))
        table.wrong(u"\"algorithm\" is \"%1\"."_s.arg(settings.algorithm), u"Known are %1."_s.arg(algorithms.join(u", "_s)));
    if (settings.record != settings.zone && !settings.record.endsWith(u'.' + settings.zone))
        table.wrong(u"%1 is not in the zone %2."_s.arg(settings.record, settings.zone), u"Write the record's whole name."_s);
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

QByteArray updateScript(const Rfc2136Settings &settings, const DnsAnswer &before, const DnsAnswer &after)
{
    return "server " + settings.server.toUtf8() + ' ' + QByteArray::number(settings.port) + "\nzone " + settings.zone.toUtf8() + ".\n"
         + linesFor("prereq yxrrset", settings.record, before, false)
         + "update delete " + settings.record.toUtf8() + ". IN " + before.type.toUtf8() + '\n'
         + linesFor("update add", settings.record, after, true) + "send\n";
}

Rfc2136Record::Rfc2136Record(Rfc2136Settings settings, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_secrets(secrets)
{}

QString Rfc2136Record::describe() const
{
    return u"%1 at the name server %2"_s.arg(m_settings.record, m_settings.server);
}

Result<DnsAnswer> Rfc2136Record::read(Job &job)
{
    Command dig;
    dig.program = u"/usr/bin/dig"_s;
    dig.arguments = QStringList{u"-r"_s, u"-p"_s, QString::number(m_settings.port), u'@' + m_settings.server}
                  + QString(u"+tcp +norecurse +time=5 +tries=2 +noall +comments +answer"_s).split(u' ')
                  + QStringList{m_settings.record + u'.', u"A"_s, m_settings.record + u'.', u"AAAA"_s};
    dig.ceiling = Ceiling;
    Result<CommandResult> asked = runCommand(dig, job);
    if (!asked && asked.error().fault() == Fault::Cancelled)
        return std::move(asked).error();
    if (!asked)
        return withoutTools(asked.error());
    if (asked->exitCode != 0)
        return Error(Fault::Unreachable, u"The name server %1 does not answer on port %2."_s.arg(m_settings.server).arg(m_settings.port))
            .means(u"Where %1 leads is not known. Nothing was changed by asking."_s.arg(m_settings.record))
            .todo(u"Check server and port in the environment, and that this computer may reach it by TCP."_s)
            .details(QString::fromUtf8(asked->output.right(500)));
    return answerInDig(asked->output, m_settings.record, m_settings.server);
}

Outcome Rfc2136Record::replace(const DnsAnswer &before, const DnsAnswer &after, Job &job)
{
    Result<DnsAnswer> present = read(job);
    if (!present)
        return std::move(present).error();
    if (present->leadsWhere(after))
        return Done{};
    if (!present->leadsWhere(before))
        return dnsChangedMeanwhile(name(), *present, before);
    Result<QByteArray> key = keyLine(job);
    if (!key)
        return std::move(key).error();
    Result<CommandResult> sent = update(*key + updateScript(m_settings, before, after), job);
    if (!sent && sent.error().fault() != Fault::Unreachable)
        return std::move(sent).error();

    present = read(job); // Whatever nsupdate says: this is what counts.
    if (!present)
        return Error(Fault::OutcomeUnknown, u"%1 was changed, or not: the name server does not answer any more."_s.arg(name()))
            .means(u"The app may move to the new server or not."_s)
            .todo(u"Continue: where the record leads will be looked at first."_s)
            .details(present.error().forLog());
    if (present->leadsWhere(after))
        return Done{};
    if (!present->leadsWhere(before))
        return dnsChangedMeanwhile(name(), *present, before);
    if (!sent)
        return std::move(sent).error();
    return refusal(*sent);
}

Result<QByteArray> Rfc2136Record::keyLine(Job &job) const
{
    Result<std::shared_ptr<const Secret>> secret = m_secrets.read(m_settings.key, job);
    if (!secret)
        return std::move(secret).errorDuring(u"reading the key for %1"_s.arg(m_settings.server));
    const QByteArray plain = (*secret)->expose([](const char *text) { return QByteArray(text); }).trimmed();
    if (plain.isEmpty() || !QByteArray::fromBase64Encoding(plain, QByteArray::AbortOnBase64DecodingErrors))
        return Error(Fault::BadInput, u"The credential \"%1\" is no key of a name server."_s.arg(m_settings.key))
            .means(u"Nothing was changed."_s)
            .todo(u"Set it to what stands after \"secret\" in the server's configuration, without the quotes."_s);
    return "key " + m_settings.algorithm.toUtf8() + ':' + m_settings.keyName.toUtf8() + ' ' + plain + '\n';
}

Result<CommandResult> Rfc2136Record::update(const QByteArray &script, Job &job) const
{
    Command nsupdate;
    nsupdate.program = u"/usr/bin/nsupdate"_s;
    nsupdate.arguments = {u"-v"_s, u"-t"_s, u"30"_s}; // By TCP.
    nsupdate.input = script;
    nsupdate.ceiling = Ceiling;
    job.progress.stage(u"Changing %1"_s.arg(describe()));
    Result<CommandResult> result = runCommand(nsupdate, job);
    if (!result && result.error().fault() == Fault::Cancelled)
        return Error(Fault::OutcomeUnknown, u"The change of %1 was stopped on its way."_s.arg(name()))
            .means(u"It may have been made or not."_s)
            .todo(u"Continue: where the record leads will be looked at first."_s);
    if (!result)
        return withoutTools(result.error());
    return result;
}

Error Rfc2136Record::refusal(const CommandResult &result) const
{
    const QString words = QString::fromUtf8(result.errors + result.output).trimmed().right(500);
    const auto refused = [&](const QString &what, const QString &todo) {
        return Error(Fault::Refused, what).means(u"%1 is as it was."_s.arg(name())).todo(todo).details(words);
    };
    if (words.contains(u"BADKEY"_s) || words.contains(u"BADSIG"_s) || words.contains(u"NOTAUTH"_s) || words.contains(u"tsig"_s))
        return refused(u"The name server %1 does not accept the key \"%2\"."_s.arg(m_settings.server, m_settings.keyName),
                       u"Check key-name, algorithm and the credential \"%1\"; and that both clocks are right."_s.arg(m_settings.key));
    if (words.contains(u"REFUSED"_s))
        return refused(u"The name server %1 does not permit this key to change %2."_s.arg(m_settings.server, name()),
                       u"Allow it in the zone's update-policy: grant %1 name %2. CNAME;"_s.arg(m_settings.keyName, name()));
    if (words.contains(u"timed out"_s) || words.contains(u"connection refused"_s, Qt::CaseInsensitive))
        return Error(Fault::Unreachable, u"The name server %1 does not take changes at the moment."_s.arg(m_settings.server))
            .means(u"%1 is as it was."_s.arg(name()))
            .todo(u"Try again in a little while."_s)
            .details(words);
    return refused(u"The name server %1 refused the change of %2."_s.arg(m_settings.server, name()), u"Its reason is under Details."_s);
}

} // namespace shuttler
