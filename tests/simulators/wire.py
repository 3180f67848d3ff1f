# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The wire of a simulated cloud: HTTPS on localhost, with a log, a fault plan, a clock, and a door for tests. A simulator is

    class Render(wire.Simulator):
        def action(self, request): return "GET /v1/postgres"      # the name by which faults and the log know a request
        def answer(self, request): return wire.Answer.of(200, {...})
        def failure(self, request, status, code, message): ...    # an error in this cloud's own shape; code may be None
        def open(self): ...                                       # make the databases; `close` follows in any case
        def state(self): return {...}                             # for tests that look behind the scenes
        def greeting(self): return {"credentials": {...}, "source": {...}}
        def close(self): ...

    wire.main(Render, "A simulated Render.")

and is started as `python3 render.py --directory DIR [--academy small] [--speed N] [--standing]`. Its first line on stdout is one JSON object:
endpoint, ca, control, and what `greeting` adds. It ends, and leaves nothing behind, when its standard input closes or on SIGTERM.

The door for tests, below /_control/ (JSON both ways; needs no sign-in, is not logged, no faults there):
    POST faults    {"faults": [{"at": 3, "kind": "lost"}, {"action": "CreateDBSnapshot", "kind": "throttle", "times": 2}]}
                   replaces the plan and restarts the count; {"next": number of the next request}; kinds and keys: faults.py
    POST clock     {"advance": 600, "speed": 10, "perRequest": 30, "skew": 900}
    POST sleep     {"seconds": 5}: so much time passes, for people and data too; answers when all that is due then has been done
    GET  clock, state, requests[?from=N]
    POST anything else goes to the simulator's `control(name, wishes)`.
