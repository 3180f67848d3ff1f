# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Railway project at work: databases are real clusters, the app really runs, and everything takes its time."""

from apps import App
from railway_databases import DEPLOYING, Databases
from railway_things import DATABASE_PORT, Denied, Deployment, Proxy, Service, Variables, Volume, new_id

LAG = 1  # simulated seconds until a workflow that was started can be found
PROXY = 3  # until a proxy is open


class Workflow:
    """Something under way; `error` and `is_done` are set by who does it."""

    def __init__(self, course):
        self.id, self.course, self.error, self.is_done = new_id(), course, None, False

    def status(self, tick):
        if self.course.at(tick) == "NotFound":
            return "NotFound"
        return "Error" if self.error else "Complete" if self.is_done else "Running"


class Project:
    """One project with one environment. `databases` makes, backs up and restores its databases."""

    def __init__(self, clusters, pace, hide, academy="small", recovers=True, premature=False, keeps_volume=True):
        self._pace, self._keeps_volume = pace, keeps_volume
        self.id, self.environment, self.workspace, self.user = (new_id() for _ in range(4))
        self.created = pace.now()
        self.services, self.volumes, self.workflows, self.shared = {}, {}, {}, {}
        self.deleted = []  # ids of services and volumes
        self.staged = {}
        self.databases = Databases(self, clusters, pace, hide, premature)
        self.source = self.databases.first(academy, recovers)
        self.services[self.source.id] = self.source
        self.app = self._first_app()

    def close(self):
        self.databases.close()
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

    # --- Adding. The dictionaries are new ones: others may be reading the old.

    def begin_workflow(self):
        made = Workflow(self._pace.course("NotFound", (LAG, "Running")))
        self.workflows[made.id] = made
        return made

    def add_volume(self, name, service, cluster=None):
        made = Volume(new_id(), new_id(), name, self._pace.now(), service, cluster)
        self.volumes = {**self.volumes, made.id: made}
        return made

    def add_service(self, made):
        """A service made in the background; its first deployment."""
        deployment = Deployment(new_id(), made, self._pace.now(), self._pace.course("INITIALIZING", (2, "DEPLOYING")))
        made.deployments.append(deployment)
        self.services = {**self.services, made.id: made}
        return deployment

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

    def _deploy(self, made):
        service = made.service
        if not self._pace.wait(DEPLOYING) or made.end:
            return
        try:
            if service.cluster:
                service.cluster.restart()
            went = not service.app or service.app.deploy(self.variables(service).get("DATABASE_URL", ""), made.id)
        except RuntimeError:
            went = False
        made.ended("SUCCESS" if went else "FAILED", self._pace.now())
        for other in service.deployments:
            if went and other is not made and other.end == "SUCCESS":
                other.end = "REMOVED"
        if went and service.cluster:  # The image begins its backups by itself, some time after it was deployed.
            self.databases.start_archiving(service)

    def remove_deployment(self, id):
        """What runs is stopped; volume and service stay."""
        deployment = self.deployment(id)
        service = deployment.service
        deployment.ended("REMOVED", self._pace.now())
        if all(one.end != "SUCCESS" for one in service.deployments):
            self._pace.put(service.id, service.app.remove if service.app else service.cluster.stop)

    # --- Destruction

    def delete_service(self, id):
        """Its volume stays behind, unmounted, and its bucket."""
        service = self.service(id)
        self.services = {each: one for each, one in self.services.items() if each != id}
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
        if id not in self.volumes:
            raise Denied()
        volume = self.volumes[id]
        self.volumes = {each: one for each, one in self.volumes.items() if each != id}
        self.deleted.append(id)
        for backup in list(volume.backups):
            self.databases.drop(backup)
        volume.backups.clear()
        volume.deleted = True
        if volume.service:
            volume.service.volume = None
        self._pace.put(id, lambda: volume.cluster and volume.cluster.destroy())

    # --- Staged changes and proxies

    def stage(self, patch, merge):
        self.staged = _merged(self.staged if merge else {}, patch)

    def commit(self, patch, skip_deploys=False):
        """Applies a patch; its workflow. ValueError for one with something that is not simulated."""
        for id, change in patch.get("services", {}).items():
            service = self.service(id)
            for part, value in change.items():
                if part == "variables":
                    self.set_variables(service, {name: one["value"] for name, one in value.items()}, skip_deploys)
                elif part == "networking" and set(value) == {"tcpProxies"}:
                    for port in value["tcpProxies"]:
                        self.open_proxy(service, int(port))
                elif part == "volumeMounts":
                    self.databases.mount(service, value)
                else:
                    raise ValueError(f"Cannot apply changes of {part}")
        workflow = self.begin_workflow()
        workflow.is_done = True
        return workflow

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

    # --- The app

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


def _merged(old, new):
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
