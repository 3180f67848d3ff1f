# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""May whoever signed do that, to that? Policies as IAM reads them, and which resources AWS asks about for each call, after its service
authorization tables. An identity without a policy may do everything."""

import json
import re

import botocore.loaders

from rds_world import ACCOUNT, REGION, arn

LONGEST = 6144  # Letters of a managed policy, without white space.
KEY_OF_PARAMETERS = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/66666666-7777-8888-9999-000000000000"
OPERATORS = {
    "StringEquals": lambda has, wanted: has is not None and has in wanted,
    "BoolIfExists": lambda has, wanted: has is None or has in wanted,
    "ForAllValues:StringEquals": lambda has, wanted: set(has or []) <= set(wanted),
    "ForAnyValue:StringEquals": lambda has, wanted: bool(set(has or []) & set(wanted)),
}


def listed(value):
    return value if isinstance(value, list) else [value]


def matches(pattern, text):
    """With * and ?, as IAM has them."""
    return re.fullmatch("".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern), text, re.DOTALL) is not None


class Policy:
    """A policy's text, read as strictly as IAM reads it: ValueError says what it would not take."""

    def __init__(self, policy):
        if set(policy) != {"Version", "Statement"} or policy["Version"] != "2012-10-17":
            raise ValueError("a policy has a Version, 2012-10-17, and Statements")
        if len(re.sub(r"\s", "", json.dumps(policy))) > LONGEST:
            raise ValueError(f"a managed policy has at most {LONGEST} letters")
        self._statements = policy["Statement"]
        for each in self._statements:
            self._check(each)

    @staticmethod
    def _check(statement):
        if set(statement) - {"Sid", "Effect", "Action", "Resource", "Condition"} or statement["Effect"] not in ("Allow", "Deny"):
            raise ValueError(f"no statement of IAM: {statement}")
        for action in listed(statement["Action"]):
            service, _, name = action.partition(":")
            if name not in botocore.loaders.Loader().load_service_model(service, "service-2")["operations"]:
                raise ValueError(f"AWS knows no action {action}")
        for resource in listed(statement["Resource"]):
            if resource != "*" and not re.fullmatch(r"arn:aws:[a-z0-9]+:[a-z0-9-]*:(\d{12}|\*)?:[^:].*", resource):
                raise ValueError(f"no resource of AWS: {resource}")
        if unknown := set(statement.get("Condition", {})) - set(OPERATORS):
            raise ValueError(f"conditions that are not simulated: {sorted(unknown)}")
        if not statement["Action"] or not statement["Resource"]:
            raise ValueError(f"a statement about nothing: {statement}")

    def allows(self, action, resource, context):
        effects = {each["Effect"] for each in self._statements if self._speaks_of(each, action, resource, context)}
        return effects == {"Allow"}

    @staticmethod
    def _speaks_of(statement, action, resource, context):
        return (any(matches(each, action) for each in listed(statement["Action"]))
                and any(matches(each, resource) for each in listed(statement["Resource"]))
                and all(OPERATORS[operator](context.get(key), listed(wanted))
                        for operator, keys in statement.get("Condition", {}).items() for key, wanted in keys.items()))


