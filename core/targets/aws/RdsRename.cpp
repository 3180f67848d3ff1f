// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/RdsRename.h"

#include "core/providers/TaggedName.h"
#include "core/providers/aws/RdsStatus.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace aws;

RdsRenameTarget::RdsRenameTarget(std::unique_ptr<ConnectionTarget> url, InstanceId serving, RdsSettings settings, AwsClients clients,
                                 SecretStore &secrets)
    : m_url(std::move(url))
    , m_serving(std::move(serving))
    , m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_site(m_settings, clients, m_secrets)
    , m_book(m_secrets)
{}

QString RdsRenameTarget::describe() const
{
    return u"the instance at RDS that has the name in %1"_s.arg(m_url->describe());
}

Outcome RdsRenameTarget::check(Job &job)
{
    Result<DatabaseUrl> url = m_url->read(job);
    if (!url)
        return std::move(url).error();
    Result<DbInstance> old = instanceAt(*url, job);
    if (!old)
        return std::move(old).error();
    if (m_serving.toString() == old->name)
        return Error(Fault::Refused, u"The environment knows its instance as %1, the very name that is to move."_s.arg(old->name))
            .means(u"After the swap that name would mean the new instance, and the old one could not be told from it. Nothing was changed."_s)
            .todo(u"Write instance = \"%1\" in the environment: its resource id, which no rename changes."_s.arg(old->resourceId));
    Result<QList<DbInstance>> all = m_site.instances(job);
    if (!all)
        return std::move(all).error();
    const QString aside = old->name + u"-old"_s;
    if (std::any_of(all->begin(), all->end(), [&](const DbInstance &one) { return one.name == aside; }))
        return Error(Fault::Refused, u"RDS has an instance %1 already."_s.arg(aside))
            .means(u"The old instance could not step aside under that name. Nothing was changed."_s)
            .todo(u"Rename or destroy the one from an earlier swap first."_s);
    return Done{};
}

Result<DatabaseUrl> RdsRenameTarget::read(Job &job)
{
    Result<DatabaseUrl> url = m_url->read(job);
    if (!url)
        return url;
    Result<NameInUse> use = nameInUse(*url, job);
    if (!use)
        return std::move(use).error();
    Result<std::optional<RenameMove>> move = m_book.read(m_book.present(use->name), job);
    if (!move)
        return std::move(move).error();
    const bool waits = *move && use->bearer != (*move)->newId;
    return waits ? url->movedTo((*move)->host, (*move)->port) : url;
}

Outcome RdsRenameTarget::write(const DatabaseUrl &value, const QString &tag, Job &job)
{
    Result<DatabaseUrl> url = m_url->read(job);
    if (!url)
        return std::move(url).error();
    Result<DbInstance> old = instanceAt(*url, job);
    if (!old)
        return std::move(old).error();
    Result<DbInstance> fresh = instanceAt(value, job);
    if (!fresh)
        return std::move(fresh).error();
    if (TaggedName::read(fresh->name).tag.isEmpty())
        return Error(Fault::Refused, u"%1 cannot be found again once it is renamed."_s.arg(fresh->name))
            .means(u"Only a name that a restore made itself can be told from others afterwards. Nothing was changed."_s)
            .todo(u"Leave the name of the new instance out, so that one is made; or choose another cut-over."_s);
    const RenameMove move{old->name, old->resourceId, old->name + u"-old"_s, fresh->resourceId, fresh->name, value.host(), value.port()};
    Result<std::optional<RenameMove>> kept = m_book.read(m_book.of(tag), job);
    if (!kept)
        return std::move(kept).error();
    if (!*kept)
        if (Outcome keeping = m_book.write(m_book.of(tag), move, job); !keeping)
            return keeping;
    return m_book.write(m_book.present(move.name), move, job);
}

Outcome RdsRenameTarget::putBack(const QString &tag, Job &job)
{
    Result<std::optional<RenameMove>> kept = m_book.read(m_book.of(tag), job);
    if (!kept)
        return std::move(kept).error();
    if (!*kept)
        return Error(Fault::NotFound, u"No earlier name is kept for %1."_s.arg(tag))
            .means(u"The instances were left as they are."_s)
            .todo(u"Rename them in the AWS console if they have to change."_s);
    const RenameMove &move = **kept;
    if (Outcome renamed = renameInstance(m_site, move.newId, move.made, job); !renamed)
        return renamed;
    if (Outcome renamed = renameInstance(m_site, move.oldId, move.name, job); !renamed)
        return renamed;
    return m_book.present(move.name).forget(job);
}

