# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The databases of a simulated Railway project: how they are made, backed up, restored into a sibling and put back in place."""

import datetime
import secrets
import time

from clusters import PATIENCE
from railway_bucket import Archivers, Bucket
from railway_snapshots import NotedSnapshots, Snapshots
from railway_things import DATABASE_PORT, Backup, Denied, Deployment, Proxy, Service, new_id, postgres_variables
from standing import StandingClusters

IMAGE = "ghcr.io/railwayapp-templates/postgres-ssl:{major}"
DATABASE, OWNER = "railway", "academy_owner"
MAKING, DEPLOYING, SNAPSHOT = 10, 20, 15  # simulated seconds
HANDED_ON = 2  # real seconds from a change until its piece of the log is in the bucket, at most: archive_timeout
KEPT = {"DAILY": 6, "WEEKLY": 30, "MONTHLY": 90}  # days
CRONS = {"DAILY": "0 3 * * *", "WEEKLY": "0 3 * * 0", "MONTHLY": "0 3 1 * *"}


class Databases:
    """What a Project does with its databases. `premature`: a restored service counts as deployed while its server still replays, and
    answers read-only from the base backup (images until August 2026 did)."""

    def __init__(self, project, clusters, pace, hide, premature):
        self._project, self._clusters, self._pace, self._hide, self._premature = project, clusters, pace, hide, premature
        self.buckets = []
        is_standing = isinstance(clusters, StandingClusters)
        self._snapshots = NotedSnapshots() if is_standing else Snapshots(clusters)
        self.archivers = Archivers(None if is_standing else HANDED_ON, self._archiving)

    def close(self):
        self.archivers.close()
        self._snapshots.close()

    # --- Making

    def first(self, academy, recovers):
        """The database that is there from the beginning, deployed, with a proxy and one snapshot."""
        password = self._hide(secrets.token_urlsafe(18))
        cluster = self._clusters.make_source(DATABASE, OWNER, password, academy)
        service = Service(new_id(), "Postgres", self._pace.now(), IMAGE.format(major=self._clusters.programs.folder.parent.name),
                          postgres_variables(OWNER, password, DATABASE, {"POSTGRES_ARCHIVE_TIMEOUT": str(HANDED_ON)}))
        service.volume = self._project.add_volume("postgres-volume", service, cluster)
        if recovers:
            service.variables |= self._archiving_variables()
            self.start_archiving(service)
        id = new_id()
        moment, size = self._snapshots.take(cluster, id)
        service.volume.backups.append(Backup(id, "first", moment, None, None, size))
        service.deployments.append(Deployment(new_id(), service, self._pace.now(), self._pace.course("SUCCESS"), "SUCCESS"))
        service.proxies.append(Proxy(new_id(), DATABASE_PORT, self._pace.course("ACTIVE")))
        return service

    def new_database(self):
        """An empty Postgres, as the template makes it."""
        workflow = self._project.begin_workflow()
        self._pace.put(workflow.id, self._make, workflow)
        return workflow

    def _make(self, workflow):
        if not self._pace.wait(MAKING):
            return
        password = self._hide(secrets.token_urlsafe(18))
        made = Service(new_id(), f"Postgres-{secrets.token_hex(2)}", self._pace.now(), self._project.source.image,
                       postgres_variables("postgres_owner", password, DATABASE, {}))
        made.volume = self._project.add_volume(f"{made.name.lower()}-volume", made)
        deployment = self._project.add_service(made)
        workflow.is_done = True
        made.volume.cluster = self._clusters.make_source(DATABASE, "postgres_owner", password, None)
        if self._pace.wait(DEPLOYING):
            deployment.ended("SUCCESS", self._pace.now())

    # --- Point-in-time recovery

    def enable_recovery(self, service):
        """Stages what makes a database archive; it takes effect, with a restart, when that is committed."""
        given = {name: {"value": value} for name, value in self._archiving_variables().items()}
        self._project.stage({"services": {service.id: {"variables": given}}}, merge=True)
        workflow = self._project.begin_workflow()
        workflow.is_done = True
        return workflow

    def start_archiving(self, service):
        """Once its server runs with a bucket in its variables: it hands on its log, and the first full backup is taken."""
        bucket = self._bucket_of(service)
        if bucket and not bucket.archive:
            bucket.belongs_to(service.cluster)
            bucket.archive.backup()

    def restore_to(self, instance, moment, name):
        """The order for a sibling. The project's other services notice nothing."""
        source = self._project.volume_instance(instance).service
        bucket = self._bucket_of(source) if source else None
        if not bucket or not bucket.archive or not bucket.archive.backups:
            raise ValueError("Point-in-time recovery is not enabled for this database, or no base backup has been taken yet")
        if moment < bucket.archive.earliest:
            raise ValueError("targetTimestamp is before the first full backup")
        if moment > bucket.newest():
            raise ValueError("targetTimestamp is later than the last archived WAL")
        name = name or f"{source.name}-restored-{self._pace.now():%Y%m%d-%H%M}"
        workflow = self._project.begin_workflow()
        self._pace.put(workflow.id, self._restore, workflow, source, bucket, moment, name)
        return workflow

    def _restore(self, workflow, source, bucket, moment, name):
        if not self._pace.wait(MAKING):
            return
        copied = {key: value for key, value in source.variables.items() if not key.startswith("WAL_ARCHIVE_")}
        made = Service(new_id(), name, self._pace.now(), source.image, {
            **copied, "WAL_RECOVER_FROM_BUCKET": bucket.name, "POSTGRES_RECOVERY_TARGET_TIME": moment.isoformat()})
        made.volume = self._project.add_volume(f"{name}-volume", made)
        deployment = self._project.add_service(made)
        workflow.is_done = True  # The order is carried out; the server is only starting.
        self._pace.put(made.id, self._first_boot, made, deployment, bucket.archive, moment)

    def _first_boot(self, made, deployment, archive, moment):
        try:
            early = self._boot_early(made, deployment, archive) if self._premature else None
            cluster = self._clusters.restore(archive, moment)
        except RuntimeError:  # Beyond the last commit in the log, for one.
            deployment.ended("CRASHED", self._pace.now())
            raise
        made.volume.cluster = cluster
        if early:
            early.destroy()
            cluster.restart(early.port)
        if made.volume.deleted:
            cluster.destroy()
        elif self._pace.wait(DEPLOYING):
            deployment.ended("SUCCESS", self._pace.now())

    def _boot_early(self, made, deployment, archive):
        """The base backup as a hot standby that is deployed and has not replayed yet."""
        early = made.volume.cluster = self._clusters.restore(archive, archive.backups[0])
        become_standby(early)
        deployment.ended("SUCCESS", self._pace.now())
        self._pace.wait(DEPLOYING)
        return early

    def _archiving_variables(self):
        self.buckets.append(Bucket(self._hide))
        return {"WAL_ARCHIVE_BUCKET": self.buckets[-1].name, "WAL_BACKUP_RETENTION_FULL": "4"}

    def _bucket_of(self, service):
        return next((one for one in self.buckets if one.name == service.variables.get("WAL_ARCHIVE_BUCKET")), None)

    def _archiving(self):
        """The running servers with a bucket that their backups have begun in."""
        return [one.cluster for one in list(self._project.services.values())
                if one.cluster and one.cluster.is_running and one.cluster.archive and one.cluster.archive.backups]

    # --- Snapshots

    def backup(self, instance, id):
        volume = self._project.volume_instance(instance)
        found = [one for one in volume.backups if one.id == id]
        if not found:
            raise Denied()
        return volume, found[0]

    def create_backup(self, instance, name):
        volume, workflow = self._project.volume_instance(instance), self._project.begin_workflow()
        self._pace.put(volume.id, self._back_up, workflow, volume, name)
        return workflow

    def delete_backup(self, instance, id):
        volume, backup = self.backup(instance, id)
        workflow = self._project.begin_workflow()
        volume.backups.remove(backup)
        self.drop(backup)
        workflow.is_done = True
        return workflow

    def drop(self, backup):
        self._snapshots.drop(backup.id)

    def lock_backup(self, instance, id):
        self.backup(instance, id)[1].expires = None

    def schedule(self, instance, kinds):
        self._project.volume_instance(instance).schedules = [
            {"id": new_id(), "kind": kind, "name": kind.capitalize(), "cron": CRONS[kind], "createdAt": self._pace.now().isoformat(),
             "retentionSeconds": KEPT[kind] * 86400} for kind in kinds]

    def restore_in_place(self, instance, id):
        """Copies a snapshot into a new volume and stages its swap on the same service; newer snapshots go."""
        volume, backup = self.backup(instance, id)
        workflow = self._project.begin_workflow()
        self._pace.put(volume.id, self._copy_snapshot, workflow, volume, backup)
        return workflow

    def mount(self, service, mounts):
        """Swaps the volume of a service for another one."""
        [id] = mounts
        old, fresh = service.volume, self._project.volumes[id]

        def swap():
            old.cluster.stop()
            fresh.cluster.start(old.cluster.port)
            old.service, fresh.service, service.volume = None, service, fresh
        self._pace.put(service.id, swap)

    def _back_up(self, workflow, volume, name):
        try:
            if self._pace.wait(SNAPSHOT):
                id = new_id()
                moment, size = self._snapshots.take(volume.cluster, id)
                volume.backups.append(Backup(id, name, moment, moment + datetime.timedelta(days=21), None, size))
                workflow.is_done = True
        except RuntimeError as error:
            workflow.error = str(error)

    def _copy_snapshot(self, workflow, volume, backup):
        try:
            if self._pace.wait(SNAPSHOT):
                fresh = self._project.add_volume(f"{volume.name}-copy", None, self._snapshots.revive(backup.id, volume.cluster))
                volume.backups = [one for one in volume.backups if one.created <= backup.created]
                self._project.stage({"services": {volume.service.id: {"volumeMounts": {
                    fresh.id: {"mountPath": "/var/lib/postgresql/data"}}}}}, merge=True)
                workflow.is_done = True
        except RuntimeError as error:
            workflow.error = str(error)


def become_standby(cluster):
    """Has a server answer read-only, in recovery, as one does that has not replayed to its target."""
    cluster.stop()
    with open(cluster._data / "postgresql.auto.conf", "a") as automatic:
        automatic.write("hot_standby = on\nrecovery_target = ''\nrecovery_target_action = 'pause'\nrestore_command = ''\n")
    cluster._programs.file_at(cluster._data / "standby.signal", "")
    cluster._server = cluster._programs.launch("postgres", "-D", cluster._data, "-p", str(cluster.port), log=cluster._log)
    until = time.monotonic() + PATIENCE
    while cluster._state() != "ready":
        if time.monotonic() > until:
            raise RuntimeError("the standby did not open")
        time.sleep(0.02)
