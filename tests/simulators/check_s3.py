# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Is the simulated S3 honest? AWS's own command line drives it through writing, reading, listing, rules, cold storage and thawing. Prints
what it saw; exit code 1 on any difference, 77 where it cannot run."""

import json
import sys

try:
    import awscommand
    import botocore  # noqa: F401
except ImportError:
    print("skipped: python3-botocore and awscli are needed")
    sys.exit(77)

from client import Started  # noqa: E402

RULES = {"Rules": [{"ID": "cold", "Filter": {"Prefix": "dumps/"}, "Status": "Enabled",
                    "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}]},
                   {"ID": "old", "Filter": {"Prefix": "old/"}, "Status": "Enabled", "Expiration": {"Days": 10}}]}


class Check:
    """One run against one simulator."""

    def __init__(self, cloud):
        self.cloud, self.failures = cloud, 0
        self.big = cloud.directory / "big"
        self.big.write_bytes(bytes(range(256)) * 4096 * 11)  # 11 MiB: two parts of the command line's own
        keys = cloud.greeting["credentials"]
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(cloud.directory), "AWS_CA_BUNDLE": cloud.greeting["ca"],
                            "AWS_DEFAULT_REGION": keys["region"], "AWS_ACCESS_KEY_ID": keys["accessKey"],
                            "AWS_SECRET_ACCESS_KEY": keys["secretKey"], "AWS_MAX_ATTEMPTS": "1"}

    def expect(self, what, seen, wanted):
        """Prints what was seen; counts a difference."""
        right = seen == wanted
        self.failures += not right
        print(f"{'ok  ' if right else 'BAD '} {what}: {seen}" + ("" if right else f", expected {wanted}"), flush=True)

    def aws(self, *arguments, **environment):
        """What AWS's command line makes of an answer; its error as text when it fails."""
        code, output, errors = awscommand.run(["--output", "json", "--endpoint-url", self.cloud.greeting["endpoint"], *arguments],
                                              self.environment | environment)
        if code:
            return errors.strip()
        return json.loads(output) if output.strip().startswith("{") else output

    def api(self, call, *arguments):
        return self.aws("s3api", call, "--bucket", "dumps", *arguments)

    def head(self, key):
        return self.api("head-object", "--key", key)

    def objects(self):
        back = self.cloud.directory / "back"
        self.aws("s3", "cp", str(self.big), "s3://dumps/dumps/a b+c.dump", "--metadata", "sha=1")
        self.aws("s3", "cp", "s3://dumps/dumps/a b+c.dump", str(back))
        self.expect("an object in parts comes back", back.read_bytes() == self.big.read_bytes(), True)
        head = self.head("dumps/a b+c.dump")
        self.expect("it was in parts", (head["ETag"].strip('"')[-2:], head["ContentLength"], head["Metadata"]),
                    ("-2", 11 << 20, {"sha": "1"}))
        self.api("get-object", "--key", "dumps/a b+c.dump", "--range", "bytes=10-19", str(back))
        self.expect("ten bytes of it", back.read_bytes(), bytes(range(10, 20)))
        self.expect("a missing one", "404" in self.head("dumps/none"), True)
        self.cloud.control("habits", {"page": 1})
        self.cloud.control("object", {"key": "dumps/z.dump", "text": "z"})
        self.cloud.control("object", {"key": "old/o", "text": "o"})
        self.expect("all of a listing by ones", [each["Key"] for each in self.api("list-objects-v2")["Contents"]],
                    ["dumps/a b+c.dump", "dumps/z.dump", "old/o"])
        self.cloud.control("habits", {"page": 1000})
        wrongly = self.aws("s3api", "list-objects-v2", "--bucket", "dumps", AWS_SECRET_ACCESS_KEY="wrong" * 8)
        self.expect("who signs wrongly", "SignatureDoesNotMatch" in wrongly, True)

    def uploads(self):
        begun = self.api("create-multipart-upload", "--key", "dumps/u")["UploadId"]
        self.api("upload-part", "--key", "dumps/u", "--upload-id", begun, "--part-number", "1", "--body", __file__)
        self.expect("its part", len(self.api("list-parts", "--key", "dumps/u", "--upload-id", begun)["Parts"]), 1)
        self.expect("the unfinished", [each["Key"] for each in self.api("list-multipart-uploads")["Uploads"]], ["dumps/u"])
        self.api("abort-multipart-upload", "--key", "dumps/u", "--upload-id", begun)
        self.expect("none left", self.cloud.control("state")["uploads"], [])

    def bucket(self):
        self.expect("no rules", "NoSuchLifecycleConfiguration" in self.api("get-bucket-lifecycle-configuration"), True)
        self.api("put-bucket-lifecycle-configuration", "--lifecycle-configuration", json.dumps(RULES))
        self.expect("the rules", self.api("get-bucket-lifecycle-configuration")["Rules"], RULES["Rules"])
        self.expect("never versioned", self.api("get-bucket-versioning"), "")
        self.cloud.control("bucket", {"versioning": "Enabled", "lock": {"mode": "COMPLIANCE", "days": 3}})
        self.expect("versioned", self.api("get-bucket-versioning"), {"Status": "Enabled"})
        self.expect("locked", self.api("get-object-lock-configuration")["ObjectLockConfiguration"]["Rule"],
                    {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 3}})

    def cold(self):
        self.expect("when a rule removes", 'rule-id="old"' in self.head("old/o")["Expiration"], True)
        self.cloud.control("clock", {"advance": 31 * 86400})
        self.expect("after a month", [(each["key"], each["storageClass"]) for each in self.cloud.control("state")["objects"]],
                    [("dumps/a b+c.dump", "GLACIER"), ("dumps/z.dump", "STANDARD")])
        self.expect("cold", "InvalidObjectState" in self.api("get-object", "--key", "dumps/a b+c.dump", "/dev/null"), True)
        wish = ("restore-object", "--key", "dumps/a b+c.dump", "--restore-request", '{"Days":2,"GlacierJobParameters":{"Tier":"Standard"}}')
        self.expect("thaw", self.api(*wish), "")
        self.expect("again", "RestoreAlreadyInProgress" in self.api(*wish), True)
        self.expect("runs", self.head("dumps/a b+c.dump")["Restore"], 'ongoing-request="true"')
        self.cloud.control("clock", {"advance": 4 * 3600})
        self.expect("readable", "false" in self.head("dumps/a b+c.dump")["Restore"], True)
        self.cloud.control("clock", {"advance": 2 * 86400})
        self.expect("cold again", "Restore" in self.head("dumps/a b+c.dump"), False)


def main():
    with Started("s3.py", "--speed", "0.001") as cloud:
        check = Check(cloud)
        check.objects()
        check.uploads()
        check.bucket()
        check.cold()
        print(f"{check.failures} differences")
        return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
