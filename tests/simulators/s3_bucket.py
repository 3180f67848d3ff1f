# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""What a simulated bucket holds, and what its rules and its cold storage do to it as time passes. Time is the simulated clock's, from
`epoch` on: an advance of thirty days is thirty days for rules and thaws. Not thread-safe by itself: the simulator holds its lock."""

import datetime
import hashlib
import re
import secrets

DAY = 86400
HOURS = {("GLACIER", "Expedited"): 5 / 60, ("GLACIER", "Standard"): 4, ("GLACIER", "Bulk"): 8,
         ("DEEP_ARCHIVE", "Standard"): 12, ("DEEP_ARCHIVE", "Bulk"): 48}
SMALL = 128 * 1024


class Refused(Exception):
    """An answer of S3's that is none of success."""

    def __init__(self, status, code, message, **more):
        super().__init__(message)
        self.status, self.code, self.message, self.more = status, code, message, more


class Thing:
    """One object."""

    def __init__(self, body, etag, metadata, at):
        self.body, self.etag, self.metadata, self.at = body, etag, metadata, at
        self.storage_class = "STANDARD"
        self.thawed_at = self.thawed_until = None

    def thaw_state(self, now):
        """None, "running" or "ready"."""
        if self.thawed_at is None or now >= self.thawed_until:
            return None
        return "running" if now < self.thawed_at else "ready"

    def is_cold(self):
        return self.storage_class in ("GLACIER", "DEEP_ARCHIVE")

    def is_readable(self, now):
        return not self.is_cold() or self.thaw_state(now) == "ready"


class Upload:
    """One upload in parts."""

    def __init__(self, key, metadata, at):
        self.id, self.key, self.metadata, self.at, self.parts = secrets.token_urlsafe(24), key, metadata, at, {}


class Bucket:
    """Objects, uploads and rules. `now` gives the simulated second."""

    def __init__(self, now):
        self._now = now
        self.epoch = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=now())
        self.things, self.uploads = {}, {}
        self.rules, self.rules_text, self.small_objects = None, None, "all_storage_classes_128K"
        self.versioning, self.lock = "", None
        self.removed = []  # By rules; nobody else can.

    def moment(self, at):
        return self.epoch + datetime.timedelta(seconds=at)

    def put(self, key, body, metadata, etag=None):
        thing = Thing(body, etag or hashlib.md5(body).hexdigest(), metadata, self._now())
        self.things[key] = thing
        return thing

    def get(self, key):
        self.pass_time()
        if key not in self.things:
            raise Refused(404, "NoSuchKey", "The specified key does not exist.")
        return self.things[key]

    def begin(self, key, metadata):
        upload = Upload(key, metadata, self._now())
        self.uploads[upload.id] = upload
        return upload

    def upload(self, key, upload_id):
        found = self.uploads.get(upload_id)
        if found is None or found.key != key:
            raise Refused(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may "
                          "have been aborted or completed.")
        return found

    def complete(self, upload, wanted):
        """`wanted`: the parts as the client lists them."""
        numbers = [part["PartNumber"] for part in wanted]
        if numbers != sorted(set(numbers)):
            raise Refused(400, "InvalidPartOrder", "The list of parts was not in ascending order.")
        bodies = []
        for part in wanted:
            body = upload.parts.get(part["PartNumber"])
            if body is None or part["ETag"].strip('"') != hashlib.md5(body).hexdigest():
                raise Refused(400, "InvalidPart", "One or more of the specified parts could not be found.")
            bodies.append(body)
        if any(len(body) < 5 << 20 for body in bodies[:-1]):
            raise Refused(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size.")
        if len({len(body) for body in bodies[:-1]}) > 1:  # Cloudflare's rule; ours keep it everywhere.
            raise Refused(400, "InvalidPart", "All non-trailing parts must have the same length.")
        of_all = hashlib.md5(b"".join(hashlib.md5(body).digest() for body in bodies)).hexdigest()
        del self.uploads[upload.id]
        return self.put(upload.key, b"".join(bodies), upload.metadata, f"{of_all}-{len(bodies)}")

    def thaw(self, key, days, tier):
        """202 or 200."""
        thing, now = self.get(key), self._now()
        if not thing.is_cold():
            raise Refused(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class")
        state = thing.thaw_state(now)
        if state == "running":
            raise Refused(409, "RestoreAlreadyInProgress", "Object restore is already in progress")
        if (thing.storage_class, tier) not in HOURS:
            raise Refused(400, "InvalidArgument", f"{tier} is not available for {thing.storage_class}")
        if state is None:
            thing.thawed_at = now + HOURS[thing.storage_class, tier] * 3600
        thing.thawed_until = max(now, thing.thawed_at) + days * DAY
        return 200 if state == "ready" else 202

    def pass_time(self):
        """Does what the rules would have done until now. A deletion beats a move."""
        for key, thing in list(self.things.items()):
            age = (self._now() - thing.at) / DAY
            for rule in (self.rules or {}).get("Rules", []):
                if rule["Status"] != "Enabled" or not covers(rule, key, len(thing.body)):
                    continue
                if age >= rule.get("Expiration", {}).get("Days", age + 1):
                    self.things.pop(key, None)
                    self.removed.append(key)
                for move in rule.get("Transitions", []):
                    if age >= move.get("Days", age + 1) and self._is_moved(rule, thing):
                        thing.storage_class = move["StorageClass"]
        for upload_id, upload in list(self.uploads.items()):
            for rule in (self.rules or {}).get("Rules", []):
                limit = rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation")
                if limit and covers(rule, upload.key, SMALL) and (self._now() - upload.at) / DAY >= limit:
                    self.uploads.pop(upload_id, None)

    def _is_moved(self, rule, thing):
        says_size = "ObjectSizeGreaterThan" in condition(rule)
        return says_size or self.small_objects == "varies_by_storage_class" or len(thing.body) >= SMALL

    def next_removal(self, key):
        """x-amz-expiration, where a rule will remove it."""
        thing = self.things[key]
        for rule in (self.rules or {}).get("Rules", []):
            days = rule.get("Expiration", {}).get("Days")
            if days and rule["Status"] == "Enabled" and covers(rule, key, len(thing.body)):
                when = self.moment(thing.at + days * DAY).strftime("%a, %d %b %Y %H:%M:%S GMT")
                return f'expiry-date="{when}", rule-id="{rule.get("ID", "")}"'
        return None


def condition(rule):
    """What a rule's filter says, flat."""
    given = dict(rule.get("Filter", {}))
    given.update(given.pop("And", {}))
    if "Prefix" in rule:
        given["Prefix"] = rule["Prefix"]
    return given


def covers(rule, key, size):
    given = condition(rule)
    return (key.startswith(given.get("Prefix", "")) and size > given.get("ObjectSizeGreaterThan", -1)
            and size < given.get("ObjectSizeLessThan", size + 1) and not given.get("Tags") and not given.get("Tag"))


def wanted_range(header, size):
    """(first, end) of a Range header."""
    found = re.fullmatch(r"bytes=(\d+)-(\d*)", header)
    if not found or int(found[1]) >= size:
        raise Refused(416, "InvalidRange", "The requested range is not satisfiable")
    return int(found[1]), min(int(found[2]) + 1 if found[2] else size, size)
