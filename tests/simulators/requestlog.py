# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The log of a simulator, without secrets."""

import json
import threading
import urllib.parse


LONGEST = 256 * 1024


class Secrets:
    """What must never be seen in the log: every value that was told here, in any usual spelling."""

    def __init__(self):
        self._values = set()

    def add(self, value):
        if len(value) >= 4:
            self._values |= {value, urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value),
                             urllib.parse.quote(value, safe="-_.~"), json.dumps(value)[1:-1]}
        return value

    def mask(self, text):
        for value in sorted(list(self._values), key=len, reverse=True):
            text = text.replace(value, "•••")
        return text


class Log:
    """The requests so far: in memory, and as JSON lines in requests.jsonl. No secrets in it, nor headers."""

    def __init__(self, path, secrets):
        self._lock, self._secrets, self._entries = threading.Lock(), secrets, []
        self._file = open(path, "w", buffering=1, encoding="utf-8")
        self._count = 0

    def number(self):
        with self._lock:
            self._count += 1
            return self._count

    @property
    def next(self):
        with self._lock:
            return self._count + 1

    def write(self, request, action, answer, fault):
        entry = {"number": request.number, "id": request.id, "method": request.method, "action": action,
                 "target": self._secrets.mask(request.target), "status": answer.status if answer else None,
                 "fault": fault.kind if fault else None, "body": self._told(request.body),
                 "note": self._secrets.mask(answer.note) if answer else ""}
        with self._lock:
            self._entries.append(entry)
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def _told(self, body):
        if len(body) > LONGEST:  # No call, but a thing that is carried.
            return f"({len(body)} bytes)"
        return self._secrets.mask(body.decode("utf-8", "replace"))

    def entries(self, first=1):
        with self._lock:
            return [each for each in self._entries if each["number"] >= first]

    def close(self):
        self._file.close()
