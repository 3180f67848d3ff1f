# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""How many calls a cloud takes within a window of time."""

import math
import threading
import time


class Buckets:
    """Counts calls in windows that begin with their first call. Safe to use from several threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._windows = {}  # name -> [end of the window, calls in it]

    def take(self, name, limit, seconds):
        """One call: (allowed, remaining, whole seconds until the window ends)."""
        with self._lock:
            now = time.monotonic()
            window = self._windows.get(name)
            if not window or window[0] <= now:
                window = self._windows[name] = [now + seconds, 0]
            allowed = window[1] < limit
            window[1] += allowed
            return allowed, limit - window[1], math.ceil(window[0] - now) - 1
