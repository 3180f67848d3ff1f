# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Is the simulated Render honest? Plain HTTP and psql drive it through list, recovery, variable, deploy, suspend and delete, and
every answer is held against Render's documents. Prints what it saw; exit code 1 on any difference, 77 where it cannot run."""

import datetime
import io
import json
import ssl
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request

try:
    import jsonschema  # noqa: F401
except ImportError:
    print("skipped: python3-jsonschema is needed")
    sys.exit(77)

from client import Started  # noqa: E402

COPY = "academy-restored"


class Check:
    """One run against one simulator."""

    def __init__(self, cloud):
        self.cloud, self.failures, self.headers = cloud, 0, {}
        self.source, self.service, self.group = (cloud.greeting[each] for each in ("source", "service", "group"))
        self.trust = ssl.create_default_context(cafile=cloud.greeting["ca"])
        cloud.control("clock", {"speed": 1})  # Here time goes by looks: no status is too short to be seen.

    def expect(self, what, seen, wanted=True):
        """Prints what was seen; counts a difference."""
        right = seen == wanted
        self.failures += not right
        print(f"{'ok  ' if right else 'BAD '} {what}: {seen}" + ("" if right else f", expected {wanted}"), flush=True)

    def ask(self, method, path, body=None, key=None):
        """(status, value) of an answer; its headers are in `headers`."""
        headers = {"Authorization": f"Bearer {key or self.cloud.greeting['credentials']['key']}"}
        content = None if body is None else json.dumps(body).encode()
        if content:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.cloud.greeting["endpoint"] + "/v1" + path, content, headers, method=method)
        try:
            answer = urllib.request.urlopen(request, context=self.trust, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.headers, text = answer.headers, answer.read()
        return answer.status, json.loads(text) if text else None

    def wait(self, path, wanted, key="status"):
        """Until what is at `path` has a status, letting time pass there; all statuses on the way."""
        seen = []
        for _ in range(400):
            now = self.ask("GET", path)[1][key]
            if not seen or seen[-1] != now:
                seen.append(now)
            if now == wanted:
                break
            self.cloud.control("clock", {"advance": 2})
            time.sleep(0.1)
        return seen

    def psql(self, url, sql):
        """What is seen by who comes over TLS with an external URL."""
        done = subprocess.run(["psql", f"{url}?sslmode=verify-full&sslrootcert={self.cloud.greeting['ca']}", "-XAtc", sql],
                              capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"})
        return done.stdout.strip() or done.stderr.strip()

    def urls(self, id):
        return self.ask("GET", f"/postgres/{id}/connection-info")[1]

    def health(self):
        with urllib.request.urlopen(self.service["databaseHealth"], timeout=30) as answer:
            return json.load(answer)

    def on_source(self, sql):
        return self.cloud.control("sql", {"instance": self.source["id"], "statements": sql})["output"]

    # --- What is promised

    def who(self):
        status, owners = self.ask("GET", "/owners")
        self.expect("owner", (status, owners[0]["owner"]["id"]), (200, self.cloud.greeting["credentials"]["owner"]))
        self.expect("request id", bool(self.headers["Render-Request-Id"]))
        self.expect("budget told", (self.headers["Ratelimit-Limit"], int(self.headers["Ratelimit-Reset"]) < 60), ("400", True))
        self.expect("wrong key", self.ask("GET", "/owners", key="rnd_wrong")[0], 401)

    def list(self):
        names = {self.source["name"]}
        for number in range(4):
            status, made = self.ask("POST", "/postgres", {"name": f"more-{number}", "plan": "basic_256mb", "version": "15",
                                                           "ownerId": self.cloud.greeting["credentials"]["owner"],
                                                           "databaseName": "more"})
            names.add(made["name"])
            self.expect("create", (status, made["status"], made["databaseName"] != "more"), (201, "unknown", True))
        seen, cursor = [], ""
        while True:
            page = self.ask("GET", "/postgres?limit=2" + cursor)[1]
            seen += [each["postgres"]["name"] for each in page]
            if len(page) < 2:
                break
            cursor = f"&cursor={page[-1]['cursor']}"
        self.expect("all pages", (set(seen), len(seen)), (names, 5))
        self.expect("two names", len(self.ask("GET", "/postgres?name=more-0,more-1")[1]), 2)
        for each in self.ask("GET", "/postgres?name=more-0,more-1,more-2,more-3")[1]:
            self.wait(f"/postgres/{each['postgres']['id']}", "available")
            self.expect("delete", self.ask("DELETE", f"/postgres/{each['postgres']['id']}")[0], 204)
        if self.cloud.greeting["checked"]:
            self.against_the_documents()

    def against_the_documents(self):
        self.expect("unknown field", self.ask("POST", f"/postgres/{self.source['id']}/recovery",
                                              {"restoreTime": "2026-01-01T00:00:00Z", "restoreTo": "x"})[0], 400)
        self.expect("missing field", self.ask("POST", f"/postgres/{self.source['id']}/recovery", {"restoreName": "x"})[0], 400)
        self.expect("unknown filter", self.ask("GET", "/postgres?nmae=x")[0], 400)

    def recover(self):
        """Two changes: the first is in the copy, the second is not."""
        self.on_source("create table moments as select 1 as number")
        good = datetime.datetime.fromisoformat(self.on_source("select to_json(clock_timestamp())").strip('"'))
        self.on_source("insert into moments values (2)")
        path = f"/postgres/{self.source['id']}/recovery"
        window = self.ask("GET", path)[1]
        self.expect("window", (window["recoveryStatus"], datetime.datetime.fromisoformat(window["startsAt"]) < good),
                    ("AVAILABLE", True))
        wish = {"restoreTime": good.isoformat(), "restoreName": COPY}
        self.expect("too new", self.ask("POST", path, wish)[0], 400)
        self.cloud.control("clock", {"advance": 600})
        self.expect("too old", self.ask("POST", path, {**wish, "restoreTime": "2020-01-01T00:00:00Z"})[0], 400)
        self.expect("lower plan", self.ask("POST", path, {**wish, "plan": "free"})[0], 400)
        status, made = self.ask("POST", path, wish)
        self.copy = made["id"]
        self.expect("a new one", (status, made["id"] != self.source["id"], made["name"]), (200, True, COPY))
        self.expect("statuses", self.wait(f"/postgres/{self.copy}", "available"),
                    ["unknown", "recovery_in_progress", "creating", "available"])
        self.inside, url = (self.urls(self.copy)[each] for each in ("internalConnectionString", "externalConnectionString"))
        self.expect("moments", self.psql(url, "select string_agg(number::text, ',') from moments"), "1")
        old = self.urls(self.source["id"])["externalConnectionString"]
        self.expect("source as it was", self.psql(old, "select string_agg(number::text, ',') from moments"), "1,2")
        self.expect("students", self.psql(url, "select count(*) from students"), self.psql(old, "select count(*) from students"))
        self.expect("its own history", self.ask("GET", f"/postgres/{self.copy}/recovery")[1], {"recoveryStatus": "BACKUP_NOT_READY"})
        self.cloud.control("clock", {"advance": 300})
        self.expect("later", self.wait(f"/postgres/{self.copy}/recovery", "AVAILABLE", "recoveryStatus"),
                    ["BACKUP_NOT_READY", "AVAILABLE"])

    def move(self):
        """The app moves with a deploy and not before."""
        variable = f"/services/{self.service['id']}/env-vars/DATABASE_URL"
        old, port = self.ask("GET", variable)[1]["value"], self.health()["port"]
        self.expect("app on the source", port, self.source["port"])
        answer = self.ask("PUT", variable, {"value": self.inside})
        self.expect("variable", answer == (200, {"key": "DATABASE_URL", "value": self.inside}))
        self.cloud.control("clock", {"advance": 600})
        self.expect("not moved yet", self.health()["port"], port)
        status, deploy = self.deploy()
        self.expect("deploy", (status, deploy["trigger"]), (201, "api"))
        self.expect("statuses", self.wait(f"/services/{self.service['id']}/deploys/{deploy['id']}", "live")[-2:],
                    ["update_in_progress", "live"])
        copy = int(self.urls(self.copy)["externalConnectionString"].partition("localhost:")[2].partition("/")[0])
        self.expect("moved", self.health()["port"], copy)
        self.expect("deploy modes", self.ask("POST", f"/services/{self.service['id']}/deploys",
                                             {"deployMode": "deploy_only", "commitId": "1f2e3d4"})[0], 400)
        self.ask("PUT", variable, {"value": "postgresql://nobody@dpg-00000000000000000000-a/academy"})
        failed = self.deploy()[1]["id"]
        self.expect("a URL that leads nowhere", self.wait(f"/services/{self.service['id']}/deploys/{failed}", "update_failed")[-1],
                    "update_failed")
        self.expect("stays where it was", self.health()["port"], copy)
        self.expect("group", self.ask("GET", f"/env-groups/{self.group['id']}")[1]["serviceLinks"][0]["id"], self.service["id"])
        self.ask("DELETE", variable)
        self.ask("PUT", f"/env-groups/{self.group['id']}/env-vars/DATABASE_URL", {"value": old})
        deploy = self.ask("GET", f"/services/{self.service['id']}/deploys?limit=1")[1][0]["deploy"]
        self.wait(f"/services/{self.service['id']}/deploys/{deploy['id']}", "live")
        self.expect("a group deploys by itself", (deploy["trigger"], self.health()["port"]), ("service_updated", port))

    def deploy(self):
        return self.ask("POST", f"/services/{self.service['id']}/deploys", {"deployMode": "deploy_only"})

    def export(self):
        path = f"/postgres/{self.copy}/export"
        self.expect("export", self.ask("POST", path), (202, None))
        self.expect("one at a time", self.ask("POST", path)[0], 400)
        self.cloud.control("clock", {"advance": 600})
        while "url" not in (export := self.ask("GET", path)[1][0]):
            time.sleep(0.2)
        with urllib.request.urlopen(export["url"], context=self.trust, timeout=60) as answer:
            names = tarfile.open(fileobj=io.BytesIO(answer.read())).getnames()
        self.expect("a dump in it", any(each.endswith("/toc.dat") for each in names))

    def retire(self):
        self.expect("suspend", self.ask("POST", f"/postgres/{self.copy}/suspend"), (202, None))
        self.expect("suspended", self.ask("GET", f"/postgres/{self.copy}")[1]["suspended"], "suspended")
        self.expect("resume", self.ask("POST", f"/postgres/{self.copy}/resume"), (202, None))
        self.wait(f"/postgres/{self.copy}", "available")
        self.expect("awake", self.psql(self.urls(self.copy)["externalConnectionString"], "select count(*) from moments"), "1")
        self.expect("delete", self.ask("DELETE", f"/postgres/{self.copy}"), (204, None))
        self.expect("gone with its backups", self.ask("GET", f"/postgres/{self.copy}/recovery")[0], 404)

    def limit(self):
        seen = [self.deploy()[0] for _ in range(12)]
        self.expect("429", (seen[-1], self.headers["Retry-After"] is not None, self.headers["Ratelimit-Remaining"]), (429, True, "0"))

    def secrecy(self):
        log = (self.cloud.directory / "requests.jsonl").read_text()
        self.expect("no key in the log", self.cloud.greeting["credentials"]["key"] in log, False)
        self.expect("no password in the log", self.source["password"] in log, False)


def main():
    with Started("render.py") as cloud:
        check = Check(cloud)
        print(f"requests checked against Render's documents: {cloud.greeting['checked']}")
        steps = [check.who, check.list, check.recover, check.move, check.export, check.retire, check.limit, check.secrecy]
        for step in steps:
            step()
        folder = cloud.directory
        check.expect("ends well", cloud.stop(), 0)
        check.expect("nothing left", [each.name for each in folder.iterdir()], [])
        return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
