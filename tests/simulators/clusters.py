# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The databases behind a simulator: real PostgreSQL servers with TLS on localhost, backed up and restored by pgBackRest.

    clusters = Clusters(directory, Authority(directory))
    source = clusters.make_source("academy", "academy_owner", password, academy="small")
    archive = source.protect()                 # archiving from now on; nothing is backed up yet
    backup = archive.backup()                  # a full one
    newest = archive.ship()                    # all until this moment can be restored
    copy = clusters.restore(archive, to=newest)            # or to=backup
    copy.sql("select count(*) from students")  # as superuser, through the socket
    clusters.close()                           # stops and removes everything

Moments are aware datetimes in UTC. All methods block, raise RuntimeError with the program's own words when it fails, and may be
called from any thread; two calls on one Cluster or one Archive wait for each other.
"""

import datetime
import itertools
import pathlib
import shutil
import socket
import tempfile
import threading
import time

from archive import Archive, Backup, PATIENCE, utc_now
from programs import Programs

ACADEMY = pathlib.Path(__file__).resolve().parents[2] / "resources" / "academy"

SETTINGS = """
listen_addresses = '127.0.0.1,::1'
unix_socket_directories = '{sockets}'
ssl = on
ssl_cert_file = '{folder}/server.pem'
ssl_key_file = '{folder}/server.key'
fsync = off
full_page_writes = off
shared_buffers = 16MB
dynamic_shared_memory_type = mmap
max_connections = 60
wal_level = replica
wal_init_zero = off
hot_standby = off
archive_mode = on
archive_command = '/bin/true'
track_commit_timestamp = on
timezone = 'UTC'
log_timezone = 'UTC'
"""
RULES = """
local   all all               trust
local   replication all       trust
hostssl all all 127.0.0.0/8   scram-sha-256
hostssl all all ::1/128       scram-sha-256
"""
RIGHTS = """
create role cloud_superuser nologin createdb createrole;
grant pg_monitor, pg_signal_backend, pg_read_all_data to cloud_superuser;
create role {owner} login createdb createrole password {password} in role cloud_superuser;
grant pg_monitor, pg_signal_backend, pg_read_all_data to {owner} with admin option;
"""
LOOK_INTO_INDEXES = """
create extension amcheck;
grant execute on all functions in schema public to {owner};
"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def free_port():
    """A port where nobody listens now, on either loopback address."""
    while True:
        with socket.socket() as four, socket.socket(socket.AF_INET6) as six:
            four.bind(("127.0.0.1", 0))
            try:
                six.bind(("::1", four.getsockname()[1]))
            except OSError as problem:
                if problem.errno == 98:  # EADDRINUSE; a machine without ::1 is fine.
                    continue
            return four.getsockname()[1]


