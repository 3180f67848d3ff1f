# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Railway project at work: databases are real clusters, the app really runs, and everything takes its time."""

import datetime
import secrets
import time

from apps import App
from clusters import PATIENCE, utc_now
from railway_things import (DATABASE_PORT, Backup, Denied, Deployment, Proxy, Service, Variables, Volume, new_id,
                            postgres_variables)

IMAGE = "ghcr.io/railwayapp-templates/postgres-ssl:{major}"
LAG = 1  # until a workflow that was started can be found
MAKING, DEPLOYING, SNAPSHOT, PROXY = 10, 20, 15, 3
KEPT = {"DAILY": 6, "WEEKLY": 30, "MONTHLY": 90}  # days
CRONS = {"DAILY": "0 3 * * *", "WEEKLY": "0 3 * * 0", "MONTHLY": "0 3 1 * *"}


class Workflow:
    """Something under way; `error` and `is_done` are set by who does it."""

    def __init__(self, course):
        self.id, self.course, self.error, self.is_done = new_id(), course, None, False

    def status(self, tick):
        if self.course.at(tick) == "NotFound":
            return "NotFound"
        return "Error" if self.error else "Complete" if self.is_done else "Running"


class Project:
    """One project with one environment. `premature`: a restored service counts as deployed while its server still replays, and
    answers read-only from the base backup (images until August 2026 did)."""

    def __init__(self, clusters, pace, hide, academy="small", recovers=True, premature=False, keeps_volume=True):
        self._clusters, self._pace, self._hide = clusters, pace, hide
        self._premature, self._keeps_volume = premature, keeps_volume
        self.id, self.environment, self.workspace, self.user, self.bucket = (new_id() for _ in range(5))
        self.created = pace.now()
        self.services, self.volumes, self.workflows, self.shared = {}, {}, {}, {}
        self.deleted = []  # ids of services and volumes
        self.staged = {}
        self.source = self._first_database(academy, recovers)
        self.app = self._first_app()

    def close(self):
        for service in self.services.values():
            if service.app:
                service.app.close()

    # --- Finding

    def service(self, id):
        if id not in self.services:
            raise Denied()
        return self.services[id]

    def volume_instance(self, id):
        found = [one for one in self.volumes.values() if one.instance == id]
        if not found:  # The id of a volume is none of an instance.
            raise Denied()
        return found[0]

    def deployment(self, id):
        found = [one for service in self.services.values() for one in service.deployments if one.id == id]
        if not found:
            raise Denied()
        return found[0]

    def variables(self, service, unrendered=False):
        return Variables(self.services.values(), self.shared).of(service, unrendered)

    def url(self, service):
        """Its public address with the password; only while a proxy is open."""
        return self.variables(service)["DATABASE_PUBLIC_URL"] if service.proxies else ""

    # --- Backups and recovery

    def restore_to(self, instance, moment, name):
        volume = self.volume_instance(instance)
        source = volume.service
        archive = volume.cluster.archive if source else None
        if not source or not archive or not source.variables.get("WAL_ARCHIVE_BUCKET"):
            raise ValueError("Point-in-time recovery is not enabled for this database")
        if moment < archive.earliest:
            raise ValueError("targetTimestamp is before the first full backup")
        if moment > max(archive.newest, self._pace.before(60)):
            raise ValueError("targetTimestamp is later than the last archived WAL")
        name = name or f"{source.name}-restored-{self._pace.now():%Y%m%d-%H%M}"
        workflow = self._workflow()
        self._pace.put(workflow.id, self._restore, workflow, source, archive, moment, name)
        return workflow

    def create_backup(self, instance, name):
        volume, workflow = self.volume_instance(instance), self._workflow()
        self._pace.put(volume.id, self._back_up, workflow, volume, name)
        return workflow

    def backup(self, instance, id):
        volume = self.volume_instance(instance)
        found = [one for one in volume.backups if one.id == id]
        if not found:
            raise Denied()
        return volume, found[0]

    def delete_backup(self, instance, id):
        volume, backup = self.backup(instance, id)
        workflow = self._workflow()
        volume.backups.remove(backup)
        workflow.is_done = True
        return workflow

    def lock_backup(self, instance, id):
        self.backup(instance, id)[1].expires = None

    def restore_in_place(self, instance, id):
        """Copies a snapshot into a new volume and stages its swap on the same service; newer snapshots go."""
        volume, backup = self.backup(instance, id)
        workflow = self._workflow()
        self._pace.put(volume.id, self._copy_snapshot, workflow, volume, backup)
        return workflow

    def schedule(self, instance, kinds):
        self.volume_instance(instance).schedules = [
            {"id": new_id(), "kind": kind, "name": kind.capitalize(), "cron": CRONS[kind], "createdAt": self._pace.now().isoformat(),
             "retentionSeconds": KEPT[kind] * 86400} for kind in kinds]

    def enable_recovery(self, service):
        """Stages what makes a database archive; it takes effect, with a restart, when that is committed."""
        self.stage({"services": {service.id: {"variables": {
            "WAL_ARCHIVE_BUCKET": {"value": "pitr-" + secrets.token_hex(4)}, "WAL_BACKUP_RETENTION_FULL": {"value": "4"}}}}}, True)
        workflow = self._workflow()
        workflow.is_done = True
        return workflow

    def new_database(self):
        """An empty Postgres, as the template makes it."""
        workflow = self._workflow()
        self._pace.put(workflow.id, self._make, workflow)
        return workflow

    # --- Variables and deployments

    def set_variables(self, service, variables, skip_deploys, replace=False):
        target = service.variables if service else self.shared
        if replace:
            target.clear()
        target.update(variables)
        if service and not skip_deploys:
            self.deploy(service)

    def deploy(self, service):
        made = Deployment(new_id(), service, self._pace.now(),
                          self._pace.course("INITIALIZING", (1, "BUILDING"), (4, "DEPLOYING")))
        service.deployments.insert(0, made)
        self._pace.put(service.id, self._deploy, made)
        return made

    def remove_deployment(self, id):
        """What runs is stopped; volume and service stay."""
        deployment = self.deployment(id)
        service, deployment.end, deployment.changed = deployment.service, "REMOVED", self._pace.now()
        if all(one.end != "SUCCESS" for one in service.deployments):
            self._pace.put(service.id, service.app.remove if service.app else service.cluster.stop)

    def delete_service(self, id):
        service = self.service(id)
        del self.services[id]
        self.deleted.append(id)
        if service.app:
            service.app.close()
        volume = service.volume
        if volume:
            volume.service = None
            self._pace.put(id, lambda: volume.cluster and volume.cluster.stop())
            if not self._keeps_volume:
                self.delete_volume(volume.id)

    def delete_volume(self, id):
        """Its snapshots go with it, and the data at once."""
        volume = self.volumes.pop(id, None)
        if not volume:
            raise Denied()
        self.deleted.append(id)
        volume.backups.clear()
        volume.deleted = True
        if volume.service:
            volume.service.volume = None
        self._pace.put(id, lambda: volume.cluster and volume.cluster.destroy())

    # --- Staged changes and proxies

    def stage(self, patch, merge):
        self.staged = _merged(self.staged if merge else {}, patch)

    def commit(self, patch, skip_deploys=False):
        """Applies a patch; ValueError for one with something that is not simulated."""
        for id, change in patch.get("services", {}).items():
            service = self.service(id)
            for part, value in change.items():
                if part == "variables":
                    self.set_variables(service, {name: one["value"] for name, one in value.items()}, skip_deploys)
                elif part == "networking" and set(value) == {"tcpProxies"}:
                    for port in value["tcpProxies"]:
                        self.open_proxy(service, int(port))
                elif part == "volumeMounts":
                    self._mount(service, value)
                else:
                    raise ValueError(f"Cannot apply changes of {part}")

    def open_proxy(self, service, port=DATABASE_PORT):
        if port != DATABASE_PORT or not service.volume:
            raise ValueError("Nothing listens there")
        for proxy in service.proxies:
            return proxy
        service.proxies.append(Proxy(new_id(), port, self._pace.course("CREATING", (PROXY, "ACTIVE"))))
        return service.proxies[0]

    def close_proxy(self, id):
        for service in self.services.values():
            if any(one.id == id for one in service.proxies):
                service.proxies.clear()
                return
        raise Denied()

    # --- Behind the scenes

    def _workflow(self):
        made = Workflow(self._pace.course("NotFound", (LAG, "Running")))
        self.workflows[made.id] = made
        return made

    def _volume(self, name, service, cluster=None):
        made = Volume(new_id(), new_id(), name, self._pace.now(), service, cluster)
        self.volumes = {**self.volumes, made.id: made}
        return made

    def _add(self, made):
        """A service made in the background; its first deployment. The dictionary is a new one: others may be reading the old."""
        deployment = Deployment(new_id(), made, self._pace.now(), self._pace.course("INITIALIZING", (2, "DEPLOYING")))
        made.deployments.append(deployment)
        self.services = {**self.services, made.id: made}
        return deployment

    def _first_database(self, academy, recovers):
        password = self._hide(secrets.token_urlsafe(18))
        cluster = self._clusters.make_source("railway", "academy_owner", password, academy)
        archive = {"WAL_ARCHIVE_BUCKET": "pitr-" + secrets.token_hex(4), "WAL_BACKUP_RETENTION_FULL": "4"} if recovers else {}
        service = Service(new_id(), "Postgres", self._pace.now(), IMAGE.format(major=self._clusters.programs.folder.parent.name),
                          postgres_variables("academy_owner", password, "railway", archive))
        service.volume = self._volume("postgres-volume", service, cluster)
        first = cluster.protect().backup()
        service.volume.backups.append(Backup(new_id(), "first", first.finished, None, None, first))
        service.deployments.append(Deployment(new_id(), service, self._pace.now(), self._pace.course("SUCCESS"), "SUCCESS"))
        service.proxies.append(Proxy(new_id(), DATABASE_PORT, self._pace.course("ACTIVE")))
        self.services[service.id] = service
        return service

    def _first_app(self):
        service = Service(new_id(), "academy-app", self._pace.now(), "ghcr.io/academy/app:1",
                          {"DATABASE_URL": "${{Postgres.DATABASE_URL}}", "APP_ENV": "production"},
                          app=App("academy-app", self._resolved))
        self.services[service.id] = service
        deployment = Deployment(new_id(), service, self._pace.now(), self._pace.course("SUCCESS"), "SUCCESS")
        service.deployments.append(deployment)
        if not service.app.deploy(self.variables(service)["DATABASE_URL"], deployment.id):
            raise RuntimeError("The app does not reach its database.")
        return service

    def _resolved(self, host, port):
        """An address as a service in the project sees it."""
        if not host.endswith(".railway.internal"):
            return host, port
        found = [one for one in self.services.values() if one.private_domain == host and one.cluster]
        if not found:
            raise LookupError(f"could not translate host name {host}")
        return found[0].cluster.host, found[0].cluster.port

    def _make(self, workflow):
        if not self._pace.wait(MAKING):
            return
        password = self._hide(secrets.token_urlsafe(18))
        made = Service(new_id(), f"Postgres-{secrets.token_hex(2)}", self._pace.now(), self.source.image,
                       postgres_variables("postgres_owner", password, "railway", {}))
        made.volume = self._volume(f"{made.name.lower()}-volume", made)
        deployment = self._add(made)
        workflow.is_done = True
        made.volume.cluster = self._clusters.make_source("railway", "postgres_owner", password, None)
        if self._pace.wait(DEPLOYING):
            deployment.end, deployment.changed = "SUCCESS", self._pace.now()

    def _restore(self, workflow, source, archive, moment, name):
        if not self._pace.wait(MAKING):
            return
        copied = {key: value for key, value in source.variables.items() if not key.startswith("WAL_")}
        made = Service(new_id(), name, self._pace.now(), source.image, {
            **copied, "WAL_RECOVER_FROM_BUCKET": source.variables["WAL_ARCHIVE_BUCKET"],
            "POSTGRES_RECOVERY_TARGET_TIME": moment.isoformat()})
        made.volume = self._volume(f"{name}-volume", made)
        made.volume.state = "UPDATING"
        deployment = self._add(made)
        workflow.is_done = True  # The order is carried out; the server is only starting.
        made.volume.state = "READY"
        self._pace.put(made.id, self._first_boot, made, deployment, archive, moment)

    def _first_boot(self, made, deployment, archive, moment):
        try:
            if archive.newest < moment:
                archive.ship()
            if self._premature:
                self._boot_early(made, deployment, archive)
            cluster = self._clusters.restore(archive, moment)
        except RuntimeError:
            deployment.end, deployment.changed = "CRASHED", self._pace.now()
            raise
        early, made.volume.cluster = made.volume.cluster, cluster
        if early:
            port = early.port
            early.destroy()
            cluster.restart(port)
        if made.volume.deleted:
            cluster.destroy()
        elif self._pace.wait(DEPLOYING):
            deployment.end, deployment.changed = "SUCCESS", self._pace.now()

    def _boot_early(self, made, deployment, archive):
        """The base backup as a hot standby that is deployed and has not replayed yet."""
        early = made.volume.cluster = self._clusters.restore(archive, archive.backups[0])
        become_standby(early)
        deployment.end, deployment.changed = "SUCCESS", self._pace.now()
        self._pace.wait(DEPLOYING)

    def _back_up(self, workflow, volume, name):
        try:
            if self._pace.wait(SNAPSHOT):
                real = volume.cluster.protect().backup()
                volume.backups.append(Backup(new_id(), name, real.finished, utc_now() + datetime.timedelta(days=21), None, real))
                workflow.is_done = True
        except RuntimeError as error:
            workflow.error = str(error)

    def _copy_snapshot(self, workflow, volume, backup):
        try:
            if self._pace.wait(SNAPSHOT):
                cluster = self._clusters.restore(volume.cluster.archive, backup.real)
                cluster.stop()
                fresh = self._volume(f"{volume.name}-copy", None, cluster)
                volume.backups = [one for one in volume.backups if one.created <= backup.created]
                self.stage({"services": {volume.service.id: {"volumeMounts": {fresh.id: {"mountPath": "/var/lib/postgresql/data"}}}}},
                           merge=True)
                workflow.is_done = True
        except RuntimeError as error:
            workflow.error = str(error)

    def _mount(self, service, mounts):
        [id] = mounts
        old, fresh = service.volume, self.volumes[id]

        def swap():
            port = old.cluster.port
            old.cluster.stop()
            fresh.cluster.start(port)
            old.service, fresh.service, service.volume = None, service, fresh
        self._pace.put(service.id, swap)

    def _deploy(self, made):
        service = made.service
        if not self._pace.wait(DEPLOYING) or made.end:
            return
        try:
            if service.cluster:
                service.cluster.restart()
                if service.variables.get("WAL_ARCHIVE_BUCKET") and not service.cluster.archive:
                    service.cluster.protect().backup()
            went = not service.app or service.app.deploy(self.variables(service).get("DATABASE_URL", ""), made.id)
        except RuntimeError:
            went = False
        made.end, made.changed = ("SUCCESS" if went else "FAILED"), self._pace.now()
        for other in service.deployments:
            if went and other is not made and other.end == "SUCCESS":
                other.end = "REMOVED"


def become_standby(cluster):
    """Has a server answer read-only, in recovery, as one does that has not replayed to its target."""
    cluster.stop()
    with open(cluster._data / "postgresql.auto.conf", "a") as automatic:
        automatic.write("recovery_target = ''\nrecovery_target_action = 'pause'\nrestore_command = ''\n")
    cluster._programs.file_at(cluster._data / "standby.signal", "")
    cluster._server = cluster._programs.launch("postgres", "-D", cluster._data, "-p", str(cluster.port), log=cluster._log)
    until = time.monotonic() + PATIENCE
    while cluster._state() != "ready":
        if time.monotonic() > until:
            raise RuntimeError("the standby did not open")
        time.sleep(0.02)


def _merged(old, new):
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
