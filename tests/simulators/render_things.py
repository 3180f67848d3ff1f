# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""What a Render workspace holds, and how Render writes it down. No clusters, no network: only state, time and JSON."""

import dataclasses
import datetime
import random
import string

from pace import Course

PLANS = ["free", "starter", "basic_256mb", "basic_1gb", "standard", "basic_4gb", "pro_4gb", "pro", "pro_8gb", "pro_16gb",
         "pro_plus", "pro_32gb", "pro_64gb", "pro_128gb", "pro_192gb", "pro_256gb", "pro_384gb", "pro_512gb"]  # by memory


def new_id(prefix):
    """An id as Render makes them: a database's ends in -a."""
    letters = "".join(random.choices(string.ascii_lowercase[:22] + string.digits, k=20))
    return f"{prefix}-{letters}" + ("-a" if prefix == "dpg" else "")


def written(moment):
    """RFC 3339 in UTC with six to nine digits after the second, as on the wire."""
    digits = random.choice(("", "0", "00", "000"))
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f") + digits + "Z"


class Workspace:
    """Whose everything is, and where it is put. `hide` is told every secret that is made here, and gives it back."""

    def __init__(self, hide):
        self.hide = hide
        self.owner = {"id": new_id("tea"), "name": "Academy", "email": "owner@academy.example", "type": "team"}
        self.environment, self.region = new_id("evm"), "frankfurt"


@dataclasses.dataclass
class Database:
    """A Postgres instance. `cluster` is the real one, as soon as there is one; `failed` says that there will be none."""

    id: str
    name: str
    plan: str
    version: str
    owner: dict
    region: str
    environment: str
    created: datetime.datetime
    course: Course
    database: str = ""
    user: str = ""
    password: str = ""
    disk: int = 15
    allow_list: list = None
    high_availability: bool = False
    autoscaling: bool = False
    parameters: dict = None
    cluster: object = None
    suspended: bool = False
    failed: str = ""
    history_from: datetime.datetime = None  # the oldest moment to which it can be recovered
    exports: list = dataclasses.field(default_factory=list)
    updated: datetime.datetime = None

    def status(self, tick):
        """At a simulated second. Never `available` before the real cluster is."""
        if self.suspended:
            return "suspended"
        due = self.course.at(tick)
        if due in ("available", "creating") and self.failed:
            return self.failed
        return "creating" if due == "available" and not self.cluster else due

    def written(self, tick, in_detail):
        told = {
            "id": self.id, "ipAllowList": self.allow_list, "createdAt": written(self.created),
            "updatedAt": written(self.updated or self.created), "databaseName": self.database, "databaseUser": self.user,
            "highAvailabilityEnabled": self.high_availability, "name": self.name, "owner": self.owner, "plan": self.plan,
            "diskSizeGB": self.disk, "region": self.region, "readReplicas": [], "role": "primary", "status": self.status(tick),
            "version": self.version, "suspended": "suspended" if self.suspended else "not_suspended",
            "suspenders": ["user"] if self.suspended else [], "dashboardUrl": f"https://dashboard.render.com/d/{self.id}",
            "diskAutoscalingEnabled": self.autoscaling}
        if self.environment:
            told["environmentId"] = self.environment
        if in_detail and self.parameters:
            told["parameterOverrides"] = self.parameters
        return told


@dataclasses.dataclass
class Deploy:
    id: str
    trigger: str
    created: datetime.datetime
    course: Course
    end: str = ""  # "live", "update_failed", "canceled"; then "deactivated". Nothing: under way.
    ended: datetime.datetime = None

    def status(self, tick):
        return self.end or self.course.at(tick)

    def written(self, tick):
        told = {"id": self.id, "status": self.status(tick), "trigger": self.trigger, "createdAt": written(self.created),
                "startedAt": written(self.created), "updatedAt": written(self.ended or self.created),
                "commit": {"id": "1f2e3d4c5b6a79880123456789abcdef01234567", "message": "Book courses by term",
                           "createdAt": "2026-03-02T09:41:07Z"}}
        if self.ended:
            told["finishedAt"] = written(self.ended)
        return told


@dataclasses.dataclass
class Service:
    """A web service. `app` is what really runs."""

    id: str
    name: str
    owner: dict
    environment: str
    region: str
    created: datetime.datetime
    app: object
    variables: dict
    auto_deploy: bool = True
    suspended: bool = False
    deploys: list = dataclasses.field(default_factory=list)  # newest first

    def written(self):
        return {
            "id": self.id, "name": self.name, "ownerId": self.owner["id"], "type": "web_service", "slug": self.name,
            "autoDeploy": "yes" if self.auto_deploy else "no", "branch": "main", "repo": "https://github.com/academy/app",
            "createdAt": written(self.created), "updatedAt": written(self.created), "notifyOnFail": "default", "rootDir": "",
            "environmentId": self.environment, "dashboardUrl": f"https://dashboard.render.com/web/{self.id}",
            "suspended": "suspended" if self.suspended else "not_suspended", "suspenders": ["user"] if self.suspended else [],
            "serviceDetails": {
                "env": "python", "runtime": "python", "healthCheckPath": "/health/database", "numInstances": 1, "plan": "starter",
                "region": self.region, "openPorts": [{"port": 10000, "protocol": "TCP"}], "buildPlan": "starter",
                "envSpecificDetails": {"buildCommand": "pip install .", "startCommand": "academy serve"},
                "url": self.app.health.removesuffix("/health")}}


@dataclasses.dataclass
class Group:
    """An env group and the services that it is linked to."""

    id: str
    name: str
    owner: dict
    environment: str
    created: datetime.datetime
    variables: dict
    services: list

    def written(self, with_values):
        told = {"id": self.id, "name": self.name, "ownerId": self.owner["id"], "environmentId": self.environment,
                "createdAt": written(self.created), "updatedAt": written(self.created),
                "serviceLinks": [{"id": one.id, "name": one.name, "type": "web"} for one in self.services]}
        if with_values:
            told["envVars"] = [{"key": key, "value": value} for key, value in self.variables.items()]
            told["secretFiles"] = []
        return told
