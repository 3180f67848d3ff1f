# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated AWS account with an RDS PostgreSQL in it, on one endpoint: RDS, STS, Secrets Manager, Parameter Store, ECS and
Route 53, told apart by the service that a request is signed for. Signatures are checked, requests and answers follow AWS's own
models; each DB instance is a real PostgreSQL server. How to start it and what tests may ask of it: wire.py. In addition

    POST /_control/options   {"eventual": 2}            a new instance or snapshot is missing from the first two looks
                             {"partial": true}          pages a third as long as asked for
                             {"unknownStatus": "storage-initialization"}   a restored instance goes through a status nobody knows
                             {"shipEvery": 300}         the log is shipped so many (real) seconds after the last time
                             {"deny": ["rds:DeleteDBInstance"]}, {"expired": true}, {"pendingReboot": true}
                             {"changeLasts": 180}       Route 53 takes so many simulated seconds until its name server knows a change
    POST /_control/policy    {"policy": {...}}: from now on the account's owner may do only what IAM allows by it; null: everything again
    POST /_control/refused   {"policy": {...}}: what of all that was asked since then it would refuse: {"refused": [{"action", "resource"}]}
    POST /_control/expire    all temporary keys that were given out until now have run out
    POST /_control/ship      ships the source's log now; {"newest": moment until which all can be restored}
    POST /_control/reset     with --standing: the account's databases and backups are again as they were at the start
    POST /_control/sql       {"instance": name, "statements": "..."}: runs as superuser; {"output": ...}
