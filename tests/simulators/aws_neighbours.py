# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The services next to the database, as far as a cutover needs them: Secrets Manager, Parameter Store, ECS, Route 53, STS. Each is a
class whose methods bear the names of AWS's operations: parameters in, result out."""

import datetime
import itertools
import secrets
import uuid

from clusters import utc_now
from rds_world import ACCOUNT, ApiError, REGION

NEW_DEPLOYMENT_LASTS = 90  # Simulated seconds.


class SecretsManager:
    """Secrets with their versions; AWSCURRENT and AWSPREVIOUS move as AWS moves them."""

    def __init__(self, log_secrets):
        self._log_secrets, self._secrets = log_secrets, {}

    def make(self, name, text, owner=None):
        """A new secret with its first version; its ARN."""
        suffix = uuid.uuid4().hex[:6]
        secret = {"ARN": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-{suffix}", "Name": name, "OwningService": owner,
                  "CreatedDate": utc_now(), "LastChangedDate": utc_now(), "versions": {}}
        self._secrets[name] = secret
        self._put(secret, str(uuid.uuid4()), text, ["AWSCURRENT"])
        return secret["ARN"]

    def values(self):
        """Name → the text that is current."""
        return {name: self._with_stage(secret, "AWSCURRENT")["text"] for name, secret in self._secrets.items()}

    def arns(self):
        """Name → ARN."""
        return {name: secret["ARN"] for name, secret in self._secrets.items()}

    def labels(self):
        """Name → label → version."""
        return {name: {label: id for id, each in secret["versions"].items() for label in each["stages"]}
                for name, secret in self._secrets.items()}

    def DescribeSecret(self, p):
        secret = self._find(p)
        shown = {key: secret[key] for key in ("ARN", "Name", "OwningService", "CreatedDate", "LastChangedDate")}
        return {**shown, "VersionIdsToStages": {id: each["stages"] for id, each in secret["versions"].items() if each["stages"]}}

    def GetSecretValue(self, p):
        secret = self._find(p)
        wanted = secret["versions"].get(p["VersionId"]) if "VersionId" in p else self._with_stage(secret, p.get("VersionStage", "AWSCURRENT"))
        if wanted is None or ("VersionStage" in p and p["VersionStage"] not in wanted["stages"]):
            self._missing("Secrets Manager can't find the specified secret value for " +
                          (f"VersionId: {p['VersionId']}" if "VersionId" in p else f"staging label: {p.get('VersionStage')}"))
        return {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": wanted["id"], "SecretString": wanted["text"],
                "VersionStages": wanted["stages"], "CreatedDate": wanted["created"]}

    def PutSecretValue(self, p):
        secret = self._find(p)
        if secret["OwningService"]:
            raise ApiError(400, "InvalidRequestException", f"You can't change a secret that is managed by {secret['OwningService']}.")
        if "SecretString" not in p:
            raise ApiError(400, "InvalidParameterException", "SecretString is needed.")
        token = p.get("ClientRequestToken", str(uuid.uuid4()))
        text = self._log_secrets.add(p["SecretString"])
        known = secret["versions"].get(token)
        if known and known["text"] != text:
            raise ApiError(400, "ResourceExistsException", "The ClientRequestToken was used with another value.")
        if not known:
            self._put(secret, token, text, p.get("VersionStages", ["AWSCURRENT"]))
        return {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token, "VersionStages": secret["versions"][token]["stages"]}

    def UpdateSecretVersionStage(self, p):
        secret, stage = self._find(p), p["VersionStage"]
        holder = self._with_stage(secret, stage)
        if holder and "MoveToVersionId" in p and p.get("RemoveFromVersionId") != holder["id"]:
            raise ApiError(400, "InvalidParameterException", f"{stage} is attached to {holder['id']}: RemoveFromVersionId has to name it.")
        if "RemoveFromVersionId" in p:
            if not holder or holder["id"] != p["RemoveFromVersionId"]:
                raise ApiError(400, "InvalidParameterException", f"{stage} is not attached to {p['RemoveFromVersionId']}.")
            holder["stages"].remove(stage)
        if "MoveToVersionId" in p:
            if p["MoveToVersionId"] not in secret["versions"]:
                self._missing("Secrets Manager can't find the version.")
            self._attach(secret, p["MoveToVersionId"], stage, holder)
        return {"ARN": secret["ARN"], "Name": secret["Name"]}

    def _find(self, p):
        for secret in self._secrets.values():
            if p["SecretId"] in (secret["Name"], secret["ARN"]):
                return secret
        return self._missing("Secrets Manager can't find the specified secret.")

    @staticmethod
    def _missing(message):
        raise ApiError(400, "ResourceNotFoundException", message)

    @staticmethod
    def _with_stage(secret, stage):
        return next((each for each in secret["versions"].values() if stage in each["stages"]), None)

    def _put(self, secret, id, text, stages):
        secret["versions"][id] = {"id": id, "text": text, "stages": [], "created": utc_now()}
        secret["LastChangedDate"] = utc_now()
        for stage in stages:
            holder = self._with_stage(secret, stage)
            if holder:
                holder["stages"].remove(stage)
            self._attach(secret, id, stage, holder)

    def _attach(self, secret, id, stage, holder):
        """AWSPREVIOUS follows to whoever was current until now."""
        secret["versions"][id]["stages"].append(stage)
        if stage == "AWSCURRENT" and holder:
            for each in secret["versions"].values():
                if "AWSPREVIOUS" in each["stages"]:
                    each["stages"].remove("AWSPREVIOUS")
            holder["stages"].append("AWSPREVIOUS")


