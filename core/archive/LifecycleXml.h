// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/Lifecycle.h"

#include <QStringList>

class QXmlStreamReader;

namespace shuttler::archive {

/// The rule whose element has just begun; reads to its end. What is not known in it shows as `hasMore`.
LifecycleRule readRule(QXmlStreamReader &reader);

/// Every name and every text of a piece of XML, in order, however it is laid out.
QStringList wordsOf(const QByteArray &xml);

} // namespace shuttler::archive