"""

import copy
import json
import re
import secrets
import urllib.parse
from xml.sax.saxutils import escape

import aws_models
import aws_neighbours
import aws_rights
import aws_signature
import aws_sts
import wire
from rds_calls import RdsCalls
from rds_looks import group_members
from rds_world import ACCOUNT, ApiError, Instance, REGION, World
from standing import clusters_for
from zone_server import ZoneServer

SOURCE, DATABASE, OWNER = "shuttler-db", "academy", "academy_owner"
SETTINGS = {
    "DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "MasterUsername": OWNER, "DBName": DATABASE, "AllocatedStorage": 20,
    "PreferredBackupWindow": "03:00-03:30", "BackupRetentionPeriod": 35, "AvailabilityZone": REGION + "a",
    "PreferredMaintenanceWindow": "sun:04:00-sun:04:30", "MultiAZ": True, "AutoMinorVersionUpgrade": True,
    "LicenseModel": "postgresql-license", "PubliclyAccessible": False, "StorageType": "gp3", "Iops": 3000, "StorageThroughput": 125,
    "StorageEncrypted": True, "KmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555",
    "CACertificateIdentifier": "rds-ca-rsa2048-g1", "CopyTagsToSnapshot": True, "MonitoringInterval": 0,
    "IAMDatabaseAuthenticationEnabled": False, "PerformanceInsightsEnabled": True, "DeletionProtection": True,
    "EnabledCloudwatchLogsExports": ["postgresql", "upgrade"], "MaxAllocatedStorage": 100, "NetworkType": "IPV4",
    "BackupTarget": "region",
    **group_members({"VpcSecurityGroupIds": ["sg-0shuttler1"], "DBParameterGroupName": "shuttler-pg15",
                     "DBSubnetGroupName": "shuttler-private", "OptionGroupName": "default:postgres-15"}),
}
# By method and path; the names of the parts are those of AWS's model.
ROUTES = {"ListResourceRecordSets": ("GET", r"/2013-04-01/hostedzone/(?P<Id>[^/]+)/rrset/?"),
          "ChangeResourceRecordSets": ("POST", r"/2013-04-01/hostedzone/(?P<Id>[^/]+)/rrset/?"),
          "GetChange": ("GET", r"/2013-04-01/change/(?P<Id>[^/]+)")}


class Rds(wire.Simulator):
    """The account."""

    clusters = world = name_server = None

    @staticmethod
    def arguments(parser):
        parser.add_argument("--snapshots", type=int, default=0, metavar="N", help="so many more manual snapshots, all of the first backup")
        parser.add_argument("--app-host", metavar="NAME", help="the app knows its database by this name in DNS: DATABASE_URL names it, and "
                            "the servers listen at one port, each on an address of its own")

    def open(self):
        self.services = {name: aws_models.Service(name) for name in ("rds", "sts", "secretsmanager", "ssm", "ecs", "route53")}
        self.complaints = []
        self.password = self.secrets.add(secrets.token_urlsafe(18))
        self.identities = [{"accessKey": "AKIASIMULATOR0000001", "secretKey": self.secrets.add(secrets.token_urlsafe(30))},
                           {"accessKey": "ASIASIMULATOR0000002", "secretKey": self.secrets.add(secrets.token_urlsafe(30)),
                            "sessionToken": self.secrets.add(secrets.token_urlsafe(60))}]
        self.clusters = clusters_for(self.options, self.directory, self.authority)
        self.world = World(self.clock, self.clusters, one_port=bool(self.options.app_host))
        self._open_services()
        self._open_source()

    def _open_services(self):
        self.secretsmanager = aws_neighbours.SecretsManager(self.secrets)
        self.ssm = aws_neighbours.ParameterStore(self.secrets)
        self.dns = aws_neighbours.Dns(self.clock, self.world.options)
        self.name_server = ZoneServer(self.dns.known)
        self.ecs = aws_neighbours.Containers(self.clock, self.world.options)
        self.rights = aws_rights.Rights(self.world, self.secretsmanager.arns, self.ssm)
        self.portal = aws_sts.Portal(self.secrets, self.identities, ACCOUNT)
        self.calls = {"rds": RdsCalls(self.world, self.secrets, self._managed_secret), "sts": aws_neighbours.TokenService(self.secrets, self.identities),
                      "secretsmanager": self.secretsmanager, "ssm": self.ssm, "ecs": self.ecs, "route53": self.dns}

    def _open_source(self):
        cluster = self.clusters.make_source(DATABASE, OWNER, self.password,
                                            None if self.options.academy == "none" else self.options.academy)
        cluster.restart(*self.world.place_of(SOURCE))
        settings = {**SETTINGS, "EngineVersion": cluster.sql("show server_version").split()[0]}
        source = self.world.add(Instance(SOURCE, settings, {"shuttler:role": "production"}, cluster))
        self.world.begin_automated_backups(source)
        source.phases[0].future.result()
        source.phases[0].seconds = 0
        self.world.settle()
        self._source_at_first = (source, source.automated, copy.deepcopy(source.settings), dict(source.tags))
        host = self.options.app_host or cluster.host
        check = "require" if self.options.app_host else "verify-full"  # No certificate of RDS bears a name of ours.
        self.url = self.secrets.add(f"postgresql://{OWNER}:{self.password}@{host}:{cluster.port}/{DATABASE}?sslmode={check}")
        self.secretsmanager.make("prod/shuttler/DATABASE_URL", self.url)
        self.secretsmanager.make("prod/shuttler/database", json.dumps(
            {"engine": "postgres", "host": host, "port": cluster.port, "username": OWNER, "password": self.password,
             "dbname": DATABASE, "dbInstanceIdentifier": SOURCE}))
        self.ssm.make("/prod/shuttler/DATABASE_URL", self.url)
        if self.options.app_host == "db.shuttler.example":
            self.dns.make("db.shuttler.example.", "A", cluster.host, ttl=1)
        else:
            self.dns.make("db.shuttler.example.", "CNAME", f"{SOURCE}.{REGION}.rds.example")
        for number in range(self.options.snapshots):
            self._add_snapshot(source, f"kept-{number:05}")

    def _add_snapshot(self, source, name):
        made = self.world.new_snapshot(name, "manual", source)
        self.world.finish_snapshot(made, source.cluster.archive, source.cluster.archive.backups[0])

    def _managed_secret(self, instance, password):
        text = json.dumps({"username": instance.settings["MasterUsername"], "password": password})
        return self.secretsmanager.make(f"rds!{instance.resource_id}", self.secrets.add(text), owner="rds")

    def close(self):
        if self.name_server:
            self.name_server.close()
        if self.world:
            self.world.close()
        if self.clusters:
            self.clusters.close()

    def greeting(self):
        source = self.world.instances[0]
        permanent, temporary = self.identities[:2]
        sts = aws_neighbours.TokenService
        return {"credentials": {**permanent, "region": REGION, "account": ACCOUNT, "temporary": temporary},
                "singleSignOn": self.portal.greeting(),
                "role": {"arn": sts.ROLE, "device": sts.DEVICE, "code": sts.CODE},
                "source": {"name": source.name, "id": source.resource_id, "host": source.cluster.host, "port": source.cluster.port,
                           "database": DATABASE, "user": OWNER, "password": self.password},
                "secret": "prod/shuttler/DATABASE_URL", "jsonSecret": "prod/shuttler/database",
                "parameter": "/prod/shuttler/DATABASE_URL", "zone": self.dns.zone, "record": "db.shuttler.example.",
                "nameServer": self.name_server.port,
                "cluster": self.ecs.cluster, "service": self.ecs.service}

    # --- Requests

    def action(self, request):
        return self._named(request)[1]

    def _named(self, request):
        """(service, operation) as far as they can be told."""
        service = aws_signature.signing_service(request)
        if "x-amz-target" in request.headers:
            return service, request.headers["x-amz-target"].rpartition(".")[2]
        if service in ("rds", "sts"):
            return service, dict(urllib.parse.parse_qsl(request.body.decode("utf-8", "replace"))).get("Action", "")
        for name, (method, pattern) in ROUTES.items():
            if request.method == method and re.fullmatch(pattern, request.path):
                return service, name
        return service, f"{request.method} {request.path}"

    def answer(self, request):
        if request.path == aws_sts.PATH:
            return self.portal.answer(request)
        service, name = self._named(request)
        try:
            identities = [{**each, "expired": "expired" in each or self.world.options["expired"] and "sessionToken" in each}
                          for each in self.identities]
            identity = aws_signature.check(request, identities, REGION, self.clock.utc())
            return self._act(request, self.services.get(service), name, identity)
        except aws_signature.Refused as refusal:
            return self.failure(request, 403, refusal.code, refusal.message)
        except aws_models.Malformed as problem:
            self.complaints.append(f"{service} {name}: {problem}")
            return self.failure(request, 400, "ValidationError", str(problem))
        except ApiError as error:
            return self.failure(request, error.status, error.code, error.message)

    def _act(self, request, service, name, identity):
        operation = service.operation(name) if service else None
        handler = getattr(self.calls.get(service.name), name, None) if operation else None
        if handler is None:
            self.complaints.append(f"{service.name if service else '?'} {name}: not simulated")
            raise ApiError(400, "InvalidAction", f"Could not find operation {name}.")
        parameters = self._read(request, service, operation)
        right = f"{service.name}:{name}"
        if right in self.world.options["deny"]:
            raise self._denied(service, right)
        with self.world.lock:
            self.world.settle()
            if refused := self.rights.refusal(identity["accessKey"], service.name, name, parameters):
                action, resource, _ = refused
                raise self._denied(service, f"{action} on resource: {resource} because no identity-based policy allows the {action} action")
            result = handler(parameters)
        return self._written(request, service, operation, result)

    def _denied(self, service, right):
        json_protocol = service.model.metadata["protocol"] == "json"
        return ApiError(400 if json_protocol else 403, "AccessDeniedException" if json_protocol else "AccessDenied",
                        f"User: arn:aws:iam::{ACCOUNT}:user/shuttler-operator is not authorized to perform: {right}")

    def _read(self, request, service, operation):
        protocol = service.model.metadata["protocol"]
        if protocol == "query":
            self._check_form(request, service)
            return aws_models.read_query(operation, urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True))
        if protocol == "json":
            return self._read_json(request, service, operation)
        match = re.fullmatch(ROUTES[operation.name][1], request.path)
        return aws_models.read_rest(operation, match, request.query, request.body)

    @staticmethod
    def _check_form(request, service):
        kind = request.headers.get("content-type", "")
        if request.method != "POST" or request.path != "/" or not kind.startswith("application/x-www-form-urlencoded"):
            raise aws_models.Malformed("it has to be a POST of application/x-www-form-urlencoded to /")
        version = dict(urllib.parse.parse_qsl(request.body.decode("utf-8", "replace"))).get("Version")
        if version != service.model.metadata["apiVersion"]:
            raise aws_models.Malformed(f"Version is {service.model.metadata['apiVersion']}, not {version}")

    @staticmethod
    def _read_json(request, service, operation):
        metadata = service.model.metadata
        if request.headers.get("content-type", "") != f"application/x-amz-json-{metadata['jsonVersion']}":
            raise aws_models.Malformed(f"the content type is application/x-amz-json-{metadata['jsonVersion']}")
        if request.headers["x-amz-target"] != f"{metadata['targetPrefix']}.{operation.name}":
            raise aws_models.Malformed(f"the target is {metadata['targetPrefix']}.{operation.name}")
        try:
            value = request.json()
        except ValueError as problem:
            raise aws_models.Malformed(f"the body is no JSON: {problem}") from None
        return aws_models.read_json(operation.input_shape, value)

    def _written(self, request, service, operation, result):
        protocol = service.model.metadata["protocol"]
        identified = {"x-amzn-RequestId": request.id}
        if protocol == "query":
            body = aws_models.write_query(service, operation, result, request.id)
            return wire.Answer(200, body, "text/xml", identified)
        if protocol == "json":
            return wire.Answer(200, aws_models.json_body(operation, result), "application/x-amz-json-1.1", identified)
        inner = aws_models.xml_members(operation.output_shape, result)
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{operation.name}Response xmlns="{service.namespace}">{inner}</{operation.name}Response>'
        return wire.Answer(200, body.encode(), "text/xml", identified)

    # --- Errors

    def failure(self, request, status, code, message):
        code = code or {403: "AccessDenied", 500: "InternalFailure", 503: "ServiceUnavailable"}.get(status, "InternalFailure")
        service, _ = self._named(request)
        identified = {"x-amzn-RequestId": request.id}
        if "x-amz-target" in request.headers:
            body = json.dumps({"__type": code, "message": message}).encode()
            return wire.Answer(status, body, "application/x-amz-json-1.1", identified, note=code)
        namespace = self.services[service].namespace if service in self.services else ""
        side = "Sender" if status < 500 else "Receiver"
        body = (f'<ErrorResponse xmlns="{namespace}"><Error><Type>{side}</Type><Code>{escape(code)}</Code>'
                f"<Message>{escape(message)}</Message></Error><RequestId>{request.id}</RequestId></ErrorResponse>")
        if code == "InvalidChangeBatch":
            body = (f'<InvalidChangeBatch xmlns="{namespace}"><Messages><Message>{escape(message)}</Message></Messages>'
                    f"<RequestId>{request.id}</RequestId></InvalidChangeBatch>")
        return wire.Answer(status, body.encode(), "text/xml", identified, note=f"{code}: {message}")

    def throttle(self, request, seconds):
        code = "ThrottlingException" if "x-amz-target" in request.headers else "Throttling"
        return self.failure(request, 400, code, "Rate exceeded")

    # --- For tests

    def state(self):
        with self.world.lock:
            self.world.settle()
            instances = [{"name": each.name, "id": each.resource_id, "status": each.status, "tags": each.tags, "settings": each.settings,
                          "port": each.cluster.port if each.cluster else None, "host": each.cluster.host if each.cluster else None}
                         for each in self.world.instances]
            snapshots = [{"name": each.name, "type": each.type, "status": each.status} for each in self.world.snapshots.values()]
            automated = [{"id": each.id, "resource": each.instance.resource_id, "retained": each.retained} for each in self.world.automated]
            return {"instances": instances, "snapshots": snapshots[:200], "snapshotCount": len(snapshots), "automated": automated,
                    "secrets": self.secretsmanager.values(), "labels": self.secretsmanager.labels(),
                    "parameters": self.ssm.values(), "keys": self.ssm.keys(), "records": self.dns.records(),
                    "deployments": self.ecs.deployments(), "complaints": list(self.complaints)}

    def control(self, name, wishes):
        with self.world.lock:
            self.world.settle()
            if name == "options":
                unknown = set(wishes) - set(self.world.options)
                if unknown:
                    raise ValueError(f"no such options: {sorted(unknown)}")
                self.world.options.update(wishes)
                return self.world.options
            if name == "policy":
                self.rights.attach(self.identities[0]["accessKey"], wishes["policy"])
                return {}
            if name == "refused":
                return {"refused": self.rights.refused_by(wishes["policy"])}
            if name == "reset" and self.options.standing:
                self.world.reset(*self._source_at_first)
                return {}
            if name == "expire":
                for each in self.identities:
                    if "sessionToken" in each:
                        each["expired"] = True
                return {}
            if name == "ship":
                return {"newest": self.world.instances[0].automated.archive.ship()}
            if name == "sql":
                instance = next((each for each in self.world.instances if each.name == wishes["instance"]), None)
                if instance is None or instance.cluster is None:
                    raise ValueError(f"{wishes['instance']} has no server")
                return {"output": instance.cluster.sql(wishes["statements"])}
        raise KeyError(name)


if __name__ == "__main__":
    wire.main(Rds, __doc__.splitlines()[0])
