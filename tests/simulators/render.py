# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Render: its REST API over real databases and a real app.

The greeting adds: credentials {key, owner}, source, service {id, name, health, databaseHealth} and group {id, name} that it is
linked to, "checked" (whether every request is held against Render's documents). Paths work with /v1 in front and without.
Moments are real; the ten minutes that cannot be recovered are of the clock's (ten seconds at the usual speed).

For tests, besides what wire.py has:
    POST sql      {"instance": name or id, "statements": …}    runs as superuser; {"output": …}
    POST reset    {}                                           with --standing: everything as it was at first
    POST ship     {}                                           archives all of the source until now; {"newest": …}
    POST status   {"instance": …, "status": "anything"}        that status from now on
    POST deploys  {"service": id, "automatic": false}          it is not deployed by a mere change of its variables any more
"""

import dataclasses
import json
import re
import secrets

import wire
from openapi import Contract, contracts_folder
from pace import Pace
from render_api import LIMITS, Api
from render_blueprints import Blueprints
from render_databases import Databases
from render_reset import AtFirst
from render_services import Services
from render_things import Workspace
from standing import clusters_for

IDS = re.compile(r"\b(dpg|srv|dep|evg|evm|tea|exs)-[0-9a-z]{20}(-a)?\b")


class Render(wire.Simulator):
    """A workspace of one owner."""

    pace = services = clusters = None

    @staticmethod
    def arguments(parser):
        parser.add_argument("--variable", choices=("service", "group"), default="service", help="where DATABASE_URL stands")
        parser.add_argument("--recovery-answers", choices=("new", "source"), default="new", help="whom a recovery describes")
        parser.add_argument("--deploys-queued", action="store_true", help="every deploy is accepted with 202")
        parser.add_argument("--reachable-inside", action="store_true", help="internal URLs work from outside too")
        parser.add_argument("--blueprint", choices=("none", "synced", "paused"), default="none", help="a render.yaml over everything")
        parser.add_argument("--limits", choices=sorted(LIMITS), default="observed", help="calls per window")
        parser.add_argument("--limit-seconds", type=int, default=3600, help="no window is longer")

    def open(self):
        folder = contracts_folder()
        self.key = self.secrets.add("rnd_" + secrets.token_urlsafe(24))
        self.clusters = clusters_for(self.options, self.directory, self.authority)
        self.pace = Pace(self.clock)
        self.workspace = Workspace(self.secrets.add)
        academy = None if self.options.academy == "none" else self.options.academy
        self.databases = Databases(self.clusters, self.pace, self.workspace, academy, self.options.recovery_answers,
                                   self.options.reachable_inside)
        self.services = Services(self.pace, self.workspace, self.databases, self.options.variable, self.options.deploys_queued)
        blueprints = Blueprints(self.options.blueprint, self.databases, self.services)
        self.api = Api(self.pace, self.workspace, self.databases, self.services, blueprints, self.key, folder and Contract(folder),
                       self.options.limits, self.options.limit_seconds)
        self.checked = folder is not None
        self.at_first = AtFirst(self)

    def close(self):
        for each in (self.pace, self.services, self.clusters):
            if each:
                each.close()

    def greeting(self):
        source, service = self.databases.source, next(iter(self.services.all.values()))
        group = next(iter(self.services.groups.values()))
        return {"checked": self.checked, "credentials": {"key": self.key, "owner": self.workspace.owner["id"]},
                "source": {"name": source.name, "id": source.id, "host": source.cluster.host, "port": source.cluster.port,
                           "database": source.database, "user": source.user, "password": source.password},
                "service": {"id": service.id, "name": service.name, "health": service.app.health,
                            "databaseHealth": service.app.database_health},
                "group": {"id": group.id, "name": group.name}}

    def action(self, request):
        return f"{request.method} {IDS.sub('{id}', request.path.removeprefix('/v1'))}"

    def answer(self, request):
        self.pace.note()
        if request.path.startswith("/exports/"):
            return self._export(request)
        if not self.databases.exported.base:
            self.databases.exported.base = f"https://{request.headers.get('host')}/exports/"
        query = request.target.partition("?")[2]
        status, headers, body = self.api.answer(request.method, request.path.removeprefix("/v1"), query, request.headers,
                                                request.body)
        note = json.loads(body).get("message", "") if status >= 400 else ""
        return wire.Answer(status, body, "application/json; charset=utf-8", {**self._identified(request), **headers}, note)

    def _export(self, request):
        content = self.databases.exported.fetch(request.path.removeprefix("/exports/"), self.pace.now())
        if content is None:
            return wire.Answer(403, b"", "application/xml")
        return wire.Answer(200, content, "application/gzip")

    def failure(self, request, status, code, message):
        refused = wire.Answer.of(status, {"message": message, **({"code": code} if code else {})})
        return dataclasses.replace(refused, headers=self._identified(request))

    def throttle(self, request, seconds):
        reset = str(int(seconds or 1))
        refused = self.failure(request, 429, None, "rate limit exceeded")
        return dataclasses.replace(refused, headers={
            **refused.headers, "Ratelimit-Limit": "400", "Ratelimit-Remaining": "0", "Ratelimit-Reset": reset,
            **({"Retry-After": reset} if seconds else {})})

    @staticmethod
    def _identified(request):
        return {"Render-Request-Id": request.id}

    def rest(self):
        self.pace.rest()

    def state(self):
        return {"databases": self.databases.state(), "deleted": list(self.databases.deleted), "services": self.services.state(),
                "groups": {id: dict(one.variables) for id, one in self.services.groups.items()}, "complaints": list(self.api.complaints)}

    def control(self, name, wishes):
        self.pace.note()
        if name == "ship":
            return {"newest": self.databases.source.cluster.archive.ship().isoformat()}
        if name == "reset" and self.options.standing:
            return self.at_first.reset()
        if name == "deploys":
            self.services.all[wishes["service"]].auto_deploy = wishes["automatic"]
            return {}
        if name not in ("sql", "status"):
            raise KeyError(name)
        found = [one for one in self.databases.all.values() if wishes["instance"] in (one.id, one.name)]
        if len(found) != 1 or not (found[0].cluster or name == "status"):
            raise ValueError(f"{wishes['instance']} has no server")
        if name == "sql":
            return {"output": found[0].cluster.sql(wishes["statements"])}
        self.api.is_odd = True
        return self.databases.set_status(found[0].id, wishes["status"])


if __name__ == "__main__":
    wire.main(Render, __doc__.splitlines()[0])
