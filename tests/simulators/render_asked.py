# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""What a request to Render's API asks, and how it is refused."""

import datetime
import json
import urllib.parse


class Refusal(Exception):
    """An answer that is no success. The message is Render's."""

    def __init__(self, status, message, headers=None):
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def missing(thing):
    return Refusal(404, f"not found: {thing}")


class Asked:
    """The query and the body of one request."""

    def __init__(self, query, body):
        self._query = {}
        for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
            self._query.setdefault(name, []).append(value)
        try:
            self.body = json.loads(body) if body else {}
        except ValueError:
            raise Refusal(400, "the body is not JSON") from None
        if not isinstance(self.body, dict):
            raise Refusal(400, "the body is not an object")

    def admits(self, value, name):
        """Whether the filter of that name lets a value through: repeated, or joined by commas."""
        wanted = [part for one in self._query.get(name, []) for part in one.split(",")]
        return not wanted or value in wanted

    def admits_time(self, moment, name):
        for word, admits in (("Before", lambda end: moment < end), ("After", lambda begin: moment > begin)):
            for value in self._query.get(name + word, []):
                if not admits(parse_moment(value)):
                    return False
        return True

    def page(self, thing, named):
        """The part of a list that was asked for, each element with its cursor. A cursor of something that is gone is refused."""
        limit = int(self._query.get("limit", ["20"])[0])
        cursor = self._query.get("cursor", [""])[0]
        names = [name for name, _ in named]
        if cursor and cursor not in names:
            raise Refusal(400, "invalid cursor")
        begin = names.index(cursor) + 1 if cursor else 0
        return [{thing: value, "cursor": name} for name, value in named[begin:begin + limit]]


def parse_moment(text):
    """A moment of a request; Refusal when it is none."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, f"not a date-time: {text[:40]}") from None
    if moment.tzinfo is None:
        raise Refusal(400, f"a date-time without its zone: {text[:40]}")
    return moment
