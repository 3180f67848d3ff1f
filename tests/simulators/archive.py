# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The backups and the log of one server, as pgBackRest keeps them."""

import dataclasses
import datetime
import json
import threading
import time

from programs import BACKREST

PATIENCE = 120  # Seconds until something that should happen by itself is given up.
BACKREST_SETTINGS = """
[global]
repo1-path={root}/repository
repo1-bundle=y
repo1-retention-full=9999999
lock-path={root}/lock/{stanza}
spool-path={root}/spool
log-path={root}/log
log-level-file=off
log-level-console=warn
compress-type=lz4
start-fast=y
expire-auto=n
job-retry=0
archive-timeout=60

[{stanza}]
pg1-path={data}
pg1-port={port}
pg1-socket-path={sockets}
pg1-user=postgres
"""


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc)


@dataclasses.dataclass(frozen=True)
class Backup:
    """A full backup. Restored, it brings back all that was committed at `contains` and a second more at most; moments from
    `finished` on can be restored with it and the log."""
    label: str
    started: datetime.datetime
    contains: datetime.datetime
    finished: datetime.datetime
    size: int  # bytes of the database


class Archive:
    """The backups and the log of one server; outlives it. `newest` is the moment until which everything was shipped so far."""

    def __init__(self, clusters, cluster):
        self.stanza, self.database, self.owner = cluster.name, cluster.database, cluster.owner
        self.backups = []
        self.newest = None
        self._clusters, self._programs, self._cluster = clusters, clusters.programs, cluster
        self._config = clusters.root / "stanzas" / f"{self.stanza}.conf"
        self._push = f"{BACKREST} --config={self._config} --stanza={self.stanza} archive-push %p"
        self._lock = threading.RLock()

    @property
    def earliest(self):
        """The first moment that can be restored; None without a backup."""
        return min((each.finished for each in self.backups), default=None)

    def folder(self, kind):
        """Where pgBackRest keeps the "backup"s, or the log ("archive")."""
        return self._clusters.root / "repository" / kind / self.stanza

    def backup(self):
        """Takes a full backup of the running server."""
        with self._lock:
            self._backrest("backup", "--type=full")
            [stanza] = json.loads(self._backrest("info", "--output=json"))
            taken = stanza["backup"][-1]
            # In whole seconds, and the log ended a moment before the backup did.
            started, stopped = (datetime.datetime.fromtimestamp(taken["timestamp"][key], datetime.timezone.utc)
                                for key in ("start", "stop"))
            contains = max(started, stopped - datetime.timedelta(seconds=1))
            made = Backup(taken["label"], started, contains, utc_now(), taken["info"]["size"])
            self.backups.append(made)
            self.ship()
            return made

    def ship(self):
        """Sees to it that all that is committed now is archived; the moment until which that is true."""
        with self._lock:
            moment = utc_now()
            # A time can be restored to once something later is in the archive, so something later has to happen.
            segment = self._cluster.sql("begin; select pg_current_xact_id() \\g /dev/null\ncommit;"
                                        "select pg_walfile_name(pg_switch_wal());", "postgres")
            self._wait_until_archived(segment)
            self.newest = moment
            return moment

    def forget(self, backup):
        """Removes one backup."""
        with self._lock:
            self._backrest("expire", f"--set={backup.label}")
            self.backups.remove(backup)

    def _backup_before(self, moment):
        earlier = [each for each in self.backups if each.finished <= moment]
        if not earlier:
            raise RuntimeError(f"{self.stanza} has no backup from before {moment}.")
        return max(earlier, key=lambda each: each.finished)

    def _create(self):
        self._programs.folder_at(self._clusters.root / "lock" / self.stanza)
        self._configure(self._cluster)
        self._backrest("stanza-create")

    def _configure(self, cluster):
        self._programs.file_at(self._config, BACKREST_SETTINGS.format(
            root=self._clusters.root, stanza=self.stanza, data=cluster._data, port=cluster.port,
            sockets=cluster.sockets))

    def _wait_until_archived(self, segment):
        """The server marks a segment that is full as ready, until it is archived. Its own word would take a session for each look."""
        marks = self._cluster._data / "pg_wal" / "archive_status"
        given_up = time.monotonic() + PATIENCE
        while any(mark.stem <= segment for mark in marks.glob("*.ready")):
            if time.monotonic() > given_up:
                raise RuntimeError(f"{segment} of {self.stanza} was not archived.")
            time.sleep(0.01)

    def _backrest(self, *arguments):
        return self._programs.run(BACKREST, f"--config={self._config}", f"--stanza={self.stanza}", *arguments)
