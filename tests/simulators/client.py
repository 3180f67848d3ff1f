# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""For the checks of the simulators: starts one in a folder of its own and talks to its door for tests."""

import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


class Started:
    """`with Started("rds.py") as cloud:` … `cloud.greeting` is the first line it said. Gone, with all that was its own, at the end."""

    def __init__(self, program, *arguments):
        self._arguments = [str(HERE / program), *arguments]

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="check-", dir="/tmp")
        self.directory = pathlib.Path(self._folder.name)
        self.process = subprocess.Popen([sys.executable, "-B", *self._arguments, "--directory", self._folder.name],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.__exit__()
            raise RuntimeError(f"{self._arguments[0]} did not start")
        self.greeting = json.loads(line)
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            self.process.kill()
            self._folder.cleanup()

    def stop(self):
        """Ends it as a test does; its exit code."""
        self.process.stdin.close()
        return self.process.wait(timeout=60)

    def control(self, name, wishes=None):
        """GET without wishes, POST with them."""
        status, text = self.send("/_control/" + name, None if wishes is None else json.dumps(wishes).encode())
        if status != 200:
            raise RuntimeError(text)
        return json.loads(text)

    def send(self, path, body=None, headers=None):
        """Status and text of the answer to a GET, or a POST of a body."""
        trust = ssl.create_default_context(cafile=self.greeting["ca"])
        request = urllib.request.Request(self.greeting["endpoint"] + path, body, headers or {})
        try:
            with urllib.request.urlopen(request, context=trust, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
