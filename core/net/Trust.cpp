// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/Trust.h"

#include "core/base/Files.h"

#include <QDateTime>
#include <QLocale>
#include <QSslCertificate>

#include <algorithm>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const QStringList &commonNames, const QStringList &organisations)
{
    const QStringList names = commonNames.isEmpty() ? organisations : commonNames;
    return names.isEmpty() ? u"somebody without a name"_s : u'"' + names.join(u", "_s) + u'"';
}

QString issuerOf(const QSslCertificate &certificate)
{
    return nameOf(certificate.issuerInfo(QSslCertificate::CommonName),
                  certificate.issuerInfo(QSslCertificate::Organization));
}

QString subjectOf(const QSslCertificate &certificate)
{
    return nameOf(certificate.subjectInfo(QSslCertificate::CommonName),
                  certificate.subjectInfo(QSslCertificate::Organization));
}

/// Every name and address a certificate is good for.
QString placesOf(const QSslCertificate &certificate)
{
    QStringList places = certificate.subjectAlternativeNames().values();
    if (places.isEmpty())
        places = certificate.subjectInfo(QSslCertificate::CommonName);
    places.removeDuplicates();
    return places.isEmpty() ? u"none"_s : places.join(u", "_s);
}

bool isAboutTime(const QSslError &error)
{
    return error.error() == QSslError::CertificateExpired || error.error() == QSslError::CertificateNotYetValid;
}

bool isAboutTheName(const QSslError &error)
{
    return error.error() == QSslError::HostNameMismatch;
}

const QString SomebodyElse = u"Somebody else may be answering there; what was said was not read."_s;

} // namespace

Result<QSslConfiguration> trustIn(const QString &ca)
{
    QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
    trust.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (ca.isEmpty())
        return trust;
    const Result<QByteArray> text = readWholeFile(ca);
    const QList<QSslCertificate> authorities =
        text ? QSslCertificate::fromData(*text, QSsl::Pem) : QList<QSslCertificate>();
    if (authorities.isEmpty())
        return Error(Fault::BadInput, text ? u"%1 holds no certificate."_s.arg(ca) : text.error().what())
            .means(u"Nobody was asked anything: it is not known who vouches for the far side."_s)
            .todo(u"Correct ca in the environment so that it names the PEM file of the far side's authority; or remove it, if a "
                  "public one vouches for it."_s);
    // While none is listed, Qt looks the system's up as they are needed; as soon as one is, only those that are listed count.
    const QList<QSslCertificate> listed = trust.caCertificates();
    trust.setCaCertificates((listed.isEmpty() ? QSslConfiguration::systemCaCertificates() : listed) + authorities);
    return trust;
}

Error distrustOf(const QString &address, const QList<QSslError> &errors, const QString &ca)
{
    QStringList words;
    for (const QSslError &error : errors)
        words.append(error.errorString());
    const QString details = words.join(u'\n');

    // What nobody vouches for comes first: a date or a name in it says nothing.
    for (const QSslError &error : errors) {
        if (isAboutTime(error) || isAboutTheName(error))
            continue;
        return Error(Fault::Refused, u"The certificate of %1 is not trusted: it was made by %2."_s.arg(
                                         address, issuerOf(error.certificate())))
            .means(SomebodyElse)
            .todo(
                ca.isEmpty()
                    ? u"If that is an authority of your own, name its PEM file as ca in the environment, beside the address."_s
                    : u"If that is an authority of your own, check that %1 holds its certificate."_s.arg(ca))
            .details(details);
    }
    if (const auto late = std::find_if(errors.cbegin(), errors.cend(), isAboutTime); late != errors.cend()) {
        const bool isOver = late->error() == QSslError::CertificateExpired;
        const QDateTime moment = isOver ? late->certificate().expiryDate() : late->certificate().effectiveDate();
        return Error(Fault::Refused,
                     u"The certificate %1, by which %2 is known, %3 %4."_s.arg(
                         subjectOf(late->certificate()), address, isOver ? u"expired on"_s : u"is not valid before"_s,
                         QLocale::c().toString(moment.toUTC(), u"d MMMM yyyy"_s)))
            .means(u"Nobody vouches for it at this time; what it said was not read."_s)
            .todo(u"Renew the certificate. If it is right, set this computer's clock."_s)
            .details(details);
    }
    return Error(Fault::Refused,
                 u"The certificate that %1 shows is for another name: %2."_s.arg(
                     address, placesOf(errors.isEmpty() ? QSslCertificate() : errors.first().certificate())))
        .means(SomebodyElse)
        .todo(
            u"Correct the address in the environment if the far side goes by that name; or have a certificate made for this one."_s)
        .details(details);
}

} // namespace shuttler::net
