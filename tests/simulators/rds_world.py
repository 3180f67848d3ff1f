# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""What there is in the simulated RDS account: instances with their states over time, snapshots, automated backups, events."""

import collections
import concurrent.futures
import copy
import dataclasses
import datetime
import random
import string
import threading
import typing

from authority import ADDRESSES
from clusters import Cluster, free_port, utc_now

REGION, ACCOUNT = "eu-central-1", "123456789012"
# Simulated seconds; whatever really takes longer (pgBackRest, PostgreSQL) is waited for as well.
LASTS = {"creating": 300, "modifying": 30, "backing-up": 240, "renaming": 60, "rebooting": 30, "deleting": 60, "starting": 60,
         "stopping": 60, "resetting-master-credentials": 30, "snapshot": 120}
USABLE = {"available", "backing-up", "storage-optimization", "modifying"}
SECOND = datetime.timedelta(seconds=1)


class ApiError(Exception):
    """An error of AWS's own: HTTP status, code as on the wire, message."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclasses.dataclass
class Phase:
    """A status that lasts some simulated seconds, and at least until its work is done; then `after` happens."""
    status: str
    seconds: float
    work: typing.Optional[typing.Callable] = None
    after: typing.Optional[typing.Callable] = None
    began: typing.Optional[float] = None
    future: typing.Optional[concurrent.futures.Future] = None


class Instance:
    """One DB instance. `settings` are the members of RDS's DBInstance that do not depend on its state."""

    def __init__(self, name, settings, tags, cluster=None):
        self.name, self.settings, self.tags, self.cluster = name, settings, dict(tags), cluster
        self.resource_id = "db-" + "".join(random.choices(string.ascii_uppercase + "234567", k=26))
        self.created = utc_now()
        self.rests_as = "available"
        self.phases = collections.deque()
        self.pending = {}
        self.automated = None  # Its AutomatedBackup while retention is above 0.
        self.secret = None
        self.hidden_looks = 0

    @property
    def status(self):
        return self.phases[0].status if self.phases else self.rests_as

    @property
    def arn(self):
        return arn("db", self.name)


@dataclasses.dataclass
class Snapshot:
    name: str
    type: str
    instance_name: str
    resource_id: str
    settings: dict
    instance_created: datetime.datetime
    tags: dict
    archive: object = None
    backup: object = None
    created: datetime.datetime = None
    status: str = "creating"
    hidden_looks: int = 0
    began: float = 0.0

    @property
    def arn(self):
        return arn("snapshot", self.name)


@dataclasses.dataclass
class AutomatedBackup:
    """`instance_name` and `settings` are those of the instance when it was deleted, once `retained`."""
    id: str
    archive: object
    instance: Instance
    retained: bool = False
    retention: int = 0


def arn(kind, name):
    return f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:{name}"