"""

import argparse
import dataclasses
import email.utils
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import struct
import sys
import threading
import traceback
import urllib.parse
import uuid

from authority import Authority
from faults import Clock, FaultPlan
from requestlog import Log, Secrets

MOST_BYTES = 8 * 1024 * 1024


@dataclasses.dataclass
class Request:
    """What came in. `headers` has lower-case names; `path` is as sent, without the query; `target` is both, as sent."""
    number: int
    id: str
    method: str
    target: str
    headers: dict
    body: bytes

    @property
    def path(self):
        return self.target.partition("?")[0]

    @property
    def query(self):
        """Pairs in the order sent, decoded."""
        return urllib.parse.parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    def json(self):
        """ValueError when the body is none."""
        return json.loads(self.body)


@dataclasses.dataclass
class Answer:
    """What goes out. `note` is for the log only."""
    status: int
    body: bytes = b""
    type: str = "application/json"
    headers: dict = dataclasses.field(default_factory=dict)
    note: str = ""

    @classmethod
    def of(cls, status, value, **headers):
        return cls(status, json.dumps(value, default=str).encode(), headers=headers)


class Simulator:
    """What every simulated cloud has. Below `directory` everything is its own."""

    def __init__(self, options, authority, clock, secrets):
        self.options, self.authority, self.clock, self.secrets = options, authority, clock, secrets
        self.directory = pathlib.Path(options.directory)

    @staticmethod
    def arguments(parser):
        """May add options of its own."""

    def open(self):
        """Makes its databases and whatever else takes a while. `close` follows even if this fails halfway."""

    def action(self, request):
        return f"{request.method} {request.path}"

    def answer(self, request):
        raise NotImplementedError

    def failure(self, request, status, code, message):
        return Answer.of(status, {"message": message})

    def throttle(self, request, seconds):
        headers = {"Retry-After": str(int(seconds))} if seconds else {}
        refused = self.failure(request, 429, None, "Too many requests.")
        return dataclasses.replace(refused, headers={**refused.headers, **headers})

    def rest(self):
        """Returns when all that is due by now has been done; a cloud where things happen when somebody looks needs nothing."""

    def pass_time(self, seconds):
        """So much time passes, for people and data too."""
        self.clock.change({"advance": seconds, "skew": self.clock.skew + seconds})
        self.rest()

    def control(self, name, wishes):
        """A wish of a test; KeyError for an unknown name."""
        raise KeyError(name)

    def state(self):
        return {}

    def greeting(self):
        return {}

    def close(self):
        """Ends and removes all of its own."""


class Wire(http.server.ThreadingHTTPServer):
    """The listening side. `start` returns at once."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, simulator, directory):
        super().__init__(("127.0.0.1", 0), Handler)
        self.simulator = simulator
        self.plan = FaultPlan()
        self.log = Log(directory / "requests.jsonl", simulator.secrets)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(simulator.authority.certificate, simulator.authority.key)
        self.endpoint = f"https://localhost:{self.server_address[1]}"

    def start(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()
        self.log.close()

    def handle_error(self, request, client_address):
        """A client that goes away is no news."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection, kept alive as long as the client likes."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Simulator", ""
    timeout = 300

    def setup(self):
        # Here and not when accepting: a slow handshake holds up nobody else.
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle_any(self):
        length = int(self.headers.get("content-length") or 0)
        if length > MOST_BYTES or "transfer-encoding" in self.headers:
            self.close_connection = True
            return self._send(Answer.of(413, {"message": "A body needs a length, and at most 8 MiB."}))
        body = self.rfile.read(length)
        if self.path.startswith("/_control/"):
            return self._send(self._control(body))
        self._serve(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = handle_any

    def _serve(self, body):
        simulator, log = self.server.simulator, self.server.log
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(log.number(), str(uuid.uuid4()), self.command, self.path, headers, body)
        simulator.clock.advance(simulator.clock.per_request)
        if simulator.options.standing:
            simulator.rest()  # Nothing takes long there: so every run sees the same at the same request.
        action = simulator.action(request)
        fault = self.server.plan.next(action)
        answer = self._answer(request, fault)
        log.write(request, action, answer, fault)
        self._deliver(answer, fault)

    def _answer(self, request, fault):
        """What the client is to get, after what was to happen has happened; None: nothing at all."""
        simulator = self.server.simulator
        if fault and fault.kind == "cut-before":
            return None
        if fault and fault.kind == "throttle":
            return simulator.throttle(request, fault.seconds)
        if fault and fault.kind == "delay":
            threading.Event().wait(fault.seconds)
        elif fault and not fault.acts_first:
            return simulator.failure(request, fault.status, fault.code, fault.message)
        try:
            answer = simulator.answer(request)
        except Exception as problem:  # A defect of the simulator must not look like one of the cloud's own errors.
            traceback.print_exc()
            answer = Answer(599, f"The simulator failed: {problem}".encode(), "text/plain", note=repr(problem))
        if fault and fault.kind == "lost-error":
            return simulator.failure(request, fault.status, fault.code, fault.message)
        return answer

    def _deliver(self, answer, fault):
        kind = fault.kind if fault else None
        if kind in ("cut-before", "cut-after"):
            # Closing with a linger time of none resets.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
            self.close_connection = True
        elif kind == "lost":
            self.close_connection = True
        else:
            self._send(answer, half=kind == "half")

    def _send(self, answer, half=False):
        lines = {"Date": email.utils.format_datetime(self.server.simulator.clock.utc(), usegmt=True),
                 "Content-Type": answer.type, "Content-Length": str(len(answer.body)), **answer.headers}
        if half or self.close_connection:
            self.close_connection = True
            lines["Connection"] = "close"
        phrase = self.responses.get(answer.status, ("Unknown",))[0]
        head = f"HTTP/1.1 {answer.status} {phrase}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        body = b"" if self.command == "HEAD" else answer.body[:len(answer.body) // 2] if half else answer.body
        self.wfile.write(head.encode("latin-1") + b"\r\n" + body)

    def _control(self, body):
        name, _, query = self.path.removeprefix("/_control/").partition("?")
        try:
            return Answer.of(200, self._obey(name, dict(urllib.parse.parse_qsl(query)), json.loads(body or "{}")))
        except KeyError as problem:
            return Answer.of(404, {"message": f"There is no {problem} here."})
        except (ValueError, TypeError, AttributeError) as problem:
            return Answer.of(400, {"message": str(problem)})
        except RuntimeError as problem:
            return Answer.of(500, {"message": str(problem)})

    def _obey(self, name, query, wishes):
        simulator = self.server.simulator
        if self.command == "GET":
            looks = {"state": simulator.state, "clock": simulator.clock.state,
                     "requests": lambda: {"requests": self.server.log.entries(int(query.get("from", 1)))}}
            return looks[name]()
        if name == "faults":
            self.server.plan.set(wishes["faults"])
            return {"next": self.server.log.next}
        if name == "clock":
            simulator.clock.change(wishes)
            return simulator.clock.state()
        if name == "sleep":
            simulator.pass_time(float(wishes["seconds"]))
            return {}
        return simulator.control(name, wishes) or {}

    def log_message(self, *_):
        """The log is ours to write."""


def main(kind, description):
    """The whole life of a simulator of this kind (a subclass of Simulator)."""
    # From the first moment: whoever started us may be gone before we are ready.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    options = parse(kind, description)
    threading.Thread(target=end_with_input, daemon=True).start()
    directory = pathlib.Path(options.directory)
    was_there = directory.exists()
    directory.mkdir(parents=True, exist_ok=True)
    with Cleanup(directory, was_there) as cleanup:
        secrets = Secrets()
        simulator = kind(options, Authority(directory), Clock(options.speed), secrets)
        cleanup.later(simulator.close)
        simulator.open()
        wire = Wire(simulator, directory)
        cleanup.later(wire.close)
        wire.start()
        print(json.dumps({"endpoint": wire.endpoint, "ca": str(simulator.authority.ca),
                          "control": wire.endpoint + "/_control/", **simulator.greeting()}), flush=True)
        threading.Event().wait()


def parse(kind, description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--directory", required=True, help="where everything is kept; best empty, and short")
    parser.add_argument("--academy", default="small", help="size of the academy in the source: small, medium, large or none")
    parser.add_argument("--speed", type=float, default=60, help="how many times faster than the real cloud (60)")
    parser.add_argument("--standing", action="store_true", help="copies are parts played by one standing server: for sweeps (standing.py)")
    kind.arguments(parser)
    return parser.parse_args()


def end_with_input():
    """Ends the program in good order once nobody holds the other end of its standard input."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


class Cleanup:
    """Undoes in reverse order, undisturbed, and removes what is in the directory."""

    def __init__(self, directory, keep_directory):
        self._directory, self._keep = directory, keep_directory
        self._before = set(directory.iterdir())
        self._steps = []

    def later(self, step):
        self._steps.append(step)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        for step in reversed(self._steps):
            try:
                step()
            except Exception:
                traceback.print_exc()
        for each in set(self._directory.iterdir()) - self._before:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        if not self._keep:
            self._directory.rmdir()
