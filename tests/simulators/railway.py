# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Railway: its GraphQL API over real databases and a real app.

POST to /graphql/v2 (or to any other path); GET /BUCKET/… is S3's. The greeting adds: credentials {token, workspaceToken, projectToken}, project and
environment {id, name}, source (with service, volume and volumeInstance), app {id, name, health, databaseHealth}, and "checked"
(whether every request is held against Railway's schema). Moments are real, and so is the time until a log is archived: as long as
POSTGRES_ARCHIVE_TIMEOUT of the database says. A fault's or the log's action is the name of the first root field,
"volumeInstancePITRRestore", or S3's operation.

For tests, besides what wire.py has:
    POST sql      {"instance": name or id of a service, "statements": …}   runs as superuser; {"output": …}
    POST ship     {"instance": …}                                          archives all of it (the source) until now; {"newest": …}
    POST options  {"page": 2}                                              how many keys a bucket lists at a time
    POST reset    {}                                                       with --standing: everything as it was at first
"""

import json
import re
import secrets

import wire
from openapi import contracts_folder
from pace import Pace
from railway_bucket import Store, failure
from railway_graphql import Executor
from railway_project import Project
from railway_reset import AtFirst
from railway_resolvers import Resolvers
from ratelimit import Buckets
from standing import clusters_for

# Calls per hour and per second, by plan (facts B1).
LIMITS = {"free": (100, 50), "hobby": (1000, 10), "pro": (10000, 50), "none": None}
NAMES = {"project": "academy", "environment": "production"}
FIRST_FIELD = re.compile(r"\{\s*(?:\w+\s*:\s*)?(\w+)")


class Railway(wire.Simulator):
    """An account with one workspace and one project."""

    clusters = pace = project = None

    @staticmethod
    def arguments(parser):
        parser.add_argument("--plan", choices=sorted(LIMITS), default="pro", help="whose limits hold")
        parser.add_argument("--no-recovery", action="store_true", help="point-in-time recovery was never enabled")
        parser.add_argument("--premature", action="store_true", help="copies answer read-only before they have replayed")
        parser.add_argument("--delete-takes-volume", action="store_true", help="serviceDelete deletes the volume too")

    def open(self):
        folder = contracts_folder()
        self.checked = folder is not None
        self.tokens = {kind: self.secrets.add(secrets.token_hex(18)) for kind in ("account", "workspace", "project")}
        self.clusters = clusters_for(self.options, self.directory, self.authority, self.clock.utc)
        self.pace = Pace(self.clock)
        academy = None if self.options.academy == "none" else self.options.academy
        self.project = Project(self.clusters, self.pace, self.secrets.add, academy, not self.options.no_recovery,
                               self.options.premature, not self.options.delete_takes_volume)
        self.store = Store(lambda: self.project.databases.buckets, self.pace.now)
        self.resolvers = Resolvers(self.project, self.pace, NAMES)
        self.executor = Executor((folder / "railway-schema.graphql").read_text() if folder else None, self.resolvers.root)
        self.buckets, self.complaints = Buckets(), []
        self.at_first = AtFirst(self) if self.options.standing else None

    def close(self):
        for each in (self.pace, self.project, self.clusters):
            if each:
                each.close()

    def greeting(self):
        project, source = self.project, self.project.source
        given = source.variables
        return {"checked": self.checked,
                "credentials": {"token": self.tokens["account"], "workspaceToken": self.tokens["workspace"],
                                "projectToken": self.tokens["project"]},
                "project": {"id": project.id, "name": NAMES["project"], "workspace": project.workspace},
                "environment": {"id": project.environment, "name": NAMES["environment"]},
                "source": {"name": source.name, "id": source.id, "host": "localhost", "port": source.cluster.port,
                           "database": given["PGDATABASE"], "user": given["PGUSER"], "password": given["POSTGRES_PASSWORD"],
                           "volume": source.volume.id, "volumeInstance": source.volume.instance},
                "app": {"id": project.app.id, "name": project.app.name, "health": project.app.app.health,
                        "databaseHealth": project.app.app.database_health}}

    def action(self, request):
        if request.method == "GET":
            return self.store.action(request)
        try:
            return FIRST_FIELD.search(request.json()["query"])[1]
        except (ValueError, KeyError, TypeError):
            return f"{request.method} {request.path}"

    def answer(self, request):
        self.pace.note()
        if request.method == "GET":
            return self.store.answer(request)
        self.resolvers.endpoint = "https://" + request.headers["host"]
        kind = self._kind(request)
        told, refused = self._take()
        if refused:
            return wire.Answer.of(429, {"errors": [{"message": "Too Many Requests"}]}, **told)
        if not kind:
            project = "project-access-token" in request.headers
            return self._failed("Project Token not found" if project else "Not Authorized", told)
        try:
            asked = request.json()
            query, variables = asked["query"], asked.get("variables") or {}
        except (ValueError, KeyError, TypeError, AttributeError):
            return wire.Answer.of(400, {"errors": [{"message": "A query is needed."}]}, **told)
        unknown = set(asked) - {"query", "variables", "operationName", "extensions"}
        if unknown:
            self.complaints.append(f"the request has {sorted(unknown)}")
            return self._failed(f"Unknown: {sorted(unknown)}", told)
        value, complaint = self.executor.run(query, variables, asked.get("operationName"), kind)
        if complaint:
            self.complaints.append(f"{self.action(request)}: {complaint}")
        note = "; ".join(one["message"] for one in value.get("errors", []))
        return wire.Answer(200, json.dumps(value).encode(), headers=told, note=note)

    def _kind(self, request):
        """Whose token a request carries; None for none or a wrong one."""
        if request.headers.get("project-access-token") == self.tokens["project"]:
            return "project"
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return next((kind for kind in ("account", "workspace") if given == self.tokens[kind]), None)

    def _take(self):
        limits = LIMITS[self.options.plan]
        if not limits:
            return {}, False
        in_time, _, wait = self.buckets.take("second", limits[1], 1)
        allowed, remaining, reset = self.buckets.take("hour", limits[0], 3600) if in_time else (False, 0, wait)
        told = {"X-RateLimit-Limit": str(limits[0]), "X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": str(reset)}
        return ({**told, "Retry-After": str(max(1, reset))}, True) if not allowed else (told, False)

    @staticmethod
    def _failed(message, headers):
        return wire.Answer(200, json.dumps({"errors": [{"message": message}], "data": None}).encode(), headers=headers, note=message)

    def failure(self, request, status, code, message):
        """Refusals come as 200 with errors, as all of Railway's do; not those of its buckets."""
        if request.method == "GET":
            return failure(status, code or ("AccessDenied" if status == 403 else "InternalError"), message)
        if status in (401, 403):
            return self._failed("Not Authorized", {})
        return wire.Answer.of(status, {"errors": [{"message": message}]})

    def throttle(self, request, seconds):
        if request.method == "GET":
            return failure(503, "SlowDown", "Please reduce your request rate.")
        return super().throttle(request, seconds)

    def rest(self):
        self.pace.rest()

    def pass_time(self, seconds):
        super().pass_time(seconds)
        if self.options.standing:
            self.project.databases.archivers.hand_on()

    def state(self):
        project, tick = self.project, self.pace.tick()
        services = [{"id": one.id, "name": one.name, "host": one.private_domain, "variables": dict(one.variables),
                     "databaseUrl": project.variables(one).get("DATABASE_URL"),
                     "port": one.cluster.port if one.cluster else None, "running": bool(one.cluster and one.cluster.is_running),
                     "archives": bool(one.cluster and one.cluster.archive),
                     "fulls": len(one.cluster.archive.backups) if one.cluster and one.cluster.archive else 0, "volume": one.volume.id if one.volume else None,
                     "deployments": [{"id": each.id, "status": each.status(tick)} for each in one.deployments]}
                    for one in project.services.values()]
        volumes = [{"id": one.id, "instance": one.instance, "service": one.service.id if one.service else None,
                    "backups": len(one.backups)} for one in project.volumes.values()]
        return {"services": services, "volumes": volumes, "deleted": list(project.deleted), "staged": project.staged,
                "complaints": list(self.complaints)}

    def control(self, name, wishes):
        self.pace.note()
        if name == "options":
            self.store.page = int(wishes["page"])
            return {}
        if name == "reset" and self.at_first:
            return self.at_first.reset()
        if name not in ("ship", "sql"):
            raise KeyError(name)
        wanted = wishes["instance"] if name == "sql" else wishes.get("instance", self.project.source.id)
        found = [one.cluster for one in self.project.services.values() if wanted in (one.id, one.name) and one.cluster]
        if len(found) != 1 or (name == "ship" and not found[0].archive):
            raise ValueError(f"{wanted} has no server, or no archive")
        return {"output": found[0].sql(wishes["statements"])} if name == "sql" else {"newest": found[0].archive.ship().isoformat()}


if __name__ == "__main__":
    wire.main(Railway, __doc__.splitlines()[0])
