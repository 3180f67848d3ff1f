# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Render's REST API over a workspace: who may, how often, what is asked and what is answered."""

import json
import re
import threading
import urllib.parse

import ratelimit
from render_asked import Asked, Refusal, missing

# Calls per window: (limit, seconds), as documented and as the headers on the wire told (facts A3).
LIMITS = {
    "documented": {"GET": (400, 60), "write": (30, 60), "create": (20, 3600), "deploy": (10, 60)},
    "observed": {"GET": (400, 60), "write": (100, 60), "create": (20, 3600), "deploy": (10, 60)},
    "none": {},
}


class Api:
    """`answer` is all there is. `contract` is a Contract or None (then nothing is held against the documents).
    `limit_seconds` shortens every window to at most so long."""

    def __init__(self, pace, workspace, databases, services, blueprints, key, contract, limits, limit_seconds=3600):
        self._pace, self._workspace, self._databases, self._services = pace, workspace, databases, services
        self._blueprints, self._key, self._contract = blueprints, key, contract
        self._limits, self._limit_seconds = LIMITS[limits], limit_seconds
        self._buckets = ratelimit.Buckets()
        self.complaints = []  # what clients asked that the documents do not know
        self.is_odd = False  # A test made a status up: answers are not held against the documents any more.
        self._lock = threading.Lock()  # One request at a time: what a handler sees stays as it is until it has answered.
        self._routes = [(method, re.compile(pattern), handler) for method, pattern, handler in self._table()]

    def answer(self, method, path, query, headers, body):
        """Status, headers and body (bytes) for a request below /v1. Names of headers are lower-case."""
        told = {}
        try:
            if headers.get("authorization") != f"Bearer {self._key}":
                raise Refusal(401, "Unauthorized")
            told |= self._take(method, path)
            wrong = self._contract and self._contract.of_request(method, path, query, headers.get("content-type"), body)
            if wrong:
                self.complaints.append(f"{method} {path}: {wrong}")
                raise Refusal(400, f"invalid request: {wrong}")
            with self._lock:
                status, value = self._handled(method, path, query, body)
        except Refusal as refusal:
            status, value = refusal.status, {"message": refusal.message}
            told |= refusal.headers
        content = b"" if value is None else json.dumps(value).encode()
        wrong = status < 300 and self._contract and not self.is_odd and self._contract.of_answer(method, path, status, content)
        if wrong:
            status, content = 500, json.dumps({"message": f"the simulator broke the contract: {wrong}"}).encode()
        return status, told, content

    def _take(self, method, path):
        kind = "GET" if method == "GET" else "write"
        if method == "POST" and path in ("/postgres", "/services"):
            kind = "create"
        elif method == "POST" and re.fullmatch("/services/[^/]+/deploys|/(services|postgres)/[^/]+/(suspend|resume)", path):
            kind = "deploy"
        if kind not in self._limits:
            return {}
        limit, seconds = self._limits[kind]
        name = kind if kind != "deploy" else f"deploy {path.split('/')[2]}"
        allowed, remaining, reset = self._buckets.take(name, limit, min(seconds, self._limit_seconds))
        told = {"Ratelimit-Limit": str(limit), "Ratelimit-Remaining": str(remaining), "Ratelimit-Reset": str(reset)}
        if not allowed:
            raise Refusal(429, "rate limit exceeded", {**told, "Retry-After": str(max(1, reset))})
        return told

    def _handled(self, method, path, query, body):
        for verb, pattern, handler in self._routes:
            found = pattern.fullmatch(path)
            if verb == method and found:
                value = Asked(query, body)
                return handler(value, *map(urllib.parse.unquote, found.groups()))
        raise Refusal(404, "not found")

    def _table(self):
        databases, services = self._databases, self._services
        return [
            ("GET", "/owners", self._owners),
            ("GET", "/blueprints", self._blueprints.list),
            ("GET", "/blueprints/([^/]+)", self._blueprints.one),
            ("GET", "/postgres", self._list_databases),
            ("POST", "/postgres", lambda asked: (201, databases.create(asked.body))),
            ("GET", "/postgres/([^/]+)", lambda _, id: (200, databases.detail(databases.database(id)))),
            ("PATCH", "/postgres/([^/]+)", lambda asked, id: (200, databases.change(id, asked.body))),
            ("DELETE", "/postgres/([^/]+)", lambda _, id: (204, databases.delete(id))),
            ("GET", "/postgres/([^/]+)/connection-info", lambda _, id: (200, databases.connection_info(id))),
            ("GET", "/postgres/([^/]+)/recovery", lambda _, id: (200, databases.recovery_window(id))),
            ("POST", "/postgres/([^/]+)/recovery", lambda asked, id: (200, databases.recover(id, asked.body))),
            ("GET", "/postgres/([^/]+)/export", lambda _, id: (200, databases.exports(id))),
            ("POST", "/postgres/([^/]+)/export", lambda _, id: (202, databases.export(id))),
            ("POST", "/postgres/([^/]+)/(suspend|resume|restart)", lambda _, id, act: (202, databases.act_on(id, act))),
            ("GET", "/services", self._list_services),
            ("GET", "/services/([^/]+)", lambda _, id: (200, services.service(id).written())),
            ("POST", "/services/([^/]+)/(suspend|resume)", lambda _, id, act: (202, services.act_on_service(id, act))),
            ("GET", "/services/([^/]+)/env-vars", self._variables),
            ("GET", "/services/([^/]+)/env-vars/([^/]+)", self._variable),
            ("PUT", "/services/([^/]+)/env-vars/([^/]+)", self._put_variable),
            ("DELETE", "/services/([^/]+)/env-vars/([^/]+)", self._drop_variable),
            ("GET", "/services/([^/]+)/deploys", self._deploys),
            ("POST", "/services/([^/]+)/deploys", lambda asked, id: services.deploy(id, asked.body)),
            ("GET", "/services/([^/]+)/deploys/([^/]+)", self._deploy),
            ("POST", "/services/([^/]+)/deploys/([^/]+)/cancel", lambda _, id, deploy: (200, services.cancel(id, deploy))),
            ("GET", "/env-groups", self._groups),
            ("GET", "/env-groups/([^/]+)", lambda _, id: (200, services.group(id).written(True))),
            ("GET", "/env-groups/([^/]+)/env-vars/([^/]+)", self._group_variable),
            ("PUT", "/env-groups/([^/]+)/env-vars/([^/]+)", self._put_group_variable),
            ("DELETE", "/env-groups/([^/]+)/env-vars/([^/]+)", self._drop_group_variable),
        ]

    def _owners(self, asked):
        owners = [one for one in [self._workspace.owner]
                  if asked.admits(one["name"], "name") and asked.admits(one["email"], "email")]
        return 200, asked.page("owner", [(one["id"], one) for one in owners])

    def _list_databases(self, asked):
        tick = self._pace.tick()
        databases = [one for one in self._databases.all.values()
                     if asked.admits(one.name, "name") and asked.admits(one.owner["id"], "ownerId")
                     and asked.admits(one.region, "region") and asked.admits(one.environment, "environmentId")
                     and asked.admits("suspended" if one.suspended else "not_suspended", "suspended")
                     and asked.admits_time(one.created, "created") and asked.admits_time(one.updated or one.created, "updated")]
        return 200, asked.page("postgres", [(one.id, one.written(tick, False)) for one in databases])

    def _list_services(self, asked):
        services = [one for one in self._services.all.values()
                    if asked.admits(one.name, "name") and asked.admits(one.owner["id"], "ownerId")
                    and asked.admits(one.region, "region") and asked.admits(one.environment, "environmentId")
                    and asked.admits("web_service", "type") and asked.admits_time(one.created, "created")
                    and asked.admits("suspended" if one.suspended else "not_suspended", "suspended")]
        return 200, asked.page("service", [(one.id, one.written()) for one in services])

    def _groups(self, asked):
        """The one list without cursors of its elements in the documents; the id of the last one goes on."""
        groups = [(one.id, one.written(False)) for one in self._services.groups.values()
                  if asked.admits(one.name, "name") and asked.admits(one.owner["id"], "ownerId")]
        return 200, [told["group"] for told in asked.page("group", groups)]

    def _deploys(self, asked, id):
        tick = self._pace.tick()
        deploys = [one for one in self._services.service(id).deploys
                   if asked.admits(one.status(tick), "status") and asked.admits_time(one.created, "created")]
        return 200, asked.page("deploy", [(one.id, one.written(tick)) for one in deploys])

    def _deploy(self, _, id, deploy):
        return 200, self._services.deploy_of(id, deploy).written(self._pace.tick())

    def _variables(self, asked, id):
        pairs = self._services.service(id).variables.items()
        return 200, asked.page("envVar", [(key, {"key": key, "value": value}) for key, value in pairs])

    def _variable(self, _, id, key):
        variables = self._services.service(id).variables
        if key not in variables:
            raise missing(key)
        return 200, {"key": key, "value": variables[key]}

    def _put_variable(self, asked, id, key):
        value = self._services.value_of(asked.body)
        self._services.service(id).variables[key] = value
        return 200, {"key": key, "value": value}

    def _drop_variable(self, _, id, key):
        if self._services.service(id).variables.pop(key, None) is None:
            raise missing(key)
        return 204, None

    def _group_variable(self, _, id, key):
        variables = self._services.group(id).variables
        if key not in variables:
            raise missing(key)
        return 200, {"key": key, "value": variables[key]}

    def _put_group_variable(self, asked, id, key):
        group = self._services.group(id)
        group.variables[key] = self._services.value_of(asked.body)
        self._services.group_changed(group)
        return 200, group.written(True)

    def _drop_group_variable(self, _, id, key):
        group = self._services.group(id)
        if group.variables.pop(key, None) is None:
            raise missing(key)
        self._services.group_changed(group)
        return 204, None
