# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Is the simulated RDS honest? AWS's own command line and psql drive it through describe, restore, modify and delete. Prints what it
saw; exit code 1 on any difference, 77 where it cannot run."""

import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.parse

try:
    import awscommand
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials
except ImportError:
    print("skipped: python3-botocore and awscli are needed")
    sys.exit(77)

from client import Started  # noqa: E402

COUNT = "select count(*) from students"
COPY, GUEST = "shuttler-copy", "shuttler-guest"


class Check:
    """One run against one simulator."""

    def __init__(self, cloud):
        self.cloud, self.failures = cloud, 0
        self.source = cloud.greeting["source"]
        self.config = cloud.directory / "aws"
        self.config.mkdir()
        self.profile("right", cloud.greeting["credentials"])

    def profile(self, name, credentials):
        with open(self.config / "credentials", "a") as file:
            file.write(f"[{name}]\naws_access_key_id={credentials['accessKey']}\naws_secret_access_key={credentials['secretKey']}\n")
            if credentials.get("sessionToken"):
                file.write(f"aws_session_token={credentials['sessionToken']}\n")

    def expect(self, what, seen, wanted):
        """Prints what was seen; counts a difference."""
        right = seen == wanted
        self.failures += not right
        print(f"{'ok  ' if right else 'BAD '} {what}: {seen}" + ("" if right else f", expected {wanted}"), flush=True)

    def aws(self, *arguments, profile="right"):
        """What AWS's command line makes of an answer; its error as text when it fails."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.config), "AWS_SHARED_CREDENTIALS_FILE": str(self.config / "credentials"),
                       "AWS_CA_BUNDLE": self.cloud.greeting["ca"],
                       "AWS_DEFAULT_REGION": "us-east-1" if arguments[0] == "route53" else self.cloud.greeting["credentials"]["region"],
                       "AWS_PROFILE": profile, "AWS_MAX_ATTEMPTS": "1"}
        code, output, errors = awscommand.run(["--output", "json", "--endpoint-url", self.cloud.greeting["endpoint"], *arguments], environment)
        return json.loads(output or "{}") if code == 0 else errors.strip()

    def instance(self, name):
        found = self.aws("rds", "describe-db-instances", "--db-instance-identifier", name)
        return found["DBInstances"][0] if isinstance(found, dict) else found

    def wait(self, name, status="available"):
        """Until an instance is in a status, letting time pass there; all statuses on the way."""
        seen = []
        given_up = time.monotonic() + 120
        while time.monotonic() < given_up:
            now = self.status(name)
            if not seen or seen[-1] != now:
                seen.append(now)
            if now == status:
                return seen
            self.cloud.control("clock", {"advance": 60})
            time.sleep(0.05)
        return seen

    def status(self, name):
        return next((each["status"] for each in self.cloud.control("state")["instances"] if each["name"] == name), "gone")

    def psql(self, name, sql, password=None):
        """What the owner sees who comes over TLS to the instance's endpoint."""
        endpoint = self.instance(name)["Endpoint"]
        address = (f"host={endpoint['Address']} port={endpoint['Port']} dbname={self.source['database']} user={self.source['user']} "
                   f"sslmode=verify-full sslrootcert={self.cloud.greeting['ca']}")
        done = subprocess.run(["psql", address, "-XAtc", sql], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "PGPASSWORD": password or self.source["password"]})
        return done.stdout.strip() or done.stderr.strip()

    def on_source(self, sql):
        return self.cloud.control("sql", {"instance": self.source["name"], "statements": sql})["output"]

    # --- What is promised

    def who(self):
        self.expect("account", self.aws("sts", "get-caller-identity")["Account"], self.cloud.greeting["credentials"]["account"])
        wrong = dict(self.cloud.greeting["credentials"], secretKey="wrong" * 8)
        self.profile("wrong", wrong)
        self.expect("wrong secret", "SignatureDoesNotMatch" in self.aws("sts", "get-caller-identity", profile="wrong"), True)
        self.profile("temporary", self.cloud.greeting["credentials"]["temporary"])
        self.expect("session token", "Account" in self.aws("sts", "get-caller-identity", profile="temporary"), True)
        self.assume_role()
        self.cloud.control("clock", {"skew": 3600})
        self.expect("an hour's skew", "SignatureDoesNotMatch" in self.aws("rds", "describe-db-instances"), True)
        self.cloud.control("clock", {"skew": 0})

    def assume_role(self):
        role = self.cloud.greeting["role"]
        wish = ("sts", "assume-role", "--role-arn", role["arn"], "--role-session-name", "check", "--serial-number", role["device"])
        self.expect("wrong second factor", "AccessDenied" in self.aws(*wish, "--token-code", "000000"), True)
        assumed = self.aws(*wish, "--token-code", role["code"])["Credentials"]
        self.profile("role", {"accessKey": assumed["AccessKeyId"], "secretKey": assumed["SecretAccessKey"],
                              "sessionToken": assumed["SessionToken"]})
        self.expect("as the role", "Account" in self.aws("sts", "get-caller-identity", profile="role"), True)

    def describe(self):
        source = self.instance(self.source["name"])
        self.expect("status", source["DBInstanceStatus"], "available")
        self.expect("resource id", source["DbiResourceId"], self.source["id"])
        self.expect("endpoint's port", source["Endpoint"]["Port"], self.source["port"])
        [backups] = self.aws("rds", "describe-db-instance-automated-backups")["DBInstanceAutomatedBackups"]
        self.expect("window in order", backups["RestoreWindow"]["EarliestTime"] <= backups["RestoreWindow"]["LatestTime"], True)
        [snapshot] = self.aws("rds", "describe-db-snapshots")["DBSnapshots"]
        self.expect("automated snapshot", (snapshot["SnapshotType"], snapshot["Status"]), ("automated", "available"))
        for call in ("describe-db-clusters", "describe-db-cluster-snapshots", "describe-events", "describe-db-subnet-groups",
                     "describe-db-parameter-groups"):
            self.expect(call, isinstance(self.aws("rds", call), dict), True)

    def restore_to_a_moment(self):
        """Two changes a second apart: the first is in, the second is not."""
        self.on_source("create table moments as select 1 as number")
        good = next_second()
        self.on_source("insert into moments values (2)")
        next_second()
        self.cloud.control("ship", {})
        made = self.aws("rds", "restore-db-instance-to-point-in-time", "--source-dbi-resource-id", self.source["id"],
                        "--target-db-instance-identifier", COPY, "--restore-time", good.strftime("%Y-%m-%dT%H:%M:%SZ"),
                        "--db-subnet-group-name", "shuttler-private", "--vpc-security-group-ids", "sg-0shuttler1",
                        "--tags", "Key=shuttler:run,Value=check")
        self.expect("answer", made["DBInstance"]["DBInstanceStatus"] if isinstance(made, dict) else made, "creating")
        self.expect("no endpoint yet", "Endpoint" in made["DBInstance"], False)
        self.expect("statuses", self.wait(COPY), ["creating", "modifying", "backing-up", "available"])
        self.expect("moments", self.psql(COPY, "select string_agg(number::text, ',') from moments"), "1")
        events = self.aws("rds", "describe-events", "--source-type", "db-instance", "--source-identifier", COPY)["Events"]
        self.expect("events", any(each["Message"].startswith("Restored from DB instance") for each in events), True)
        self.expect("students", self.psql(COPY, COUNT), self.psql(self.source["name"], COUNT))
        self.expect("again", "DBInstanceAlreadyExists" in self.aws(
            "rds", "restore-db-instance-to-point-in-time", "--source-db-instance-identifier", self.source["name"],
            "--target-db-instance-identifier", COPY, "--use-latest-restorable-time"), True)
        self.expect("a moment outside", "InvalidParameterValue" in self.aws(
            "rds", "restore-db-instance-to-point-in-time", "--source-db-instance-identifier", self.source["name"],
            "--target-db-instance-identifier", "other", "--restore-time", "2020-01-01T00:00:00Z"), True)

    def modify(self):
        self.aws("rds", "modify-db-instance", "--db-instance-identifier", COPY, "--master-user-password", "another-password-1")
        self.wait(COPY)
        self.expect("new password", self.psql(COPY, "select 'in'", "another-password-1"), "in")
        self.expect("old password", "password authentication failed" in self.psql(COPY, "select 'in'"), True)
        self.managed_password()
        pending = self.aws("rds", "modify-db-instance", "--db-instance-identifier", COPY, "--multi-az")
        self.expect("pending", pending["DBInstance"]["PendingModifiedValues"], {"MultiAZ": True})
        self.wait(COPY)
        port = self.instance(self.source["name"])["Endpoint"]["Port"]
        for old, new in ((self.source["name"], "shuttler-old"), (COPY, self.source["name"])):
            self.aws("rds", "modify-db-instance", "--db-instance-identifier", old, "--new-db-instance-identifier", new,
                     "--apply-immediately")
            self.wait(new)
        swapped = self.instance(self.source["name"])
        self.expect("rename: same endpoint", swapped["Endpoint"]["Port"], port)
        self.expect("rename: other database", swapped["DbiResourceId"] != self.source["id"], True)
        self.expect("rename: the copy answers", self.psql(self.source["name"], "select number from moments", "another-password-1"), "1")

    def managed_password(self):
        """Newer than Debian's command line: asked for by hand, then the password is where the instance says."""
        self.send("rds", {"Action": "ModifyDBInstance", "Version": "2014-10-31", "DBInstanceIdentifier": COPY,
                          "ManageMasterUserPassword": "true"})
        self.wait(COPY)
        _, text = self.send("rds", {"Action": "DescribeDBInstances", "Version": "2014-10-31", "DBInstanceIdentifier": COPY})
        [name] = re.findall("<SecretArn>(.*?)</SecretArn><SecretStatus>active<", text)
        managed = json.loads(self.aws("secretsmanager", "get-secret-value", "--secret-id", name)["SecretString"])
        self.expect("managed password", self.psql(COPY, "select 'in'", managed["password"]), "in")
        self.expect("not ours to write", "InvalidRequestException" in self.aws(
            "secretsmanager", "put-secret-value", "--secret-id", name, "--secret-string", "mine"), True)
        self.aws("rds", "modify-db-instance", "--db-instance-identifier", COPY, "--master-user-password", "another-password-1")
        self.wait(COPY)

    def snapshot(self):
        self.aws("rds", "create-db-snapshot", "--db-instance-identifier", "shuttler-old", "--db-snapshot-identifier", "by-hand")
        self.wait("shuttler-old")
        [snapshot] = self.aws("rds", "describe-db-snapshots", "--db-snapshot-identifier", "by-hand")["DBSnapshots"]
        self.expect("snapshot", (snapshot["Status"], snapshot["SnapshotType"]), ("available", "manual"))
        self.aws("rds", "restore-db-instance-from-db-snapshot", "--db-instance-identifier", GUEST, "--db-snapshot-identifier", "by-hand")
        self.wait(GUEST)
        self.expect("moments in it", self.psql(GUEST, "select string_agg(number::text, ',' order by number) from moments"), "1,2")
        self.expect("default network", self.instance(GUEST)["VpcSecurityGroups"][0]["VpcSecurityGroupId"], "sg-default")

    def delete(self):
        gone = ("rds", "delete-db-instance", "--db-instance-identifier", "shuttler-old", "--final-db-snapshot-identifier", "last-words",
                "--no-delete-automated-backups")
        self.expect("protected", "InvalidParameterCombination" in self.aws(*gone), True)
        self.aws("rds", "modify-db-instance", "--db-instance-identifier", "shuttler-old", "--no-deletion-protection", "--apply-immediately")
        self.wait("shuttler-old")
        self.expect("deleting", isinstance(self.aws(*gone), dict), True)
        self.wait("shuttler-old", "gone")
        self.expect("then unknown", "DBInstanceNotFound" in self.instance("shuttler-old"), True)
        retained = self.aws("rds", "describe-db-instance-automated-backups", "--dbi-resource-id", self.source["id"])
        self.expect("retained", [each["Status"] for each in retained["DBInstanceAutomatedBackups"]], ["retained"])
        [final] = self.aws("rds", "describe-db-snapshots", "--db-snapshot-identifier", "last-words")["DBSnapshots"]
        self.expect("final snapshot", final["Status"], "available")
        self.aws("rds", "delete-db-instance", "--db-instance-identifier", GUEST, "--skip-final-snapshot")
        self.wait(GUEST, "gone")
        self.aws("rds", "restore-db-instance-to-point-in-time", "--source-dbi-resource-id", self.source["id"],
                 "--target-db-instance-identifier", "shuttler-again", "--use-latest-restorable-time")
        self.expect("back from retained backups", self.wait("shuttler-again")[-1], "available")
        self.expect("moments", self.psql("shuttler-again", "select count(*) from moments"), "2")

    def neighbours(self):
        names = self.cloud.greeting
        put = self.aws("secretsmanager", "put-secret-value", "--secret-id", names["secret"], "--secret-string", "postgresql://new")
        self.expect("secret", self.aws("secretsmanager", "get-secret-value", "--secret-id", names["secret"])["SecretString"],
                    "postgresql://new")
        before = self.aws("secretsmanager", "get-secret-value", "--secret-id", names["secret"], "--version-stage", "AWSPREVIOUS")
        self.aws("secretsmanager", "update-secret-version-stage", "--secret-id", names["secret"], "--version-stage", "AWSCURRENT",
                 "--move-to-version-id", before["VersionId"], "--remove-from-version-id", put["VersionId"])
        back = self.aws("secretsmanager", "get-secret-value", "--secret-id", names["secret"])
        self.expect("put back", back["SecretString"] == before["SecretString"] != "postgresql://new", True)
        self.aws("ssm", "put-parameter", "--name", names["parameter"], "--value", "postgresql://new", "--overwrite")
        self.expect("parameter", self.aws("ssm", "get-parameter", "--name", names["parameter"], "--with-decryption")["Parameter"]["Value"],
                    "postgresql://new")
        self.expect("its history", len(self.aws("ssm", "get-parameter-history", "--name", names["parameter"])["Parameters"]), 2)
        self.cloud.control("clock", {"speed": 0.001})  # However long we take to look.
        self.aws("ecs", "update-service", "--cluster", names["cluster"], "--service", names["service"], "--force-new-deployment")
        described = ("ecs", "describe-services", "--cluster", names["cluster"], "--services", names["service"])
        self.expect("deployments", len(self.aws(*described)["services"][0]["deployments"]), 2)
        self.cloud.control("clock", {"advance": 120, "speed": 60})
        self.expect("and after a while", len(self.aws(*described)["services"][0]["deployments"]), 1)

    def dns(self):
        names = self.cloud.greeting
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {"Name": names["record"], "Type": "CNAME", "TTL": 60,
                                                                        "ResourceRecords": [{"Value": "new.example"}]}}]}
        self.cloud.control("clock", {"speed": 0})
        change = self.aws("route53", "change-resource-record-sets", "--hosted-zone-id", names["zone"], "--change-batch", json.dumps(batch))
        self.expect("change", change["ChangeInfo"]["Status"], "PENDING")
        self.cloud.control("clock", {"advance": 60})
        self.expect("and after a while", self.aws("route53", "get-change", "--id", change["ChangeInfo"]["Id"])["ChangeInfo"]["Status"],
                    "INSYNC")
        listed = self.aws("route53", "list-resource-record-sets", "--hosted-zone-id", names["zone"])["ResourceRecordSets"]
        self.expect("record", listed[0]["ResourceRecords"], [{"Value": "new.example"}])

    def faults(self):
        self.cloud.control("faults", {"faults": [{"action": "DescribeDBInstances", "kind": "throttle"}]})
        self.expect("throttled", "Throttling" in self.aws("rds", "describe-db-instances"), True)
        self.expect("once", isinstance(self.aws("rds", "describe-db-instances"), dict), True)
        self.cloud.control("faults", {"faults": [{"action": "CreateDBSnapshot", "kind": "lost"}]})
        self.aws("rds", "create-db-snapshot", "--db-instance-identifier", self.source["name"], "--db-snapshot-identifier", "lost-answer")
        self.expect("lost, yet done", "lost-answer" in [each["name"] for each in self.cloud.control("state")["snapshots"]], True)

    def models(self):
        """What AWS's model does not allow is refused by name, and what newer models allow is not."""
        restore = {"Action": "RestoreDBInstanceToPointInTime", "Version": "2014-10-31", "TargetDBInstanceIdentifier": "never",
                   "SourceDBInstanceIdentifier": "nobody", "RestoreTime": "2026-01-01T00:00:00Z"}
        newer = {"BackupRetentionPeriod": "0", "TagSpecifications.item.1.ResourceType": "db-instance"}
        wrong = [({"Colour": "red"}, "Colour"), ({"MultiAZ": "yes"}, "MultiAZ"), ({"Port": "many"}, "Port"),
                 ({"Tags.member.1.Key": "a"}, "Tags.member.1.Key"), ({"RestoreTime": "yesterday"}, "RestoreTime"),
                 ({"TargetDBInstanceIdentifier": None}, "TargetDBInstanceIdentifier"), ({"Version": "1"}, "Version")]
        for change, named in wrong:
            form = {key: value for key, value in {**restore, **change}.items() if value is not None}
            status, text = self.send("rds", form)
            self.expect(f"refused by name: {change}", (status, "ValidationError" in text and named in text), (400, True))
        status, text = self.send("rds", {**restore, **newer})
        self.expect("newer members", (status, "DBInstanceNotFound" in text), (404, True))
        for body, named in (({"SecretId": "a", "Colour": 1}, "Colour"), ({"SecretId": 5}, "SecretId"), ({}, "SecretId")):
            status, text = self.send("secretsmanager", body, target="secretsmanager.GetSecretValue")
            self.expect(f"refused by name: {body}", (status, named in text), (400, True))
        self.expect("remembered", len(self.cloud.control("state")["complaints"]), len(wrong) + 3)

    def send(self, service, content, target=None):
        """A request of our own making, signed by AWS's library: status and text."""
        credentials = self.cloud.greeting["credentials"]
        body = json.dumps(content) if target else urllib.parse.urlencode(content)
        kind = "application/x-amz-json-1.1" if target else "application/x-www-form-urlencoded; charset=utf-8"
        headers = {"Content-Type": kind, **({"X-Amz-Target": target} if target else {})}
        request = botocore.awsrequest.AWSRequest("POST", self.cloud.greeting["endpoint"] + "/", headers, body)
        keys = botocore.credentials.Credentials(credentials["accessKey"], credentials["secretKey"])
        botocore.auth.SigV4Auth(keys, service, credentials["region"]).add_auth(request)
        return self.cloud.send("/", body.encode(), dict(request.headers))

    def bad_days(self):
        """Short pages, things that take a while to be seen, a status nobody knows."""
        self.cloud.control("options", {"partial": True})
        self.expect("all snapshots in short pages", len(self.aws("rds", "describe-db-snapshots")["DBSnapshots"]),
                    self.cloud.control("state")["snapshotCount"])
        self.cloud.control("options", {"partial": False, "eventual": 1, "unknownStatus": "storage-initialization"})
        self.aws("rds", "restore-db-instance-from-db-snapshot", "--db-instance-identifier", "late", "--db-snapshot-identifier", "by-hand")
        self.expect("not seen at first", "DBInstanceNotFound" in self.instance("late"), True)
        self.expect("then it is", self.instance("late")["DBInstanceStatus"], "creating")
        self.expect("statuses", "storage-initialization" in self.wait("late"), True)
        self.cloud.control("options", {"deny": ["rds:DeleteDBInstance"]})
        self.expect("denied", "AccessDenied" in self.aws("rds", "delete-db-instance", "--db-instance-identifier", "late",
                                                            "--skip-final-snapshot"), True)

    def policies(self):
        def only(*actions, effect="Allow", resource="*"):
            return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["rds:DescribeDBInstances"], "Resource": "*"},
                                                           {"Effect": effect, "Action": [*actions], "Resource": resource}]}
        look = ("rds", "describe-db-snapshots", "--max-items", "1")
        for what, policy, wanted in (
                ("allowed", only("rds:DescribeDBSnapshots"), True),
                ("not allowed", only("rds:StopDBInstance"), False),
                ("allowed elsewhere", only("rds:DescribeDBSnapshots", resource="arn:aws:rds:eu-central-1:123456789012:db:a*"), False),
                ("denied", only("rds:DescribeDBSnapshots", effect="Deny"), False)):
            self.cloud.control("policy", {"policy": policy})
            self.expect(what, isinstance(self.aws(*look), dict), wanted)
        self.expect("the right is named", "to perform: rds:DescribeDBSnapshots on resource: *" in str(self.aws(*look)), True)
        self.cloud.control("policy", {"policy": None})
        self.expect("without a policy", isinstance(self.aws(*look), dict), True)

    def secrets(self):
        log = (self.cloud.directory / "requests.jsonl").read_text()
        hidden = [self.source["password"], self.cloud.greeting["credentials"]["secretKey"], "another-password-1", "postgresql://new"]
        self.expect("secrets in the log", [index for index, each in enumerate(hidden) if each in log], [])
        self.expect("complaints about AWS's own client", self.cloud.control("state")["complaints"], [])


def next_second():
    """The next whole second, once it is past."""
    now = datetime.datetime.now(datetime.timezone.utc)
    whole = now.replace(microsecond=0) + datetime.timedelta(seconds=1)
    time.sleep((whole - now).total_seconds() + 0.05)
    return whole


def leftovers(directory):
    """Processes that still work below a folder."""
    commands = (each / "cmdline" for each in pathlib.Path("/proc").iterdir() if each.name.isdigit())
    found = []
    for each in commands:
        try:
            found += [each.parent.name] if str(directory) in each.read_text() else []
        except OSError:
            continue
    return found


def main():
    with Started("rds.py") as cloud:
        check = Check(cloud)
        for part in (check.who, check.describe, check.restore_to_a_moment, check.modify, check.snapshot, check.delete,
                     check.neighbours, check.dns, check.faults, check.bad_days, check.policies, check.secrets, check.models):
            print(f"-- {part.__name__.replace('_', ' ')}")
            part()
        shutil.rmtree(check.config)
        check.expect("exit code", cloud.stop(), 0)
        check.expect("left behind", os.listdir(cloud.directory) + leftovers(cloud.directory), [])
    print(f"{check.failures} differences")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