class World:
    """Everything, and the time that passes over it. Every use is under `lock`; `settle` first."""

    def __init__(self, clock, clusters, one_port=False):
        self.clock, self.clusters = clock, clusters
        self._one_port = free_port() if one_port else None
        self.lock = threading.RLock()
        self.instances, self.snapshots, self.automated, self.events = [], {}, [], []
        self.options = {"eventual": 0, "partial": False, "unknownStatus": "", "shipEvery": 1.0, "deny": [], "expired": False,
                        "pendingReboot": False, "rollout": "completes", "changeLasts": 45}
        self._places = {}
        self._workers = concurrent.futures.ThreadPoolExecutor(2, "work")

    # --- Time

    def settle(self):
        """Lets happen what is due."""
        for instance in list(self.instances):
            while instance.phases and self._is_over(instance, instance.phases[0]):
                self._end(instance, instance.phases.popleft())

    def _is_over(self, instance, phase):
        if phase.began is None:
            phase.began = self.clock.now()
            phase.future = self._workers.submit(phase.work) if phase.work else None
        if self.clock.now() < phase.began + phase.seconds:
            return False
        return phase.future is None or phase.future.done()

    def _end(self, instance, phase):
        problem = phase.future.exception() if phase.future else None
        if problem:
            instance.phases.clear()
            instance.rests_as = {"creating": "restore-error", "backing-up": "available"}.get(phase.status, "failed")
            self.event(instance.name, "db-instance", "failure", f"{phase.status} failed: {problem}")
        elif phase.after:
            phase.after(phase.future.result() if phase.future else None)

    def phase(self, instance, status, work=None, after=None, seconds=None):
        """Appends a status to what lies ahead of an instance; the first begins at once."""
        phase = Phase(status, LASTS[status] if seconds is None else seconds, work, after)
        instance.phases.append(phase)
        if len(instance.phases) == 1:
            self._is_over(instance, phase)

    def submit(self, work, done):
        """Work beside the instances' own; `done(result, problem)` follows under the lock."""
        def run():
            result, problem = None, None
            try:
                result = work()
            except Exception as failure:
                problem = failure
            with self.lock:
                done(result, problem)
        self._workers.submit(run)

    def close(self):
        self._workers.shutdown(wait=True, cancel_futures=True)

    # --- Finding

    def instance(self, name):
        """By name or ARN; DBInstanceNotFound. Not one that is being renamed: neither of its names is known then."""
        wanted = name.lower().removeprefix(arn("db", ""))
        for instance in self.instances:
            if instance.name == wanted and instance.status != "renaming":
                return instance
        raise ApiError(404, "DBInstanceNotFound", f"DBInstance {wanted} not found.")

    def snapshot(self, name):
        found = self.snapshots.get(name.removeprefix(arn("snapshot", "")).lower())
        if found is None:
            raise ApiError(404, "DBSnapshotNotFound", f"DBSnapshot {name} not found.")
        return found

    def resource(self, name):
        """Whatever an ARN names, to be tagged."""
        for each in [*self.instances, *self.snapshots.values()]:
            if each.arn == name:
                return each
        kind = "DBSnapshotNotFound" if ":snapshot:" in name else "DBInstanceNotFound"
        raise ApiError(404, kind, f"Could not find a resource matching the requested ARN: {name}")

    def visible(self, things):
        """Those that have spread to where we look: with eventual consistency a new thing is missing from the first looks."""
        seen = []
        for each in things:
            if each.hidden_looks > 0:
                each.hidden_looks -= 1
            else:
                seen.append(each)
        return seen

    # --- Changing

    def add(self, instance):
        name = instance.name
        if any(each.name == name for each in self.instances):
            raise ApiError(400, "DBInstanceAlreadyExists", f"DB instance already exists: {name}")
        instance.hidden_looks = int(self.options["eventual"])
        self.instances.append(instance)
        return instance

    def place_of(self, name):
        """(port, host). A name's place stays its own, so that what points at it finds whoever bears the name. With one port for all it
        is the address that differs, as a record in DNS needs it."""
        if name not in self._places:
            self._places[name] = (self._one_port, ADDRESSES[len(self._places)]) if self._one_port else (free_port(), Cluster.host)
        return self._places[name]

    def adopt(self, instance, cluster):
        """A restored server becomes the instance's, at its name's port."""
        instance.cluster = cluster
        self.event(instance.name, "db-instance", "creation", "DB instance created")

    def begin_automated_backups(self, instance):
        """Lets the first backup be taken; from then on the instance can be restored to a moment."""
        def work():
            return instance.cluster.protect().backup()

        def after(backup):
            automated = AutomatedBackup(f"ab-{instance.resource_id[3:].lower()}", instance.cluster.archive, instance)
            instance.automated = automated
            self.automated.append(automated)
            self.add_automated_snapshot(instance, backup)
            self.event(instance.name, "db-instance", "backup", "Finished DB instance backup")

        self.event(instance.name, "db-instance", "backup", "Backing up DB instance")
        self.phase(instance, "backing-up", work, after)

    def end_automated_backups(self, instance, retain=False):
        """They go at once, and their snapshots with them; or stay without the instance."""
        if instance.automated and retain:
            instance.automated.retained = True
            instance.automated.retention = instance.settings["BackupRetentionPeriod"]
        elif instance.automated:
            self.automated.remove(instance.automated)
            for each in [each for each in self.snapshots.values()
                         if each.type == "automated" and each.resource_id == instance.resource_id]:
                del self.snapshots[each.name]
        instance.automated = None

    def add_automated_snapshot(self, instance, backup):
        name = f"rds:{instance.name}-{backup.started:%Y-%m-%d-%H-%M}"
        while name in self.snapshots:  # Two within a minute happen only here.
            name += "-1"
        made = self.new_snapshot(name, "automated", instance)
        self.finish_snapshot(made, instance.cluster.archive, backup)

    def new_snapshot(self, name, kind, instance, tags=()):
        if name in self.snapshots:
            raise ApiError(400, "DBSnapshotAlreadyExists", f"Cannot create the snapshot because a snapshot with the identifier {name} already exists.")
        made = Snapshot(name, kind, instance.name, instance.resource_id, dict(instance.settings), instance.created, dict(tags),
                        hidden_looks=int(self.options["eventual"]), began=self.clock.now())
        self.snapshots[name] = made
        return made

    def finish_snapshot(self, snapshot, archive, backup):
        snapshot.archive, snapshot.backup = archive, backup
        snapshot.created, snapshot.status = backup.finished, "available"

    def rename(self, instance, name):
        self.event(instance.name, "db-instance", "configuration change", f"Renamed instance to {name}")
        instance.name = name

    def remove(self, instance):
        self.instances.remove(instance)
        self.event(instance.name, "db-instance", "deletion", "DB instance deleted")

    def event(self, name, kind, category, message):
        self.events.append({"SourceIdentifier": name, "SourceType": kind, "Message": message, "EventCategories": [category],
                            "Date": utc_now(), "SourceArn": arn("db", name)})

    def reset(self, source, automated, settings, tags):
        """There is only the source again, with the backup that it was born with; for standing servers, where nothing is lost by it."""
        source.phases.clear()
        source.pending.clear()
        source.rests_as = "available"
        source.settings, source.tags = copy.deepcopy(settings), dict(tags)
        source.automated, automated.retained = automated, False
        source.cluster.start()
        self.instances, self.automated = [source], [automated]
        self.snapshots = {name: each for name, each in self.snapshots.items()
                          if each.type == "automated" and each.resource_id == source.resource_id}
        self.events = []

    # --- Windows

    def window(self, automated):
        """(earliest, latest) in whole seconds, as far as there is one. What was committed is shipped every `shipEvery` seconds."""
        archive, instance = automated.archive, automated.instance
        if archive.earliest is None:
            return None, None
        due = utc_now() - archive.newest > datetime.timedelta(seconds=self.options["shipEvery"])
        if due and not automated.retained and instance.cluster.is_running and instance.status in USABLE:
            archive.ship()
        return ceiling(archive.earliest), archive.newest.replace(microsecond=0)


def ceiling(moment):
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + SECOND
