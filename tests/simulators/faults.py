# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""What goes wrong on purpose: the fault plan of a simulator, and its clock."""

import datetime
import threading
import time

KINDS = {
    "refuse": "answers `status` (403) and `code` without acting",
    "error": "answers a 5xx (`status`, 503) without acting",
    "throttle": "answers as the cloud does when asked too often, without acting; `seconds` is the Retry-After, if any",
    "cut-before": "resets the connection without acting",
    "cut-after": "acts, then resets the connection",
    "lost": "acts, then closes the connection properly without a word",
    "lost-error": "acts, then answers a 5xx (`status`, 500)",
    "half": "acts, then sends half of the answer's body and closes",
    "delay": "waits `seconds` (real ones), then acts and answers",
}
KEYS = {"at", "action", "nth", "kind", "status", "code", "message", "seconds", "times"}


class Fault:
    """One entry of the plan. It strikes the `at`-th request since the plan was made (1 is the first); or the `nth` (1) of those
    with this `action`; `times` (1) says how many matching requests in a row it strikes, 0 is all from then on."""

    def __init__(self, entry):
        unknown = set(entry) - KEYS
        if unknown or entry.get("kind") not in KINDS or ("at" in entry) == ("action" in entry):
            raise ValueError(f"a fault has 'at' or 'action' and a kind of {sorted(KINDS)}; keys are {sorted(KEYS)}: {entry}")
        self.kind = entry["kind"]
        self.action = entry.get("action")
        self.first = int(entry.get("at", entry.get("nth", 1)))
        self.times = int(entry.get("times", 1))
        self.status = int(entry.get("status", {"refuse": 403, "lost-error": 500}.get(self.kind, 503)))
        self.code = entry.get("code")
        self.message = entry.get("message", "The simulator was told to fail here.")
        self.seconds = float(entry.get("seconds", 0))
        self._seen = 0

    @property
    def acts_first(self):
        return self.kind in ("cut-after", "lost", "lost-error", "half")

    def strikes(self, action):
        """To be asked once for every request."""
        if self.action not in (None, action):
            return False
        self._seen += 1
        return self._seen >= self.first and (self.times == 0 or self._seen < self.first + self.times)


class FaultPlan:
    """The faults in force; thread-safe."""

    def __init__(self):
        self._faults, self._lock = [], threading.Lock()

    def set(self, entries):
        """Replaces the plan and starts to count anew."""
        faults = [Fault(each) for each in entries]
        with self._lock:
            self._faults = faults

    def next(self, action):
        """The fault that strikes this request, or None."""
        with self._lock:
            return next((each for each in [each for each in self._faults if each.strikes(action)]), None)


class Clock:
    """How long things take over there. Simulated seconds pass `speed` times as fast as real ones, jump when told to `advance`, and
    `perRequest` of them pass with every request, so that who polls need not wait. Data keep real time: `utc` is that, wrong by
    `skew` seconds when a test wants the cloud's clock to differ from ours. Thread-safe."""

    def __init__(self, speed=1.0):
        self._lock = threading.Lock()
        self._at, self._since = 0.0, time.monotonic()
        self.speed, self.per_request, self.skew = speed, 0.0, 0.0

    def now(self):
        """Simulated seconds since the start; never goes back."""
        with self._lock:
            return self._now()

    def advance(self, seconds):
        with self._lock:
            self._at += max(0.0, seconds)

    def utc(self):
        return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.skew)

    def change(self, wishes):
        """{"advance": s, "speed": n, "perRequest": s, "skew": s}, each optional."""
        unknown = set(wishes) - {"advance", "speed", "perRequest", "skew"}
        if unknown:
            raise ValueError(f"the clock knows no {sorted(unknown)}")
        with self._lock:
            self._at, self._since = self._now(), time.monotonic()
            self.speed = float(wishes.get("speed", self.speed))
            self.per_request = float(wishes.get("perRequest", self.per_request))
            self.skew = float(wishes.get("skew", self.skew))
        self.advance(float(wishes.get("advance", 0)))

    def state(self):
        return {"now": self.now(), "speed": self.speed, "perRequest": self.per_request, "skew": self.skew,
                "utc": self.utc().isoformat()}

    def _now(self):
        return self._at + (time.monotonic() - self._since) * self.speed
