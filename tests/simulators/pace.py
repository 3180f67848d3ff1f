# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""How a simulated cloud takes its time: statuses that change by themselves, and work in the background."""

import collections
import concurrent.futures
import datetime
import sys
import threading
import traceback

TICK = 0.02  # real seconds between two looks at the clock
PATIENCE = 30  # real seconds until what is under way has to have come to rest


class Course:
    """A status that changes with the clock. Made of (simulated second, status), the earliest first."""

    def __init__(self, *steps):
        self._steps = steps

    def at(self, now):
        return self._current(now)[1]

    def _current(self, now):
        return [step for step in self._steps if step[0] <= now or step is self._steps[0]][-1]


class Pace:
    """Waits are in the clock's simulated seconds; moments are real ones, as the data's are. Thread-safe."""

    def __init__(self, clock):
        self._clock = clock
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._lines = {}
        self._turn = threading.Condition()
        self._unfinished = collections.Counter()  # jobs, by line
        self._asleep = []  # the seconds that lines wait for
        self._seen = [(clock.now(), clock.speed, clock.utc())]

    def now(self):
        """The moment, for people and for data."""
        return self._clock.utc()

    def tick(self):
        """The simulated second; what courses go by."""
        return self._clock.now()

    def course(self, first, *later):
        """Begins now with `first`; each (seconds, status) comes so long after the one before."""
        steps = [(self.tick(), first)]
        for seconds, status in later:
            steps.append((steps[-1][0] + seconds, status))
        return Course(*steps)

    def note(self):
        """To be called often: remembers which moment belongs to which simulated second."""
        with self._lock:
            self._seen.append((self._clock.now(), self._clock.speed, self._clock.utc()))

    def before(self, seconds):
        """The moment that was so many simulated seconds ago; where the clock jumped, the one before the jump."""
        wanted = self.tick() - seconds
        with self._lock:
            earlier = [seen for seen in self._seen if seen[0] <= wanted]
            if not earlier:
                return self._seen[0][2] - datetime.timedelta(seconds=self._seen[0][0] - wanted)
            tick, speed, moment = earlier[-1]
            later = [seen[2] for seen in self._seen[len(earlier):]]
        at = moment + datetime.timedelta(seconds=(wanted - tick) / speed)
        return min([at, *later[:1], self.now()])

    def wait(self, seconds):
        """Until so many simulated seconds are over; False when there is nobody left to work for."""
        until = self.tick() + seconds
        with self._turn:
            self._asleep.append(until)
            self._turn.notify_all()
            while self.tick() < until and not self._closing.is_set():
                self._turn.wait(TICK)
            self._asleep.remove(until)
        return not self._closing.is_set()

    def rest(self):
        """Until nothing is under way but what waits for a later second. RuntimeError when that takes too long."""
        with self._turn:
            self._turn.notify_all()
            if not self._turn.wait_for(self._is_at_rest, PATIENCE):
                raise RuntimeError(f"what is under way does not come to rest: {sorted(+self._unfinished)}")

    def conclude(self):
        """Lets time pass until nothing is under way any more."""
        self.rest()
        while +self._unfinished:
            self._clock.advance(1000)
            self.rest()

    def _is_at_rest(self):
        now = self.tick()
        return len(+self._unfinished) == sum(until > now for until in self._asleep)

    def put(self, line, work, *arguments):
        """Does work in the background; jobs of one line one after the other. What fails is told on stderr."""
        with self._lock:
            if self._closing.is_set():
                return
            if line not in self._lines:
                self._lines[line] = concurrent.futures.ThreadPoolExecutor(1)
            with self._turn:
                self._unfinished[line] += 1
            self._lines[line].submit(self._run, line, work, *arguments)

    def close(self):
        """Begins nothing more and waits until what was begun is over."""
        self._closing.set()
        with self._turn:
            self._turn.notify_all()
        with self._lock:
            lines = list(self._lines.values())
        for line in lines:
            line.shutdown(cancel_futures=True)

    def _run(self, line, work, *arguments):
        try:
            work(*arguments)
        except Exception:  # The end of the thread: nobody else would hear of it.
            if not self._closing.is_set():
                traceback.print_exc(file=sys.stderr)
        with self._turn:
            self._unfinished[line] -= 1
            self._turn.notify_all()
