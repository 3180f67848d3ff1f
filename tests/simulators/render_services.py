# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The services and env groups of a simulated Render workspace: each service is a running app."""

import secrets

from apps import App
from render_asked import Refusal, missing
from render_things import Deploy, Group, Service, new_id

BUILD, UPDATE = 40, 15


class Services:
    """`variable`: where DATABASE_URL stands at first, "service" or "group". `queued`: deploys are accepted without being told
    (202) even when nothing stands in their way."""

    def __init__(self, pace, workspace, databases, variable="service", queued=False):
        self._pace, self._workspace, self._databases, self._queued = pace, workspace, databases, queued
        self.all, self.groups = {}, {}
        self._first(variable)

    def close(self):
        for service in self.all.values():
            service.app.close()

    def service(self, id):
        if id not in self.all:
            raise missing(id)
        return self.all[id]

    def group(self, id):
        if id not in self.groups:
            raise missing(id)
        return self.groups[id]

    def state(self):
        """For tests that look behind the scenes."""
        tick = self._pace.tick()
        return [{"id": one.id, "name": one.name, "variables": dict(one.variables), "suspended": one.suspended,
                 "deploys": [{"id": each.id, "status": each.status(tick)} for each in one.deploys]} for one in self.all.values()]

    @staticmethod
    def value_of(body):
        return secrets.token_urlsafe(32) if body.get("generateValue") else body.get("value", "")

    def group_changed(self, group):
        """Linked services that deploy by themselves do so."""
        for service in group.services:
            if service.auto_deploy and not service.suspended:
                self._begin_deploy(service, "service_updated", builds=False)

    def act_on_service(self, id, act):
        service = self.service(id)
        service.suspended = act == "suspend"
        if service.suspended:
            self._pace.put(id, service.app.remove)
        else:
            self._begin_deploy(service, "service_resumed", builds=False)

    def deploy(self, id, body):
        service = self.service(id)
        if "deployMode" in body and body.keys() & {"clearCache", "commitId", "imageUrl"}:
            raise Refusal(400, "deployMode cannot be used together with clearCache, commitId or imageUrl")
        if service.suspended:
            raise Refusal(400, "the service is suspended")
        queued = self._queued or any(not one.end for one in service.deploys)
        made = self._begin_deploy(service, "api", builds=body.get("deployMode") != "deploy_only")
        return (202, None) if queued else (201, made.written(self._pace.tick()))

    def deploy_of(self, id, deploy):
        found = [one for one in self.service(id).deploys if one.id == deploy]
        if not found:
            raise missing(deploy)
        return found[0]

    def cancel(self, id, deploy):
        found = self.deploy_of(id, deploy)
        if not found.end:
            found.end, found.ended = "canceled", self._pace.now()
        return found.written(self._pace.tick())

    def _first(self, variable):
        url = self._databases.connection_info(self._databases.source.id)["internalConnectionString"]
        here, there = ({"DATABASE_URL": url}, {}) if variable == "service" else ({}, {"DATABASE_URL": url})
        service = Service(new_id("srv"), "academy-app", self._workspace.owner, self._workspace.environment,
                          self._workspace.region, self._pace.now(), App("academy-app", self._databases.resolved),
                          {"APP_ENV": "production", **here})
        group = Group(new_id("evg"), "academy-shared", self._workspace.owner, self._workspace.environment, self._pace.now(),
                      {"TZ": "Europe/Berlin", **there}, [service])
        self.all[service.id], self.groups[group.id] = service, group
        first = Deploy(new_id("dep"), "manual", self._pace.now(), self._pace.course("live"), "live", self._pace.now())
        service.deploys.append(first)
        if not service.app.deploy(url, first.id):
            raise RuntimeError("The app does not reach its database.")

    def _begin_deploy(self, service, trigger, builds):
        course = ("created", (1, "build_in_progress"), (BUILD, "update_in_progress")) if builds else (
            "created", (1, "update_in_progress"))
        made = Deploy(new_id("dep"), trigger, self._pace.now(), self._pace.course(*course))
        service.deploys.insert(0, made)
        self._pace.put(service.id, self._deploy, service, made, builds)
        return made

    def _deploy(self, service, made, builds):
        if not self._pace.wait((BUILD if builds else 0) + UPDATE) or made.end:
            return
        variables = dict(service.variables)
        for group in self.groups.values():
            if service in group.services:
                variables = {**group.variables, **variables}
        went = service.app.deploy(variables.get("DATABASE_URL", ""), made.id)
        made.end, made.ended = ("live" if went else "update_failed"), self._pace.now()
        for other in service.deploys:
            if went and other is not made and other.end == "live":
                other.end = "deactivated"