Outcome RdsRenameTarget::forget(const QString &tag, Job &job)
{
    Result<std::optional<RenameMove>> kept = m_book.read(m_book.of(tag), job);
    if (!kept)
        return std::move(kept).error();
    if (!*kept)
        return Done{};
    if (Outcome forgotten = m_book.present((*kept)->name).forget(job); !forgotten)
        return forgotten;
    return m_book.of(tag).forget(job);
}

Result<DbInstance> RdsRenameTarget::instanceAt(const DatabaseUrl &url, Job &job) const
{
    Result<QList<DbInstance>> all = m_site.instances(job);
    if (!all)
        return std::move(all).error();
    for (const DbInstance &one : std::as_const(*all))
        if (one.host == url.host() && one.port == url.port())
            return one;
    return Error(Fault::NotFound, u"No instance at RDS is reached at %1, port %2."_s.arg(url.host()).arg(url.port()))
        .means(u"A swap of names would move no app. Nothing was changed."_s)
        .todo(u"Let DATABASE_URL name the instance's own address at RDS, or choose another cut-over."_s);
}

Result<RdsRenameTarget::NameInUse> RdsRenameTarget::nameInUse(const DatabaseUrl &url, Job &job) const
{
    Result<DbInstance> found = instanceAt(url, job);
    if (found)
        return NameInUse{found->name, found->resourceId};
    if (found.error().fault() != Fault::NotFound)
        return std::move(found).error();
    // Between the two renames nobody has it; its address begins with it.
    Result<std::optional<DbInstance>> serving = m_site.find(m_serving, job);
    if (!serving)
        return std::move(serving).error();
    const QString aside = *serving ? (*serving)->name : QString();
    if (aside.endsWith(u"-old"_s))
        return NameInUse{aside.chopped(4), {}};
    return std::move(found).error();
}

RdsRename::RdsRename(InstanceId serving, RdsSettings settings, AwsClients clients, SecretStore &secrets)
    : m_serving(std::move(serving))
    , m_settings(std::move(settings))
    , m_site(m_settings, clients, secrets)
    , m_book(secrets)
{}

QString RdsRename::describe() const
{
    return u"Rename at RDS: the old instance becomes \"…-old\", the new one gets its name. Both restart, and for some minutes no database "
           "answers there"_s;
}

Outcome RdsRename::check(Job &job)
{
    if (Result<DbInstance> serving = m_site.mustFind(m_serving, job); !serving)
        return std::move(serving).error();
    return Done{};
}

/// So that the name it was made under leads to it for as long as it lives.
Outcome RdsRename::markAsMade(const RenameMove &move, Job &job) const
{
    Result<DbInstance> fresh = m_site.mustFind(InstanceId(move.newId), job);
    if (!fresh)
        return std::move(fresh).error();
    const QString mark = move.made + u' ' + move.newId;
    return tagOf(fresh->tags, MadeAsTag) == mark ? Outcome(Done{})
                                                 : m_site.addTags(*fresh, {{QString::fromUtf16(MadeAsTag), mark}}, job);
}

Outcome RdsRename::run(Job &job)
{
    Result<DbInstance> serving = m_site.mustFind(m_serving, job);
    if (!serving)
        return std::move(serving).error();
    const QString name = serving->name.endsWith(u"-old"_s) ? serving->name.chopped(4) : serving->name;
    Result<std::optional<RenameMove>> move = m_book.read(m_book.present(name), job);
    if (!move)
        return std::move(move).error();
    if (!*move)
        return Done{}; // Nothing is to be swapped, or it was put back.
    if ((*move)->oldId != serving->resourceId)
        return Error(Fault::Refused, u"The swap of names that is kept is one of another instance than %1."_s.arg(m_serving.toString()))
            .means(u"Nothing was renamed."_s)
            .todo(u"Undo the restore and begin it anew."_s);
    if (Outcome marked = markAsMade(**move, job); !marked)
        return marked;
    if (Outcome aside = renameInstance(m_site, (*move)->oldId, (*move)->setAside, job); !aside)
        return aside;
    return renameInstance(m_site, (*move)->newId, (*move)->name, job);
}

} // namespace shuttler
