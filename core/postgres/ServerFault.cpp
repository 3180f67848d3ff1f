// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/ServerFault.h"

namespace shuttler::postgres {

using namespace Qt::StringLiterals;

static QString wordsOf(const ServerComplaint &complaint)
{
    QString words = complaint.message;
    if (!complaint.detail.isEmpty())
        words += u'\n' + complaint.detail;
    if (!complaint.state.isEmpty())
        words += u" (SQLSTATE %1)"_s.arg(QString::fromLatin1(complaint.state));
    return words;
}

static bool isOf(const ServerComplaint &complaint, const char *stateClass)
{
    return complaint.state.startsWith(stateClass);
}

bool isStandbyConflict(const ServerComplaint &complaint)
{
    return complaint.message.contains("conflict with recovery"_L1); // The state may be 40001, 40P01 or 57P04.
}

Error statementError(const ServerComplaint &complaint)
{
    const auto because = [&complaint](const QString &sentence) { return sentence.arg(complaint.message); };
    const QString words = wordsOf(complaint);

    if (complaint.state == "25006")
        return Error(Fault::Refused, u"The database refused a change: this session may only look."_s)
            .means(u"Nothing was changed."_s)
            .todo(u"Nothing has to be done; report this if it came from a page or command of Shuttler Ops."_s)
            .details(words);
    if (complaint.state == "42501")
        return Error(Fault::Refused, because(u"The database role may not do this: %1."_s))
            .means(u"Nothing was changed."_s)
            .todo(u"Grant the role the missing right, or use a role that has it."_s)
            .details(words);
    if (complaint.state == "57014")
        return Error(Fault::Unreachable, because(u"The database gave up on a question that took too long: %1."_s))
            .means(u"Nothing was changed by it."_s)
            .todo(u"Try again when the database is less busy."_s)
            .details(words);
    if (complaint.state == "55P03")
        return Error(Fault::Unreachable, u"Somebody else holds what the question needs, and did not let go in time."_s)
            .means(u"Nothing was changed by it."_s)
            .todo(u"Try again in a minute; a long migration or clean-up may be running."_s)
            .details(words);
    if (isStandbyConflict(complaint))
        return Error(Fault::Unreachable, u"The standby gave the question up, so that its recovery could go on."_s)
            .means(u"Nothing was changed. A standby that follows closely lets nobody look at one moment for long."_s)
            .todo(u"Ask the primary server, or raise max_standby_streaming_delay on the standby, then try again."_s)
            .details(words);
    if (complaint.state == "40001" || complaint.state == "40P01")
        return Error(Fault::Unreachable, u"The database undid the change because another one got in its way."_s)
            .means(u"Nothing was changed."_s)
            .todo(u"Try again."_s)
            .details(words);
    if (complaint.state == "53300")
        return Error(Fault::Unreachable, u"The database has no free connection left."_s)
            .means(u"Nothing was asked."_s)
            .todo(u"Try again in a minute, or close sessions that are not needed."_s)
            .details(words);
    if (isOf(complaint, "53"))
        return Error(Fault::Refused, because(u"The database server ran out of something: %1."_s))
            .means(u"The statement was undone."_s)
            .todo(u"Free disk space or memory on the server, then try again."_s)
            .details(words);
    if (isOf(complaint, "XX") || complaint.state == "58P01" || complaint.state == "58030")
        return Error(Fault::Corrupt, because(u"The database server could not read its own data: %1."_s))
            .means(u"Part of this database may be damaged."_s)
            .todo(u"Do not repair it in place: restore from a backup, and keep this server for examination."_s)
            .details(words);
    if (complaint.state == "42P01" || complaint.state == "42703" || complaint.state == "42883"
        || complaint.state == "42704" || complaint.state == "3F000" || complaint.state == "3D000")
        return Error(Fault::NotFound, because(u"The database does not have what was asked for: %1."_s))
            .means(u"Nothing was changed."_s)
            .todo(u"Check the name, and that this is the right database."_s)
            .details(words);
    if (isOf(complaint, "42"))
        return Error(Fault::BadInput, because(u"The database does not understand the question: %1."_s))
            .means(u"Nothing was changed."_s)
            .todo(u"Correct the SQL text, if it is yours; otherwise report it."_s)
            .details(words);
    return Error(Fault::Refused, because(u"The database said no: %1."_s))
        .means(u"The statement was undone."_s)
        .todo(u"Look at the reason and change what it names, then try again."_s)
        .details(words);
}

Error connectError(const ServerComplaint &complaint, const QString &database, const QString &user, const QString &place)
{
    const QString words = wordsOf(complaint);
    const QString nothing = u"Nothing was asked and nothing was changed."_s;

    // libpq 15 hands over no SQLSTATE for a refused connection; its wording is all there is. A server may speak another
    // language, so the last rule rests on what libpq itself knows: that a password was asked for.
    const QString &text = complaint.message;
    const auto says = [&text](QLatin1StringView part) { return text.contains(part, Qt::CaseInsensitive); };

    if (says("password authentication failed"_L1) || says("no password supplied"_L1))
        return Error(Fault::Refused, u"%1 did not accept the password of \"%2\"."_s.arg(place, user))
            .means(nothing)
            .todo(u"Check user name and password; they may have been changed on the server."_s)
            .details(words);
    if (says("no pg_hba.conf entry"_L1) || says("authentication failed"_L1))
        return Error(Fault::Refused,
                     u"%1 does not let \"%2\" into the database \"%3\" from here."_s.arg(place, user, database))
            .means(nothing)
            .todo(u"Ask whoever runs the server to allow this role from this computer (pg_hba.conf)."_s)
            .details(words);
    if (says("database \""_L1) && says("does not exist"_L1))
        return Error(Fault::Refused, u"%1 has no database \"%2\"."_s.arg(place, database))
            .means(nothing)
            .todo(u"Check the name of the database, and that this is the right server."_s)
            .details(words);
    if (says("role \""_L1) && says("does not exist"_L1))
        return Error(Fault::Refused, u"%1 has no role \"%2\"."_s.arg(place, user))
            .means(nothing)
            .todo(u"Check the user name, and that this is the right server."_s)
            .details(words);
    if (says("does not support SSL"_L1))
        return Error(Fault::Refused, u"%1 offers no encrypted connection."_s.arg(place))
            .means(u"The password was not sent. "_s + nothing)
            .todo(
                u"Switch TLS on at the server; Shuttler Ops does not send passwords and data in the clear over a network."_s)
            .details(words);
    if (says("certificate"_L1) || says("SSL error"_L1))
        return Error(Fault::Refused, u"%1 could not prove that it is the right server."_s.arg(place))
            .means(u"Somebody may stand between you and it, or its certificate is for another name or from an unknown "
                   "authority. The password was not sent."_s)
            .todo(u"Check the host name and the file of the certificate authority."_s)
            .details(words);
    if (says("too many clients"_L1) || says("remaining connection slots"_L1) || says("too many connections"_L1))
        return Error(Fault::Unreachable, u"%1 has no free connection left."_s.arg(place))
            .means(nothing)
            .todo(u"Try again in a minute, or close sessions that are not needed."_s)
            .details(words);
    if (says("starting up"_L1) || says("shutting down"_L1) || says("not yet accepting"_L1)
        || says("in recovery mode"_L1))
        return Error(Fault::Unreachable, u"%1 is starting or stopping."_s.arg(place))
            .means(nothing)
            .todo(u"Try again in a minute."_s)
            .details(words);
    if (complaint.state == "28P01")
        return Error(Fault::Refused, u"%1 did not let \"%2\" into the database \"%3\"."_s.arg(place, user, database))
            .means(nothing)
            .todo(u"Check user name, password and the name of the database."_s)
            .details(words);
    return Error(Fault::Unreachable, u"%1 cannot be reached."_s.arg(place))
        .means(nothing)
        .todo(u"Check that the server runs and that host and port are right."_s)
        .details(words);
}

} // namespace shuttler::postgres
