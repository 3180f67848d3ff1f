# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The Postgres instances of a simulated Render workspace: each a real cluster, each taking its time."""

import secrets

from render_asked import Refusal, missing, parse_moment
from render_exports import Exports, NotedExports
from render_things import PLANS, Database, new_id, written
from standing import StandingClusters

NOT_YET = 600  # the last seconds that cannot be recovered
RECOVERY = ("unknown", (2, "recovery_in_progress"), (40, "creating"), (20, "available"))
CREATION = ("unknown", (2, "creating"), (40, "available"))
FIRST_BACKUP = 300  # from available until a new database can be recovered
EXPORT = 30


class Databases:
    """`recovery_answers`: whose description POST …/recovery gives, "new" or "source" (the document leaves it open).
    `reachable_inside`: internal URLs lead to localhost, so that they work from outside too. `all` and `deleted` may be read."""

    def __init__(self, clusters, pace, workspace, academy="small", recovery_answers="new", reachable_inside=False):
        self._clusters, self._pace, self._workspace = clusters, pace, workspace
        self._recovery_answers, self._reachable_inside = recovery_answers, reachable_inside
        self.all = {}
        self.deleted = []  # ids
        self.exported = (NotedExports if isinstance(clusters, StandingClusters) else Exports)(workspace.hide)
        self.source = self._first(academy)

    def database(self, id):
        if id not in self.all:
            raise missing(id)
        return self.all[id]

    def detail(self, database):
        return database.written(self._pace.tick(), True)

    def create(self, body):
        plan, version = body.get("plan"), body.get("version")
        if body.get("ownerId") != self._workspace.owner["id"]:
            raise Refusal(400, "invalid owner")
        if str(version) != self._version():
            raise Refusal(400, f"this simulator makes PostgreSQL {self._version()} only")
        made = self._new(body["name"], plan, self._pace.course(*CREATION), body.get("region", "oregon"),
                         body.get("environmentId", ""), body.get("diskSizeGB", 15), body.get("ipAllowList"))
        # Render appends to the name of a database that was asked for.
        made.database = f"{body.get('databaseName', 'db')}_{secrets.token_hex(2)}"
        made.user, made.password = body.get("databaseUser", made.database + "_user"), self._workspace.hide(secrets.token_hex(16))
        self._pace.put(made.id, self._make, made)
        return self.detail(made)

    def change(self, id, body):
        database, now = self.database(id), self._pace.now()
        if body.get("diskSizeGB", database.disk) < database.disk:
            raise Refusal(400, "disk size can only be increased")
        grows = body.get("diskSizeGB", database.disk) != database.disk or body.get("plan", database.plan) != database.plan
        database.name = body.get("name", database.name)
        database.plan = body.get("plan", database.plan)
        database.disk = body.get("diskSizeGB", database.disk)
        database.allow_list = body.get("ipAllowList", database.allow_list)
        database.high_availability = body.get("enableHighAvailability", database.high_availability)
        database.autoscaling = body.get("enableDiskAutoscaling", database.autoscaling)
        database.parameters = body.get("parameterOverrides", database.parameters)
        database.updated = now
        if grows:
            database.course = self._pace.course("updating_instance", (20, "available"))
        return self.detail(database)

    def delete(self, id):
        """Its backups go with it, at once."""
        database = self.database(id)
        del self.all[id]
        self.deleted.append(id)
        self.exported.drop(database.exports)
        self._pace.put(id, lambda: database.cluster and database.cluster.destroy())

    def connection_info(self, id):
        database = self.database(id)
        if not database.cluster:
            raise Refusal(404, f"not found: connection info of {id}")
        who = f"postgresql://{database.user}:{database.password}@"
        outside = f"{database.cluster.host}:{database.cluster.port}/{database.database}"
        inside = outside if self._reachable_inside else f"{id}/{database.database}"
        return {"password": database.password, "internalConnectionString": who + inside, "externalConnectionString": who + outside,
                "psqlCommand": f"PGPASSWORD={database.password} psql -h {database.cluster.host} -p {database.cluster.port}"
                               f" -U {database.user} {database.database}"}

    def act_on(self, id, act):
        database = self.database(id)
        if act == "suspend":
            database.suspended = True
            self._pace.put(id, self._suspend, database)
        elif act == "resume":
            self._pace.put(id, self._resume, database)
        elif not database.suspended and database.cluster:
            database.course = self._pace.course("unavailable", (5, "available"))
            self._pace.put(id, database.cluster.restart)

    def recovery_window(self, id):
        database = self.database(id)
        if database.plan == "free":
            return {"recoveryStatus": "NOT_AVAILABLE"}
        if not database.history_from:
            return {"recoveryStatus": "BACKUP_NOT_READY"}
        return {"recoveryStatus": "AVAILABLE", "startsAt": written(database.history_from)}

    def recover(self, id, body):
        source, moment = self.database(id), parse_moment(str(body.get("restoreTime")))
        plan = body.get("plan", source.plan)
        window = self.recovery_window(id)
        if window["recoveryStatus"] != "AVAILABLE":
            raise Refusal(400, f"point-in-time recovery: {window['recoveryStatus']}")
        if not source.history_from <= moment <= self._pace.before(NOT_YET):
            raise Refusal(400, "restoreTime is outside of the recovery window")
        if plan not in PLANS or PLANS.index(plan) < PLANS.index(source.plan):
            raise Refusal(400, "plan must not be lower than that of the original database")
        # What it is called without restoreName is stated nowhere.
        made = self._new(body.get("restoreName") or f"{source.name}-{secrets.token_hex(2)}", plan, self._pace.course(*RECOVERY),
                         source.region, body.get("environmentId") or source.environment, source.disk, source.allow_list)
        made.database, made.user, made.password = source.database, source.user, source.password
        made.high_availability, made.parameters = source.high_availability, source.parameters
        self._pace.put(made.id, self._recover, made, source, moment)
        return self.detail(made if self._recovery_answers == "new" else source)

    def set_status(self, id, status):
        """For tests: this status from now on, known to anybody or not."""
        self.database(id).course = self._pace.course(status)

    def state(self):
        """For tests that look behind the scenes."""
        tick = self._pace.tick()
        return [{"id": one.id, "name": one.name, "status": one.status(tick), "suspended": one.suspended,
                 "port": one.cluster.port if one.cluster else None,
                 "exports": sum(each.is_ready for each in one.exports), "running": bool(one.cluster and one.cluster.is_running)} for one in self.all.values()]

    def exports(self, id):
        return [one.written() for one in self.database(id).exports]

    def export(self, id):
        database = self.database(id)
        if self.detail(database)["status"] != "available" or database.plan == "free":
            raise Refusal(400, "the database cannot be exported now")
        if any(not one.is_ready for one in database.exports):
            raise Refusal(400, "an export is already in progress")
        made = self.exported.begin(self._pace.now())
        database.exports.insert(0, made)
        self._pace.put(f"export {id}", self._export, made, database)

    def resolved(self, host, port):
        """An address as a service in the workspace sees it."""
        database = self.all.get(host)
        if database is None and "." not in host and host != "localhost":
            raise LookupError(f"could not translate host name {host}")
        return (database.cluster.host, database.cluster.port) if database else (host, port)

    def _version(self):
        return self._clusters.programs.folder.parent.name

    def _new(self, name, plan, course, region, environment, disk, allow_list):
        made = Database(new_id("dpg"), name, plan, self._version(), self._workspace.owner, region, environment,
                        self._pace.now(), course)
        made.disk, made.allow_list = disk, allow_list
        self.all[made.id] = made
        return made

    def _first(self, academy):
        made = self._new("academy-db", "basic_256mb", self._pace.course("available"), self._workspace.region,
                         self._workspace.environment, 15, None)
        made.database, made.user, made.password = "academy", "academy_owner", self._workspace.hide(secrets.token_hex(16))
        made.cluster = self._clusters.make_source(made.database, made.user, made.password, academy)
        made.cluster.protect().backup()
        made.history_from = made.cluster.archive.earliest
        return made

    def _make(self, made):
        made.cluster = self._clusters.make_source(made.database, made.user, made.password, None)
        self._pace.put(f"protect {made.id}", self._protect, made)

    def _recover(self, made, source, moment):
        try:
            archive = source.cluster.archive
            if archive.newest < moment:
                archive.ship()
            cluster = self._clusters.restore(archive, moment)
            if source.id not in self.all:
                cluster.destroy()
                raise RuntimeError("the source was deleted meanwhile, and its backups with it")
        except RuntimeError:
            made.failed = "recovery_failed"
            raise
        made.cluster = cluster
        self._pace.put(f"protect {made.id}", self._protect, made)

    def _protect(self, made):
        """A new database begins its own history."""
        if self._pace.wait(FIRST_BACKUP) and made.id in self.all and not made.suspended:
            made.cluster.protect().backup()
            made.history_from = made.cluster.archive.earliest

    def _suspend(self, database):
        if database.cluster and database.cluster.is_running:
            if database.cluster.archive:
                database.cluster.archive.ship()
            database.cluster.stop()

    def _resume(self, database):
        if database.cluster and not database.cluster.is_running:
            database.cluster.start()
        database.suspended = False
        database.course = self._pace.course("unavailable", (5, "available"))

    def _export(self, made, database):
        try:
            if self._pace.wait(EXPORT):
                made.finish(self._clusters, database)
        except RuntimeError:
            database.exports.remove(made)
            raise
