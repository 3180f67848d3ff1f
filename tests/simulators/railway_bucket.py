# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The buckets where Railway's databases keep their record: pgBackRest's real repository, read over S3's protocol (path style).

A database's image calls its stanza "main", in a folder of the cluster's own: pgbackrest/cluster-<system identifier>/backup/main/…
"""

import datetime
import os
import re
import secrets
import threading
import urllib.parse
import xml.sax.saxutils

import aws_signature
import wire
from railway_things import new_id

REGION = "auto"
STANZA = "main"
MOST_KEYS = 1000
PARTIAL = re.compile(r"\.tmp$")
CODES = {"InvalidClientTokenId": "InvalidAccessKeyId", "MissingAuthenticationToken": "AccessDenied"}  # S3's own words


class Refused(Exception):
    """An answer of S3's that is none of success."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Bucket:
    """One bucket with its key. `archive` is the Archive that is pushed into it; None until the database was started with it."""

    def __init__(self, hide):
        self.id, self.name = new_id(), "pitr-" + secrets.token_hex(4)
        self.identity = {"accessKey": "tid_" + secrets.token_hex(8), "secretKey": hide("tsec_" + secrets.token_urlsafe(24))}
        self.archive = None
        self._root = ""

    def belongs_to(self, cluster):
        """From now on the archive of this cluster lies in it."""
        self._root = f"pgbackrest/cluster-{cluster.sql('select system_identifier from pg_control_system()', 'postgres')}"
        self.archive = cluster.protect()

    def keys(self):
        """(key, path) of every object, sorted by key."""
        found = []
        for kind in ("archive", "backup") if self.archive else ():
            top = self.archive.folder(kind)
            for folder, _, names in os.walk(top):
                paths = [os.path.join(folder, name) for name in names if not PARTIAL.search(name)]
                found += [(f"{self._root}/{kind}/{STANZA}/{os.path.relpath(path, top)}", path)
                          for path in paths if not os.path.islink(path)]
        return sorted(found)

    def newest(self):
        """When the newest piece of the log was put there."""
        pieces = [path for key, path in self.keys() if re.search("/[0-9A-F]{24}-", key)]
        return max((modified(path) for path in pieces), default=None)


class Archivers:
    """Hands on what the databases with a bucket have written, every so many (real) seconds, as archive_timeout does; None: only when
    told."""

    def __init__(self, seconds, clusters):
        self._ended, self._clusters = threading.Event(), clusters
        self._thread = threading.Thread(target=self._work, args=(seconds,), daemon=True)
        if seconds is not None:
            self._thread.start()

    def close(self):
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def hand_on(self):
        for cluster in self._clusters():
            try:
                cluster.archive.ship()
            except RuntimeError:  # Stopped, or gone meanwhile: what it has written comes when it runs again.
                continue

    def _work(self, seconds):
        while not self._ended.wait(seconds):
            self.hand_on()


class Store:
    """Answers S3's GETs. `buckets` gives the buckets there are; `page` is how many keys an answer has at most."""

    def __init__(self, buckets, now):
        self._buckets, self._now, self.page = buckets, now, MOST_KEYS

    def action(self, request):
        return "ListObjectsV2" if request.path.count("/") == 2 and request.path.endswith("/") else "GetObject"

    def answer(self, request):
        try:
            return self._answer(request)
        except Refused as refused:
            return failure(refused.status, refused.code, refused.message)

    def _answer(self, request):
        _, name, key = urllib.parse.unquote(request.path).split("/", 2) if request.path.count("/") > 1 else ("", "", "")
        bucket = next((one for one in self._buckets() if one.name == name), None)
        try:
            identities = [one.identity for one in self._buckets()]
            who = aws_signature.check(request, identities, REGION, self._now())
        except aws_signature.Refused as refused:
            raise Refused(403, CODES.get(refused.code, refused.code), refused.message) from None
        if bucket is None:
            raise Refused(404, "NoSuchBucket", "The specified bucket does not exist")
        if who is not bucket.identity:
            raise Refused(403, "AccessDenied", "Access Denied")
        if request.method not in ("GET", "HEAD"):
            raise Refused(403, "AccessDenied", "Only what reads is simulated.")
        return self._object(bucket, key) if key else self._listing(bucket, dict(request.query))

    @staticmethod
    def _object(bucket, key):
        path = dict(bucket.keys()).get(key)
        try:
            with open(path or "", "rb") as file:
                return wire.Answer(200, file.read(), "application/octet-stream")
        except OSError:
            raise Refused(404, "NoSuchKey", "The specified key does not exist.") from None

    def _listing(self, bucket, query):
        unknown = set(query) - {"list-type", "prefix", "delimiter", "continuation-token", "max-keys"}
        if query.get("list-type") != "2" or unknown:
            raise Refused(400, "InvalidArgument", f"Only ListObjectsV2 is simulated, and of it no {sorted(unknown)}.")
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        entries = {}
        for key, path in bucket.keys():
            if key.startswith(prefix):
                folder, found, _ = key[len(prefix):].partition(delimiter) if delimiter else ("", "", "")
                entries[prefix + folder + delimiter if found else key] = None if found else path
        names = [name for name in sorted(entries) if name > query.get("continuation-token", "")]
        most = min(self.page, int(query.get("max-keys", MOST_KEYS)))
        more = len(names) > most
        parts = [f"<Name>{bucket.name}</Name><Prefix>{escaped(prefix)}</Prefix><KeyCount>{len(names[:most])}</KeyCount>"
                 f"<MaxKeys>{most}</MaxKeys><IsTruncated>{str(more).lower()}</IsTruncated>"]
        if more:
            parts.append(f"<NextContinuationToken>{escaped(names[most - 1])}</NextContinuationToken>")
        parts += [one for name in names[:most] if (one := told(name, entries[name]))]
        return document("ListBucketResult", "".join(parts))


def told(name, path):
    """An entry of a listing; "" for a file that has just been removed."""
    if path is None:
        return f"<CommonPrefixes><Prefix>{escaped(name)}</Prefix></CommonPrefixes>"
    try:
        size, when = os.path.getsize(path), modified(path).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    except OSError:
        return ""
    return (f"<Contents><Key>{escaped(name)}</Key><LastModified>{when}</LastModified><Size>{size}</Size>"
            "<StorageClass>STANDARD</StorageClass></Contents>")


def modified(path):
    return datetime.datetime.fromtimestamp(os.path.getmtime(path), datetime.timezone.utc)


def escaped(text):
    return xml.sax.saxutils.escape(text)


def document(name, inside, status=200):
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' if name != "Error" else ""
    return wire.Answer(status, f"{head}<{name}{space}>{inside}</{name}>".encode(), "application/xml")


def failure(status, code, message):
    answer = document("Error", f"<Code>{code}</Code><Message>{escaped(message)}</Message><RequestId>{new_id()}</RequestId>", status)
    answer.note = f"{code}: {message}"
    return answer
