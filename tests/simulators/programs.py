# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Runs PostgreSQL's and pgBackRest's programs as the user that may: "postgres" when we are root, ourselves otherwise."""

import concurrent.futures
import ctypes
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
BACKREST = "/usr/bin/pgbackrest"


def postgres_programs():
    """The folder of the newest installed PostgreSQL's programs."""
    folders = pathlib.Path("/usr/lib/postgresql").glob("*/bin")
    return max((each for each in folders if (each / "postgres").exists()), key=lambda each: int(each.parent.name))


def end_with_parent():
    """Runs in a new child: it is told to shut down at once should the simulator be killed."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


class Programs:
    """Long-running children end with us, whatever happens to us. Thread-safe."""

    def __init__(self):
        self.folder = postgres_programs()
        # A child is told of the death of the *thread* that made it; this one lives as long as we do.
        self._launcher = concurrent.futures.ThreadPoolExecutor(1, "launcher")
        self._as = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(self, program, *arguments, text="", environment=None):
        """Runs to success and returns what it printed; RuntimeError with its words otherwise. `text` goes to its input."""
        done = subprocess.run([self._path(program), *map(str, arguments)], input=text, text=True, capture_output=True,
                              env=self._environment(environment), cwd="/", **self._as)
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}: {(done.stderr + done.stdout).strip()[-2000:]}")
        return done.stdout

    def launch(self, program, *arguments, log):
        """Starts a server whose words go to the file `log`."""
        def start():
            with open(log, "ab") as words:
                return subprocess.Popen([self._path(program), *map(str, arguments)], stdin=subprocess.DEVNULL,
                                        stdout=words, stderr=words, env=self._environment(None), cwd="/",
                                        start_new_session=True, preexec_fn=end_with_parent, **self._as)
        return self._launcher.submit(start).result()

    def own(self, path):
        """Hands a file or folder to the servers' user."""
        if self._as:
            os.chown(path, self._as["user"], self._as["group"])
        return path

    def folder_at(self, path):
        """Makes a folder that only the servers' user (and root) can look into."""
        path.mkdir(mode=0o700)
        return self.own(path)

    def file_at(self, path, text):
        """Writes a file for the servers' user alone."""
        path.touch(mode=0o600)
        path.write_text(text)
        return self.own(path)

    def file_for(self, path, original):
        """Copies a file for the servers' user alone."""
        shutil.copyfile(original, path)
        path.chmod(0o600)
        return self.own(path)

    def close(self):
        self._launcher.shutdown()

    def _path(self, program):
        return program if program.startswith("/") else str(self.folder / program)

    @staticmethod
    def _environment(more):
        kept = {key: value for key, value in os.environ.items() if not re.match("PG|HOME|LC_|LANG", key)}
        return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", **(more or {})}
