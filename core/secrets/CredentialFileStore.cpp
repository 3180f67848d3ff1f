// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/CredentialFileStore.h"

#include "core/base/Files.h"

#include <QFileInfo>

namespace shuttler {

using namespace Qt::StringLiterals;

QString CredentialFileStore::describe() const
{
    return u"the credentials in %1"_s.arg(m_folder);
}

Result<std::shared_ptr<const Secret>> CredentialFileStore::read(const QString &name, Job &job)
{
    if (Outcome wanted = job.checkStop(); !wanted)
        return std::move(wanted).error();
    const QString path = m_folder + u'/' + QString(name).replace(u'/', u'.');
    const QFileInfo file(path);
    if (name.isEmpty() || !file.isFile())
        return Error(Fault::NotFound, u"There is no credential \"%1\" in %2."_s.arg(name, m_folder))
            .means(u"What needs it cannot be asked."_s)
            .todo(u"Give it to the program: LoadCredentialEncrypted= in its systemd unit, or a file of that name with mode 0600."_s);
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther
        | QFileDevice::WriteOther;
    if (file.permissions() & others)
        return Error(Fault::Refused, u"The credential file %1 is open to others than its owner."_s.arg(path))
            .means(u"It was not used, because somebody else may have read or changed it."_s)
            .todo(u"Take the others' rights away (chmod 600), and replace the credential if somebody may have read it."_s);
    Result<QByteArray> plain = readWholeFile(path);
    if (!plain)
        return std::move(plain).error();
    while (plain->endsWith('\n') || plain->endsWith('\r'))
        plain->chop(1);
    return std::make_shared<const Secret>(*std::move(plain));
}

static Error readOnly(const QString &folder)
{
    return Error(Fault::Refused, u"The credentials in %1 are not kept by this program."_s.arg(folder))
        .means(u"Nothing was changed."_s)
        .todo(u"Change them where they come from: the systemd unit that starts the program."_s);
}

Outcome CredentialFileStore::write(const QString &, const Secret &, Job &)
{
    return readOnly(m_folder);
}

Outcome CredentialFileStore::forget(const QString &, Job &)
{
    return readOnly(m_folder);
}

} // namespace shuttler