class Rights:
    """Asks the policies of identities, and remembers what AWS had to ask. A question is (action, resource, context)."""

    def __init__(self, world, secret_arns, parameters):
        """`secret_arns()`: name → ARN."""
        self._world, self._secret_arns, self._parameters = world, secret_arns, parameters
        self._policies, self._asked = {}, []

    def attach(self, access_key, policy):
        """None: no policy any more."""
        self._policies[access_key] = Policy(policy) if policy else None
        self._asked = []

    def refusal(self, access_key, service, operation, parameters):
        """The first question that its policy answers with no, or None."""
        policy = self._policies.get(access_key)
        if policy is None:
            return None
        for question in getattr(self, "_" + service)(operation, parameters):
            if question not in self._asked:
                self._asked.append(question)
            if not policy.allows(*question):
                return question
        return None

    def refused_by(self, policy):
        """Of all that was asked since a policy was attached: what this one would refuse."""
        other = Policy(policy)
        return [{"action": each[0], "resource": each[1]} for each in self._asked if not other.allows(*each)]

    # --- What AWS asks, by service

    def _rds(self, operation, p):
        action = f"rds:{operation}"
        if operation.startswith("Describe"):
            return [(action, "*", {})]
        if operation in ("AddTagsToResource", "ListTagsForResource"):
            return [(action, p["ResourceName"], self._tags_of(p["ResourceName"]))]
        if operation.startswith("Restore"):
            return self._restore(action, p)
        if operation == "DeleteDBSnapshot":
            return [(action, arn("snapshot", p["DBSnapshotIdentifier"]), {})]
        instance = arn("db", p["DBInstanceIdentifier"])
        questions = [(action, instance, self._tags_of(instance))]
        if operation == "CreateDBSnapshot":
            questions += self._snapshot(action, p["DBSnapshotIdentifier"], bool(p.get("Tags")))
        if operation == "ModifyDBInstance":
            questions += [(action, each, {}) for each in self._groups_of(p, self._settings_of(p["DBInstanceIdentifier"]))[:2]]
        if operation == "DeleteDBInstance" and p.get("FinalDBSnapshotIdentifier"):
            questions += [("rds:CreateDBSnapshot", instance, self._tags_of(instance))]
            questions += self._snapshot("rds:CreateDBSnapshot", p["FinalDBSnapshotIdentifier"],
                                        self._settings_of(p["DBInstanceIdentifier"]).get("CopyTagsToSnapshot"))
        return questions

    @staticmethod
    def _snapshot(action, name, is_tagged):
        made = arn("snapshot", name)
        return [(action, made, {})] + ([("rds:AddTagsToResource", made, {})] if is_tagged else [])

    def _restore(self, action, p):
        """Both restores are asked about with all groups, the named and the default ones; tags are needed also when they are inherited."""
        if action.endswith("FromDBSnapshot"):
            target, name = p["DBInstanceIdentifier"], p["DBSnapshotIdentifier"]
            snapshot = self._world.snapshots.get(name.removeprefix(arn("snapshot", "")))
            sources, settings = [arn("snapshot", name.removeprefix(arn("snapshot", "")))], snapshot.settings if snapshot else {}
        else:
            target = p["TargetDBInstanceIdentifier"]
            automated = next((each for each in self._world.automated if each.instance.resource_id == p.get("SourceDbiResourceId")
                              or each.instance.name == p.get("SourceDBInstanceIdentifier")), None)
            settings = automated.instance.settings if automated else {}
            sources = [arn("auto-backup", automated.id), automated.instance.arn] if automated else []
        about = [arn("db", target), *sources, *self._groups_of(p, {})]
        questions = [(action, each, {}) for each in about] + [("rds:AddTagsToResource", arn("db", target), {})]
        if settings.get("StorageEncrypted"):
            for_aws = {"kms:GrantIsForAWSResource": "true"}
            questions += [(f"kms:{each}", settings["KmsKeyId"], for_aws) for each in ("DescribeKey", "CreateGrant")]
        return questions

    @staticmethod
    def _groups_of(p, settings):
        """ARNs of the parameter, option and subnet group."""
        parameters = settings.get("DBParameterGroups", [{}])[0].get("DBParameterGroupName", "default.postgres15")
        options = settings.get("OptionGroupMemberships", [{}])[0].get("OptionGroupName", "default:postgres-15")
        return [arn("pg", p.get("DBParameterGroupName", parameters)), arn("og", p.get("OptionGroupName", options)),
                arn("subgrp", p.get("DBSubnetGroupName", "default"))]

    def _settings_of(self, name):
        return next((each.settings for each in self._world.instances if each.name == name), {})

    def _tags_of(self, resource):
        found = [each for each in [*self._world.instances, *self._world.snapshots.values()] if each.arn == resource]
        return {f"aws:ResourceTag/{key}": value for key, value in (found[0].tags.items() if found else ())}

    @staticmethod
    def _sts(operation, p):
        return [("sts:AssumeRole", p["RoleArn"], {})] if operation == "AssumeRole" else []

    def _secretsmanager(self, operation, p):
        return [(f"secretsmanager:{operation}", self._secret_arns().get(p["SecretId"], p["SecretId"]), {})]

    def _ssm(self, operation, p):
        questions = [(f"ssm:{operation}", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/{p['Name'].lstrip('/')}", {})]
        alias = p.get("KeyId") if operation == "PutParameter" else self._parameters.keys().get(p["Name"])
        if alias and not alias.startswith("alias/aws/") and (operation == "PutParameter" or p.get("WithDecryption")):
            context = {"kms:ViaService": f"ssm.{REGION}.amazonaws.com", "kms:ResourceAliases": [alias]}
            questions.append((f"kms:{'Encrypt' if operation == 'PutParameter' else 'Decrypt'}", KEY_OF_PARAMETERS, context))
        return questions

    @staticmethod
    def _ecs(operation, p):
        names = p["services"] if "services" in p else [p["service"]]
        cluster = p.get("cluster", "default").rpartition("/")[2]
        return [(f"ecs:{operation}", each if each.startswith("arn:") else f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/{cluster}/{each}", {})
                for each in names]

    @staticmethod
    def _route53(operation, p):
        if operation == "GetChange":
            return [("route53:GetChange", f"arn:aws:route53:::change/{p['Id'].rpartition('/')[2]}", {})]
        changes = p.get("ChangeBatch", {}).get("Changes", [])
        context = {"route53:ChangeResourceRecordSetsNormalizedRecordNames":
                   [each["ResourceRecordSet"]["Name"].lower().rstrip(".") for each in changes],
                   "route53:ChangeResourceRecordSetsRecordTypes": [each["ResourceRecordSet"]["Type"] for each in changes],
                   "route53:ChangeResourceRecordSetsActions": [each["Action"] for each in changes]} if changes else {}
        return [(f"route53:{operation}", f"arn:aws:route53:::hostedzone/{p['HostedZoneId'].rpartition('/')[2]}", context)]