class ParameterStore:
    """SecureString parameters with their history."""

    def __init__(self, log_secrets):
        self._log_secrets, self._histories = log_secrets, {}

    def make(self, name, value):
        self._histories[name] = [self._version(name, value, 1, {"Type": "SecureString", "KeyId": "alias/shuttler", "Tier": "Standard"})]

    def values(self):
        return {name: history[-1]["Value"] for name, history in self._histories.items()}

    def keys(self):
        return {name: history[-1]["KeyId"] for name, history in self._histories.items()}

    def GetParameter(self, p):
        newest = self._history(p["Name"])[-1]
        shown = {key: newest[key] for key in ("Name", "Type", "Version", "LastModifiedDate")}
        return {"Parameter": {**shown, "Value": self._shown(newest, p), "DataType": "text",
                              "ARN": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/{p['Name'].lstrip('/')}"}}

    def GetParameterHistory(self, p):
        history = self._history(p["Name"])
        return {"Parameters": [{**each, "Value": self._shown(each, p)} for each in history]}

    def PutParameter(self, p):
        self._log_secrets.add(p["Value"])
        history = self._histories.get(p["Name"])
        if history and not p.get("Overwrite"):
            raise ApiError(400, "ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.")
        if len(p["Value"].encode()) > 4096:
            raise ApiError(400, "ValidationException", "Standard tier parameters support a maximum parameter value of 4096 characters.")
        if not history and "Type" not in p:
            raise ApiError(400, "ValidationException", "A parameter type is required when you create a parameter.")
        history = self._histories.setdefault(p["Name"], [])
        # A key that is not named is the account's own, whatever it was before.
        traits = {"Type": p.get("Type") or history[-1]["Type"], "KeyId": p.get("KeyId", "alias/aws/ssm"), "Tier": p.get("Tier", "Standard")}
        history.append(self._version(p["Name"], p["Value"], len(history) + 1, traits))
        return {"Version": len(history), "Tier": "Standard"}

    def _history(self, name):
        if name not in self._histories:
            raise ApiError(400, "ParameterNotFound", "")
        return self._histories[name]

    @staticmethod
    def _version(name, value, number, traits):
        return {"Name": name, "Value": value, "Version": number, "LastModifiedDate": utc_now(), "DataType": "text", **traits}

    @staticmethod
    def _shown(version, p):
        return version["Value"] if p.get("WithDecryption") or version["Type"] != "SecureString" else "AQICAHiencrypted"


class Containers:
    """One ECS service; a new deployment takes over after a while. `options["rollout"]` says how that ends: "completes"; "fails", when
    its circuit breaker stops it; or "stuck", when there is none and its tasks die at their start again and again."""

    def __init__(self, clock, options, cluster="shuttler", service="shuttler-backend"):
        self._clock, self._options, self.cluster, self.service = clock, options, cluster, service
        self._arn = f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/{cluster}/{service}"
        self._definition = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/{service}:7"
        self._deployments = [(0.0, "ecs-svc/1")]
        self._numbers = itertools.count(2)

    def DescribeServices(self, p):
        self._check_cluster(p)
        known = [each for each in p["services"] if each in (self.service, self._arn)]
        return {"services": [self._member() for _ in known],
                "failures": [{"arn": each, "reason": "MISSING"} for each in p["services"] if each not in known]}

    def UpdateService(self, p):
        self._check_cluster(p)
        if p["service"] not in (self.service, self._arn):
            raise ApiError(400, "ServiceNotFoundException", "Service not found.")
        if p.get("forceNewDeployment"):
            self._deployments.append((self._clock.now(), f"ecs-svc/{next(self._numbers)}"))
        return {"service": self._member()}

    def deployments(self):
        """How many were started."""
        return len(self._deployments) - 1

    def _check_cluster(self, p):
        if p.get("cluster", "default").rpartition("/")[2] != self.cluster:
            raise ApiError(400, "ClusterNotFoundException", "Cluster not found.")

    def _member(self):
        began, newest = self._deployments[-1]
        took = self._clock.now() - began
        is_new = len(self._deployments) > 1
        ending = self._options["rollout"] if is_new else "completes"
        rolling = is_new and (ending == "stuck" or took < NEW_DEPLOYMENT_LASTS)
        works = ending == "completes" and not rolling
        ours = {"rolloutState": "IN_PROGRESS" if rolling else "COMPLETED", "failedTasks": 0}
        if ending == "fails" and not rolling:
            ours = {"rolloutState": "FAILED", "failedTasks": 10,
                    "rolloutStateReason": "ECS deployment circuit breaker: tasks failed to start."}
        if ending == "stuck":
            ours["failedTasks"] = int(took / 20)
        deployments = [self._deployment(newest, "PRIMARY", 2 if works else 0, ours)]
        if is_new and not works:
            deployments.append(self._deployment(self._deployments[-2][1], "ACTIVE", 2, {"rolloutState": "COMPLETED", "failedTasks": 0}))
        breaker = {"enable": ending != "stuck", "rollback": False}
        return {"serviceArn": self._arn, "serviceName": self.service, "status": "ACTIVE", "desiredCount": 2, "runningCount": 2,
                "pendingCount": 2 if rolling else 0, "taskDefinition": self._definition,
                "clusterArn": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{self.cluster}",
                "deploymentController": {"type": "ECS"}, "deploymentConfiguration": {"deploymentCircuitBreaker": breaker},
                "deployments": deployments}

    def _deployment(self, id, status, running, more):
        return {"id": id, "status": status, "desiredCount": 2, "runningCount": running, "pendingCount": 2 - running,
                "taskDefinition": self._definition, **more}


class Dns:
    """One Route 53 zone. A change is PENDING for `options["changeLasts"]` simulated seconds, then INSYNC: known to its name server."""

    def __init__(self, clock, options, zone="Z0SIMULATOR", domain="shuttler.example."):
        self._clock, self._options, self.zone, self.domain = clock, options, zone, domain
        self._sets, self._changes = {}, {}
        self._known = []  # (since when, the sets)

    def make(self, name, kind, value, ttl=60):
        self._sets[(name, kind, "")] = {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": value}]}
        self._known = [(self._clock.now(), dict(self._sets))]

    def known(self):
        """What the zone's name server answers from."""
        sets = [sets for since, sets in list(self._known) if since <= self._clock.now()][-1]
        return {(name, kind): (one["TTL"], [each["Value"] for each in one["ResourceRecords"]])
                for (name, kind, _), one in sets.items() if "TTL" in one}

    def records(self):
        """"name type" → values."""
        return {f"{name} {kind}": [each["Value"] for each in one["ResourceRecords"]] for (name, kind, _), one in self._sets.items()}

    def ListResourceRecordSets(self, p):
        self._check_zone(p["HostedZoneId"])
        first = (reversed_name(qualified(p.get("StartRecordName", ""))), p.get("StartRecordType", ""), p.get("StartRecordIdentifier", ""))
        size = int(p.get("MaxItems", 100))
        keys = sorted(self._sets, key=lambda key: (reversed_name(key[0]), *key[1:]))
        keys = [key for key in keys if "StartRecordName" not in p or (reversed_name(key[0]), *key[1:]) >= first]
        shown, rest = keys[:size], keys[size:]
        following = {"NextRecordName": rest[0][0], "NextRecordType": rest[0][1], "NextRecordIdentifier": rest[0][2] or None} if rest else {}
        return {"ResourceRecordSets": [self._sets[key] for key in shown], "IsTruncated": bool(rest), "MaxItems": str(size), **following}

    def ChangeResourceRecordSets(self, p):
        self._check_zone(p["HostedZoneId"])
        after, problems = dict(self._sets), []
        for change in p["ChangeBatch"]["Changes"]:
            self._apply(change["Action"], change["ResourceRecordSet"], after, problems)
        if problems:
            raise ApiError(400, "InvalidChangeBatch", "[" + ", ".join(problems) + "]")
        self._sets = after
        id = "C" + uuid.uuid4().hex[:13].upper()
        in_sync = self._clock.now() + self._options["changeLasts"]
        self._changes[id] = (in_sync, utc_now(), p["ChangeBatch"].get("Comment"))
        self._known.append((in_sync, after))
        return {"ChangeInfo": self._change_member(id)}

    def GetChange(self, p):
        id = p["Id"].rpartition("/")[2]
        if id not in self._changes:
            raise ApiError(404, "NoSuchChange", f"A change with id {id} does not exist.")
        return {"ChangeInfo": self._change_member(id)}

    def _apply(self, action, wanted, after, problems):
        name = qualified(wanted["Name"])
        key, wanted = (name, wanted["Type"], wanted.get("SetIdentifier", "")), {**wanted, "Name": name}
        if not name.endswith(self.domain):
            problems.append(f"RRSet with DNS name {name} is not permitted in zone {self.domain}")
        elif wanted["Type"] == "CNAME" and name == self.domain:
            problems.append(f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {self.domain}")
        elif action == "DELETE" and after.get(key) != wanted:
            problems.append(f"Tried to delete resource record set [name='{name}', type='{key[1]}'] but it was not found or the values do not match")
        elif action == "DELETE":
            del after[key]
        elif action == "CREATE" and key in after:
            problems.append(f"Tried to create resource record set [name='{name}', type='{key[1]}'] but it already exists")
        elif any(other[:2] == key[:2] and bool(other[2]) != bool(key[2]) for other in after):
            problems.append(f"RRSet with DNS name {name}, type {key[1]} cannot be both simple and weighted")
        else:
            after[key] = wanted

    def _change_member(self, id):
        in_sync, submitted, comment = self._changes[id]
        status = "INSYNC" if self._clock.now() >= in_sync else "PENDING"
        return {"Id": f"/change/{id}", "Status": status, "SubmittedAt": submitted, "Comment": comment}

    def _check_zone(self, zone):
        if zone.rpartition("/")[2] != self.zone:
            raise ApiError(404, "NoSuchHostedZone", f"No hosted zone found with ID: {zone}")


class TokenService:
    """Who am I, and whom may I be: one role, only with a second factor. `identities` are those that may sign; a new one is added."""

    ROLE = f"arn:aws:iam::{ACCOUNT}:role/shuttler-restore"
    DEVICE = f"arn:aws:iam::{ACCOUNT}:mfa/shuttler-operator"
    CODE = "492039"

    def __init__(self, log_secrets, identities):
        self._log_secrets, self._identities = log_secrets, identities

    def GetCallerIdentity(self, _):
        return {"UserId": "AIDASIMULATOR0000000", "Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/shuttler-operator"}

    def AssumeRole(self, p):
        if p["RoleArn"] != self.ROLE or p.get("SerialNumber") != self.DEVICE:
            raise ApiError(403, "AccessDenied", f"User is not authorized to perform: sts:AssumeRole on resource: {p['RoleArn']}")
        if p.get("TokenCode") != self.CODE:
            raise ApiError(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        made = {"accessKey": f"ASIASIMULATOR{len(self._identities) + 1:07}", "secretKey": secrets.token_urlsafe(30),
                "sessionToken": secrets.token_urlsafe(60)}
        self._identities.append(made)
        shown = {"AccessKeyId": made["accessKey"], "SecretAccessKey": self._log_secrets.add(made["secretKey"]),
                 "SessionToken": self._log_secrets.add(made["sessionToken"]),
                 "Expiration": utc_now() + datetime.timedelta(seconds=p.get("DurationSeconds", 3600))}
        role = f"arn:aws:sts::{ACCOUNT}:assumed-role/shuttler-restore/{p['RoleSessionName']}"
        return {"Credentials": shown, "AssumedRoleUser": {"AssumedRoleId": f"AROASIMULATOR:{p['RoleSessionName']}", "Arn": role}}


def qualified(name):
    return name.lower() if name.endswith(".") else name.lower() + "."


def reversed_name(name):
    return ".".join(reversed(name.split(".")))
