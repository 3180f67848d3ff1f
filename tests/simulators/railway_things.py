# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""What a Railway project holds. No clusters started here, no network: only state."""

import dataclasses
import datetime
import re
import uuid

REFERENCE = re.compile(r"\$\{\{\s*(?:([^.}]+)\.)?([A-Za-z0-9_]+)\s*\}\}")
DEEPEST = 8  # references to references
DATABASE_PORT = 5432


class Denied(ValueError):
    """What Railway says to a wrong session, a denied resource and a wrong kind of id alike."""

    def __init__(self, message="Not Authorized"):
        super().__init__(message)


def new_id():
    return str(uuid.uuid4())


@dataclasses.dataclass
class Backup:
    """A snapshot of a volume."""

    id: str
    name: str
    created: datetime.datetime
    expires: datetime.datetime
    schedule: str
    size: int  # bytes


@dataclasses.dataclass
class Volume:
    """A volume, which here has one instance only; `cluster` is what lies on it."""

    id: str
    instance: str
    name: str
    created: datetime.datetime
    service: object = None
    cluster: object = None
    state: str = "READY"
    deleted: bool = False
    backups: list = dataclasses.field(default_factory=list)
    schedules: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Deployment:
    id: str
    service: object
    created: datetime.datetime
    course: object
    end: str = ""
    changed: datetime.datetime = None

    def ended(self, status, moment):
        self.end, self.changed = status, moment

    def status(self, tick):
        return self.end or self.course.at(tick)


@dataclasses.dataclass
class Proxy:
    id: str
    port: int
    course: object


@dataclasses.dataclass
class Service:
    """A service in the one environment. A database has a volume, an app has `app`."""

    id: str
    name: str
    created: datetime.datetime
    image: str
    variables: dict
    volume: Volume = None
    app: object = None
    proxies: list = dataclasses.field(default_factory=list)
    deployments: list = dataclasses.field(default_factory=list)  # newest first

    @property
    def private_domain(self):
        return self.name.lower().replace(" ", "-") + ".railway.internal"

    @property
    def cluster(self):
        return self.volume.cluster if self.volume else None

    def given(self):
        """Its variables and those that Railway provides, with references as they stand."""
        provided = {"RAILWAY_SERVICE_ID": self.id, "RAILWAY_SERVICE_NAME": self.name, "RAILWAY_PRIVATE_DOMAIN": self.private_domain}
        given = {**self.variables, **provided}
        if self.proxies and self.cluster:
            given |= {"RAILWAY_TCP_PROXY_DOMAIN": self.cluster.host, "RAILWAY_TCP_PROXY_PORT": str(self.cluster.port),
                      "RAILWAY_TCP_APPLICATION_PORT": str(DATABASE_PORT)}
        return given


class Variables:
    """Renders references among the services of one environment."""

    def __init__(self, services, shared):
        self._services, self._shared = services, shared

    def of(self, service, unrendered=False):
        given = service.given() if service else dict(self._shared)
        return given if unrendered else {name: self._rendered(value, given, DEEPEST) for name, value in given.items()}

    def _rendered(self, value, given, depth):
        def found(match):
            whose, name = match.groups()
            if whose is None:
                source = given
            elif whose == "shared":
                source = self._shared
            else:
                source = next((one.given() for one in self._services if one.name == whose), {})
            return self._rendered(source.get(name, ""), source, depth - 1) if depth else ""
        return REFERENCE.sub(found, value)


def postgres_variables(user, password, database, archive):
    """As the official template sets them; with the archive's where point-in-time recovery is enabled."""
    who = "postgresql://${{PGUSER}}:${{POSTGRES_PASSWORD}}@"
    variables = {"PGUSER": user, "POSTGRES_USER": user, "POSTGRES_PASSWORD": password, "PGPASSWORD": "${{POSTGRES_PASSWORD}}",
                 "PGDATABASE": database, "POSTGRES_DB": database, "PGHOST": "${{RAILWAY_PRIVATE_DOMAIN}}",
                 "PGPORT": str(DATABASE_PORT), "PGDATA": "/var/lib/postgresql/data/pgdata",
                 "DATABASE_URL": who + "${{RAILWAY_PRIVATE_DOMAIN}}:5432/${{PGDATABASE}}",
                 "DATABASE_PUBLIC_URL": who + "${{RAILWAY_TCP_PROXY_DOMAIN}}:${{RAILWAY_TCP_PROXY_PORT}}/${{PGDATABASE}}"}
    return variables | archive
