// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QFileDevice>
#include <QString>

namespace shuttler {

/// Replaces `path` by `content` so that a reader, and a crash, see the old file or the new one and nothing between:
/// temporary file beside it, fsync, rename, fsync of the directory. Keeps mode and owner of the old file; a new one gets `mode`.
Outcome writeFileAtomically(const QString &path, const QByteArray &content,
                            QFileDevice::Permissions mode = QFileDevice::ReadOwner | QFileDevice::WriteOwner);

/// What a file called `name` is called while `writeFileAtomically` writes it; a crash can leave that behind, and the next write goes over
/// it.
QString nameWhileWritten(const QString &name);

/// The whole file. Fault::NotFound when it is not there, Fault::Refused when it may not be read.
Result<QByteArray> readWholeFile(const QString &path);

} // namespace shuttler
