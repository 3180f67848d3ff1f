// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/ObjectStore.h"
#include "core/domain/Baseline.h"
#include "core/dumps/DumpName.h"
#include "core/dumps/Stage.h"

namespace shuttler::dumps {

/// What is known of a dump, and the thing that makes it one: it is written last, once the dump was read back from the store and found
/// whole.
struct DumpManifest {
    EnvironmentName environment;
    DumpName name = DumpName::at({});
    QString key;              ///< Of the dump in the store.
    QString instance;         ///< The server it came from, as its provider calls it; empty where it has no such name.
    DumpFormat format = DumpFormat::Custom;
    Instant takenAt;          ///< The moment it shows, by the server's clock, to the microsecond.
    QString serverVersion;    ///< "15.8"
    QString pgDumpVersion;    ///< "15.20": an archive is read by programs of this major or a newer one.
    QString zstdVersion;      ///< "1.5.4"
    QString keyId;            ///< Of the key it is encrypted with (DumpKey::id); empty when it is not.
    Measure plain;            ///< What pg_dump wrote.
    Measure compressed;       ///< That, by zstd.
    Measure stored;           ///< What lies in the store: the same again unless it is encrypted.
    qint64 entries = 0;       ///< What `pg_restore --list` counts; 0 of SQL.
    QStringList ofExtensions; ///< Tables that an extension makes, by schema and name: in the baseline, but not in the dump.
    Instant readBackAt;       ///< When it was read back and found whole.
    Baseline baseline;        ///< Of the same moment: the same snapshot.

    bool isEncrypted() const { return !keyId.isEmpty(); }
    int serverMajor() const { return serverVersion.section(u'.', 0, 0).toInt(); }
    int pgDumpMajor() const { return pgDumpVersion.section(u'.', 0, 0).toInt(); }
};

constexpr int ManifestFormat = 1; ///< Changes when a reader of the old one would misunderstand the new one.

/// JSON for people and programs, with a digest of everything in it.
QByteArray toBytes(const DumpManifest &manifest);
/// Fault::Corrupt for anything that is not wholly understood: cut off, changed, of another format, with a part missing.
Result<DumpManifest> manifestFromBytes(const QByteArray &bytes);

/// The manifest of one dump. Fault::NotFound where there is none, Fault::Corrupt where it is not to be believed.
Result<DumpManifest> readManifest(archive::ObjectStore &store, const EnvironmentName &environment, const DumpName &name, Job &job);

} // namespace shuttler::dumps
