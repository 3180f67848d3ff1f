// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QStringList>

namespace shuttler::ui {

/// Splits a command line as a person writes it into program and arguments: blanks part, quotes keep together. There is no shell:
/// nothing in it is expanded. Fault::BadInput when a quote is not closed or the program is not an absolute path.
Result<QStringList> wordsOfCommand(const QString &line);
/// The way back: what needs it in quotes.
QString lineOfCommand(const QStringList &words);

/// What is wrong with what stands in one field, as a sentence that says how to write it; empty: nothing. None is asked of an empty field.
namespace rule {

QString notBlank(const QString &text);
QString oneWord(const QString &text);
QString wholePath(const QString &text);
QString httpsAddress(const QString &text);
QString webAddress(const QString &text);
QString port(const QString &text);
QString days(const QString &text);
QString awsRegion(const QString &text);
QString awsAccessKey(const QString &text);
QString awsRole(const QString &text);
QString awsDevice(const QString &text); ///< Serial number or ARN.
QString awsName(const QString &text);   ///< Of a secret or a parameter, or its ARN.
QString deviceCode(const QString &text);
QString securityGroups(const QString &text);
QString instanceClass(const QString &text);
QString hostedZone(const QString &text);
QString dnsName(const QString &text);
QString base64(const QString &text);
QString seconds(const QString &text);
QString renderHolder(const QString &text);
QString renderServices(const QString &text); ///< With commas between.
QString railwayPlace(const QString &text);   ///< "project/environment"
QString commandLine(const QString &text);
QString environmentName(const QString &text);

} // namespace rule
} // namespace shuttler::ui
