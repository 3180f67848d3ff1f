# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The app that a simulated cloud runs: it keeps a session with the database it was deployed with, and tells its health.

    GET /health            200 as long as the app runs: {"app": NAME, "deploy": ID}
    GET /health/database   200 when its database answers: the same and "database", "system" (identifier of the cluster),
                           "port" (of the server it talks to), "inRecovery"; else 503 with "problem"

Plain HTTP on 127.0.0.1, at one port for the app's whole life. A variable that changed reaches it only with `deploy`.
"""

import http.server
import json
import os
import select
import subprocess
import threading
import time
import urllib.parse

QUESTION = ("select json_build_object('database', current_database(), 'system', system_identifier::text,"
            " 'port', current_setting('port')::int, 'inRecovery', pg_is_in_recovery()) from pg_control_system()")
PATIENCE = 10.0  # seconds that a database may take to answer


class Session:
    """One session of psql with the database of a URL. `resolve` turns a host that only the cloud knows into (host, port)."""

    def __init__(self, url, resolve, name):
        parts = urllib.parse.urlsplit(url)
        query = dict(urllib.parse.parse_qsl(parts.query))
        host, port = resolve(parts.hostname or "", parts.port or 5432)
        unquote = urllib.parse.unquote
        settings = {"PGHOST": host, "PGPORT": str(port), "PGUSER": unquote(parts.username or ""),
                    "PGPASSWORD": unquote(parts.password or ""), "PGDATABASE": unquote(parts.path.removeprefix("/")),
                    "PGSSLMODE": query.get("sslmode", "prefer"), "PGCONNECT_TIMEOUT": "5", "PGAPPNAME": name}
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        self._psql = subprocess.Popen(["psql", "-XAtqw", "-v", "ON_ERROR_STOP=1"], env={**clean, **settings}, bufsize=0,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def ask(self, question):
        """The one line that answers a question; ConnectionError when the database gives none in time."""
        line, until = b"", time.monotonic() + PATIENCE
        try:
            self._psql.stdin.write(question.encode() + b";\n")
        except OSError:
            raise ConnectionError("the session was closed") from None
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._psql.stdout], [], [], max(0.0, until - time.monotonic()))
            piece = os.read(self._psql.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise ConnectionError("the database does not answer")
            line += piece
        return line.decode()

    def close(self):
        self._psql.kill()
        self._psql.wait()
        self._psql.stdin.close()
        self._psql.stdout.close()


class App:
    """One running app. Its health addresses are `health` and `database_health`."""

    def __init__(self, name, resolve=lambda host, port: (host, port)):
        self.name = name
        self._resolve = resolve
        self._lock = threading.Lock()
        self._url = self._deploy = self._session = None
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.health = f"http://127.0.0.1:{self._server.server_address[1]}/health"
        self.database_health = self.health + "/database"

    def deploy(self, url, deploy):
        """Starts the app anew with `url`. False when its database does not answer: then the one before goes on running."""
        try:
            session = Session(url or "", self._resolve, self.name)
        except (ValueError, LookupError):
            return False
        try:
            session.ask(QUESTION)
        except ConnectionError:
            session.close()
            return False
        with self._lock:
            if self._session:
                self._session.close()
            self._url, self._deploy, self._session = url, deploy, session
        return True

    def remove(self):
        """Takes the running instance away; the address then answers 503."""
        with self._lock:
            if self._session:
                self._session.close()
            self._url = self._deploy = self._session = None

    def close(self):
        """Ends the app and its session."""
        self._server.shutdown()
        self._server.server_close()
        self.remove()

    def state(self, of_database):
        """Status and body of a health address."""
        with self._lock:
            told = {"app": self.name, "deploy": self._deploy}
            if not self._deploy:
                return 503, {**told, "problem": "nothing is deployed"}
            return self._ask_database(told) if of_database else (200, told)

    def _ask_database(self, told):
        for _ in range(2):  # A session that the server ended is opened once more, as a pool would.
            try:
                self._session = self._session or Session(self._url, self._resolve, self.name)
                return 200, {**told, **json.loads(self._session.ask(QUESTION))}
            except LookupError as error:
                return 503, {**told, "problem": str(error)}
            except ConnectionError as error:
                problem = str(error)
                self._session.close()
                self._session = None
        return 503, {**told, "problem": problem}


def _handler(app):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path not in ("/health", "/health/database"):
                self.send_error(404)
                return
            status, told = app.state(self.path.endswith("/database"))
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