class Clusters:
    """All servers of one simulator, below `directory`, which has to exist and becomes the servers' user's."""

    def __init__(self, directory, authority):
        self.root = pathlib.Path(directory).resolve()
        self.authority = authority
        self.programs = Programs()
        self.programs.own(self.root)
        for name in ("clusters", "repository", "lock", "spool", "log", "stanzas"):
            self.programs.folder_at(self.root / name)
        self.sockets = self._folder_for_sockets()
        self._numbers = itertools.count(1)
        self._all = {}

    def make_source(self, database, owner, password, academy="small"):
        """A running server with `database`, owned by the role `owner`, who is no superuser. `academy`: the size of the academy
        to fill it with, ending now; None leaves it empty."""
        cluster = self._cluster(database, owner)
        cluster._initialise()
        cluster.start()
        cluster.sql(RIGHTS.format(owner=quoted(owner), password=literal(password)), "postgres")
        cluster.sql(f"create database {quoted(database)} owner {quoted(owner)}", "postgres")
        cluster.sql(LOOK_INTO_INDEXES.format(owner=quoted(owner)))
        if academy:
            cluster._load_academy(academy)
        return cluster

    def restore(self, archive, to):
        """A new running server as the archive's was: at a moment (all that was committed until then, inclusive), or as a Backup
        left it. It does not archive until `protect`. RuntimeError when the archive does not reach the moment."""
        cluster = self._cluster(archive.database, archive.owner)
        try:
            cluster._restore(archive, to)
            cluster.start()
        except BaseException:
            cluster.destroy()
            raise
        return cluster

    def all(self):
        """Every server there is, running or not."""
        return list(self._all.values())

    def close(self):
        """Stops every server and removes all that was made. Harmless twice."""
        for cluster in self.all():
            cluster.destroy()
        self.programs.close()
        shutil.rmtree(self.sockets, ignore_errors=True)
        for name in ("clusters", "repository", "lock", "spool", "log", "stanzas"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def _folder_for_sockets(self):
        """Ours if its name is short enough: the path of a socket may be 107 bytes long and no more."""
        own = self.root / "sockets"
        if len(f"{own}/c999/.s.PGSQL.65535.lock") <= 107:
            return self.programs.folder_at(own)
        return self.programs.own(pathlib.Path(tempfile.mkdtemp(prefix="simulator-", dir="/tmp")))

    def _cluster(self, database, owner):
        cluster = Cluster(self, f"c{next(self._numbers)}", database, owner)
        self._all[cluster.name] = cluster
        return cluster


class Cluster:
    """One server. `host` and `port` are where clients go (TLS, passwords); `archive` is None until `protect`."""

    host = "localhost"

    def __init__(self, clusters, name, database, owner):
        self.sockets = clusters.sockets
        self.name, self.database, self.owner = name, database, owner
        self.port = free_port()
        self.archive = None
        self._clusters, self._programs = clusters, clusters.programs
        self._folder = self._programs.folder_at(clusters.root / "clusters" / name)
        self._data = self._folder / "data"
        self._lock = threading.RLock()
        self._server = None

    @property
    def is_running(self):
        return self._server is not None and self._server.poll() is None

    def start(self, port=None, host=None):
        """Starts it, at another port or address if one is given, and waits until it takes writing sessions."""
        with self._lock:
            if port:
                self._move(port, host or self.host)
            where = ["-p", str(self.port)]
            if self.host != Cluster.host:
                where += ["-c", f"listen_addresses={self.host}", "-c", f"unix_socket_directories={self.sockets}"]
            self._server = self._programs.launch("postgres", "-D", self._data, *where, log=self._log)
            self._wait_until_open()

    def _move(self, port, host):
        """Several at one port differ by their address, and by the folder of their socket."""
        self.port, self.host = port, host
        if host != Cluster.host:
            self.sockets = self._programs.folder_at(self._clusters.sockets / self.name)
        if self.archive:
            self.archive._configure(self)

    def stop(self):
        """Stops it (sessions are cut, nothing is lost)."""
        with self._lock:
            if self.is_running:
                self._programs.run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", self._data)
                self._server.wait()

    def restart(self, port=None, host=None):
        """Stops and starts it, as a rename or a reboot does."""
        with self._lock:
            self.stop()
            self.start(port, host)

    def destroy(self):
        """Removes the server and its data. Its archive and backups stay."""
        with self._lock:
            if self.is_running:
                self._server.send_signal(3)  # SIGQUIT: at once.
                self._server.wait()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._clusters._all.pop(self.name, None)

    def sql(self, statements, database=None, user="postgres"):
        """Runs statements through the socket, as superuser or another role; what they yield, unaligned, a line per row."""
        return self._programs.run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.sockets,
                                  "-p", self.port, "-U", user, "-d", database or self.database, text=statements).strip()

    def set_password(self, role, password):
        self.sql(f"alter role {quoted(role)} password {literal(password)}")

    def sessions(self):
        """How many clients are in the database over TCP."""
        return int(self.sql("select count(*) from pg_stat_activity where client_addr is not null and datname = current_database()"))

    def protect(self):
        """Starts archiving into an archive of its own; the archive. Once done it stays so."""
        with self._lock:
            if self.archive is None:
                archive = Archive(self._clusters, self)
                archive._create()
                self.sql(f"alter system set archive_command = {literal(archive._push)}")
                self.sql("select pg_reload_conf()")
                self.archive = archive
            return self.archive

    @property
    def _log(self):
        return self._folder / "log"

    def _initialise(self):
        self._programs.run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                           "--data-checksums", "--no-sync", "--wal-segsize=4")
        self._configure()

    def _restore(self, archive, to):
        if isinstance(to, Backup):
            target = ["--type=immediate", f"--set={to.label}"]
        else:
            moment = to.astimezone(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f+00")
            target = ["--type=time", f"--target={moment}", f"--set={archive._backup_before(to).label}"]
        archive._backrest("restore", *target, "--target-action=promote", f"--pg1-path={self._data}")
        self._configure()

    def _configure(self):
        settings = SETTINGS.format(sockets=self._clusters.sockets, folder=self._folder)
        with open(self._data / "postgresql.auto.conf", "a") as automatic:
            automatic.write(settings)
        self._programs.file_at(self._data / "pg_hba.conf", RULES)
        authority = self._clusters.authority
        self._programs.file_for(self._folder / "server.pem", authority.certificate)
        self._programs.file_for(self._folder / "server.key", authority.key)

    def _load_academy(self, size):
        settings = f"set academy.scale = {literal(size)};\nset academy.now = {literal(utc_now().isoformat())};\n\\o /dev/null\n"
        parts = [(ACADEMY / name).read_text() for name in ("schema.sql", "data.sql", "constraints.sql")]
        self.sql("begin;\n" + settings + "\n".join(parts) + "\ncommit;\n", user=self.owner)

    def _wait_until_open(self):
        given_up = time.monotonic() + PATIENCE
        while self._state() != "ready":  # Which without hot_standby it is not before its recovery has ended.
            if not self.is_running or time.monotonic() > given_up:
                raise RuntimeError(f"{self.name} did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.02)

    def _state(self):
        """What the server says of itself in the last line of its pid file: "ready" is open for sessions."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return ""
        return lines[7].strip() if len(lines) > 7 and lines[0] == str(self._server.pid) else ""
