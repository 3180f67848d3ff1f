# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Clusters for sweeps, where a restore has to take no time: `--standing`.

A sweep restores hundreds of times, once per call and kind of failure. There every source is a real server, and every copy of it is
one and the same second real server, restored by pgBackRest once, at the start. Connecting, verifying and DATABASE_URL are real;
restoring to another moment, taking a backup, stopping and destroying are only noted. That a restored database holds what it should
is shown elsewhere, with `Clusters`: here it is only looked at who made, kept, changed or destroyed what.
"""

import os

from archive import Backup, utc_now
from clusters import Clusters


def clusters_for(options, directory, authority, now=utc_now):
    """What the simulator's options ask for; what is noted is of the moment `now()`."""
    return StandingClusters(directory, authority, now) if options.standing else Clusters(directory, authority)


class StandingClusters(Clusters):
    """As Clusters, but what it gives are parts played by standing servers."""

    def __init__(self, directory, authority, now):
        super().__init__(directory, authority)
        self._now, self._copies = now, {}

    def make_source(self, database, owner, password, academy="small"):
        source = super().make_source(database, owner, password, academy)
        archive = source.protect()
        copy = super().restore(archive, archive.backup())
        self._copies[source.name] = self._copies[copy.name] = copy
        source.sql("alter system set archive_command = '/bin/true'")
        source.sql("select pg_reload_conf()")
        return Part(source, archive, self._now)

    def restore(self, archive, to):
        if not isinstance(to, Backup) and (archive.earliest is None or to < archive.earliest):
            raise RuntimeError(f"There is no backup from before {to}.")
        return Part(self._copies[archive.source], archive.repository, self._now)


class Part:
    """A server's part, played by a standing one: as Cluster. Where it listens is the standing one's, whatever is asked for.
    `repository` is the one real Archive."""

    host = "localhost"

    def __init__(self, real, repository, now):
        self._real, self._repository, self._now, self.archive, self.is_running = real, repository, now, None, True
        self.name, self.database, self.owner, self.port = real.name, real.database, real.owner, real.port
        self.sql, self.set_password, self.sessions = real.sql, real.set_password, real.sessions

    def start(self, port=None, host=None):
        self.is_running = True

    restart = start

    def stop(self):
        self.is_running = False

    destroy = stop

    def protect(self):
        if self.archive is None:
            self.archive = NotedArchive(self, self._repository, self._now)
        return self.archive


class NotedArchive:
    """Backups that are only noted: as Archive. Whoever wants to see files sees those of the one real archive."""

    def __init__(self, part, repository, now):
        self.repository, self._now = repository, now
        self._piece = max(repository.folder("archive").rglob("?" * 24 + "-*"), key=lambda path: path.stat().st_mtime)
        self.source, self.stanza, self.database, self.owner = part.name, part.name, part.database, part.owner
        self.backups, self.newest = [], None

    @property
    def earliest(self):
        return min((each.finished for each in self.backups), default=None)

    def folder(self, kind):
        return self.repository.folder(kind)

    def backup(self):
        now = self._now()
        made = Backup(f"noted-{len(self.backups) + 1}", now, now, now, 8 * 1024 * 1024)
        self.backups.append(made)
        self.ship()
        return made

    def ship(self):
        return self.reach(self._now())

    def reach(self, moment):
        """As if the newest piece of the log had come at this moment, and none since."""
        os.utime(self._piece, (moment.timestamp(),) * 2)
        self.newest = moment
        return moment

    def forget(self, backup):
        self.backups.remove(backup)
