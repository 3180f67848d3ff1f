# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Railway project as it was at first, for sweeps over standing clusters (standing.py)."""


class AtFirst:
    """Made when everything is open; `reset` brings it all back."""

    def __init__(self, railway):
        self._pace, self._project = railway.pace, railway.project
        self._services = [(service, dict(service.variables), list(service.deployments)) for service in self._project.services.values()]
        self._bucket = self._project.databases.buckets[0]
        self._reached = self._bucket.archive.newest
        self._backups = list(self._project.source.volume.backups)

    def reset(self):
        project, source = self._project, self._project.source
        self._pace.conclude()
        project.services = {service.id: service for service, _, _ in self._services}
        project.volumes = {source.volume.id: source.volume}
        project.databases.buckets[:] = [self._bucket]
        project.workflows, project.shared, project.staged = {}, {}, {}
        project.deleted.clear()
        for service, variables, deployments in self._services:
            service.variables.clear()
            service.variables.update(variables)
            service.deployments[:] = deployments
            deployments[-1].ended("SUCCESS", deployments[-1].created)
        source.volume.backups[:] = self._backups
        source.cluster.start()
        self._bucket.archive.reach(self._reached)
        if not project.app.app.deploy(project.variables(project.app)["DATABASE_URL"], project.app.deployments[-1].id):
            raise RuntimeError("The app does not reach its database.")
