# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated AWS S3 with one bucket, "dumps": every call is checked against AWS's own model of it, signatures and body hashes included;
rules move and remove objects, and thaws take their hours, by the simulated clock.

Its door for tests, beside wire.py's:
    POST reset   {}: another store, with an empty bucket
    POST habits  {"checksum": "any" | "md5" | "sha256" | "none" | "ignored", "conditional": true, "cold": true, "listsParts": true,
                  "region": "us-east-1", "page": 1000}: what kind of store it is; each optional
    POST rules   {"xml": "<LifecycleConfiguration …>"}: as somebody else would put them; "" for none
    POST object  {"key": "…", "text": "…", "storageClass": "GLACIER", "metadata": {…}}
    POST bucket  {"versioning": "Enabled", "lock": {"mode": "COMPLIANCE", "days": 30}}
    GET  state   objects (key, bytes, storageClass, thaw, metadata), uploads, removed, rules
"""

import base64
import hashlib
import json
import re
import secrets
import threading
import urllib.parse
import xml.sax.saxutils

import aws_models
import aws_signature
import s3_bucket
import s3_calls
import wire
from s3_bucket import Refused

NAME = "dumps"
CODES = {"InvalidClientTokenId": "InvalidAccessKeyId", "MissingAuthenticationToken": "AccessDenied"}  # S3's own words
SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
SMALL_OBJECTS = "x-amz-transition-default-minimum-object-size"


class S3(wire.Simulator):
    """One bucket, and one key to it."""

    def open(self):
        self._calls, self._lock = s3_calls.Calls(), threading.RLock()
        self._reset({})
        self._identity = {"accessKey": "AKIASHUTTLER", "secretKey": self.secrets.add(secrets.token_urlsafe(30))}

    def greeting(self):
        return {"credentials": {**self._identity, "region": "us-east-1"}, "bucket": NAME}

    def action(self, request):
        operation = self._calls.named(request)
        return operation.name if operation else f"{request.method} {request.path}"

    def failure(self, request, status, code, message):
        return failure(Refused(status, code or "InternalError", message))

    def throttle(self, request, seconds):
        return failure(Refused(503, "SlowDown", "Please reduce your request rate."))

    def answer(self, request):
        with self._lock:
            try:
                return self._answer(request)
            except Refused as refused:
                answer = failure(refused)
                if request.method == "HEAD":
                    answer.body = b""
                return answer

    def _answer(self, request):
        self._let_in(request)
        operation = self._calls.named(request)
        if operation is None:
            raise Refused(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
        try:
            wish = self._calls.read(operation, request)
        except aws_models.Malformed as problem:
            raise Refused(400, "MalformedXML" if request.body and "body" in str(problem) else "InvalidArgument", str(problem)) from None
        if wish["Bucket"] != NAME:
            raise Refused(404, "NoSuchBucket", "The specified bucket does not exist")
        return getattr(self, "_" + re.sub("(?<!^)(?=[A-Z])", "_", operation.name).lower())(wish, request)

    def _let_in(self, request):
        found = aws_signature.CREDENTIAL.match(request.headers.get("authorization", ""))
        if found and found[3] != self._habits["region"]:
            raise Refused(400, "AuthorizationHeaderMalformed", f"The authorization header is malformed; the region '{found[3]}' is wrong; "
                          f"expecting '{self._habits['region']}'", Region=self._habits["region"])
        try:
            aws_signature.check(request, [self._identity], self._habits["region"], self.clock.utc())
        except aws_signature.Refused as refused:
            if "is not the hash of the body" in refused.message:
                raise Refused(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was "
                              "computed.") from None
            raise Refused(403, CODES.get(refused.code, refused.code), refused.message) from None

    # --- Objects

    def _check_body(self, request):
        """As this kind of store does; the headers that its answer confirms it with."""
        kind, given, md5 = self._habits["checksum"], request.headers.get("x-amz-checksum-sha256"), request.headers.get("content-md5")
        if kind == "ignored":
            return {}
        if kind == "none" and (given or md5):
            raise Refused(501, "NotImplemented", f"A header you provided implies functionality that is not implemented: "
                          f"{'x-amz-checksum-sha256' if given else 'Content-MD5'}")
        if kind == "md5" and given:
            raise Refused(400, "InvalidArgument", "x-amz-checksum-sha256: this checksum is not supported")
        if kind == "md5" and not md5:
            raise Refused(400, "InvalidRequest", "Missing required header for this request: Content-MD5")
        if kind == "sha256" and not given:
            raise Refused(400, "InvalidRequest", "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with "
                          "Object Lock parameters")
        if given and given != encoded(hashlib.sha256(request.body)) or md5 and md5 != encoded(hashlib.md5(request.body)):
            raise Refused(400, "BadDigest", "The Content-MD5 or checksum you specified did not match what we received.")
        return {"x-amz-checksum-sha256": given} if given else {}

    def _put_object(self, wish, request):
        if "IfNoneMatch" in wish:
            if not self._habits["conditional"]:
                raise Refused(501, "NotImplemented", "Conditional object PUTs are not supported.")
            if wish["Key"] in self._bucket.things:
                raise Refused(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
        confirmed = self._check_body(request)
        thing = self._bucket.put(wish["Key"], request.body, wish.get("Metadata", {}))
        return wire.Answer(200, b"", "application/xml", {"ETag": f'"{thing.etag}"', **confirmed})

    def _head_object(self, wish, _):
        thing = self._bucket.get(wish["Key"])
        # The length of what a GET would bring.
        headers = {**self._described(wish["Key"], thing), "Content-Length": str(len(thing.body))}
        return wire.Answer(200, b"", "application/octet-stream", headers)

    def _get_object(self, wish, _):
        thing = self._bucket.get(wish["Key"])
        if not thing.is_readable(self.clock.now()):
            raise Refused(403, "InvalidObjectState", "The operation is not valid for the object's storage class",
                          StorageClass=thing.storage_class)
        if wish.get("IfMatch", f'"{thing.etag}"') != f'"{thing.etag}"':
            raise Refused(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
        headers = self._described(wish["Key"], thing)
        if "Range" not in wish:
            return wire.Answer(200, thing.body, "application/octet-stream", headers)
        first, end = s3_bucket.wanted_range(wish["Range"], len(thing.body))
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(thing.body)}"
        return wire.Answer(206, thing.body[first:end], "application/octet-stream", headers)

    def _described(self, key, thing):
        headers = {"ETag": f'"{thing.etag}"', "Last-Modified": self._bucket.moment(thing.at).strftime("%a, %d %b %Y %H:%M:%S GMT"),
                   **{"x-amz-meta-" + name: value for name, value in thing.metadata.items()}}
        if thing.storage_class != "STANDARD":
            headers["x-amz-storage-class"] = thing.storage_class
        if state := thing.thaw_state(self.clock.now()):
            until = self._bucket.moment(thing.thawed_until).strftime("%a, %d %b %Y %H:%M:%S GMT")
            headers["x-amz-restore"] = 'ongoing-request="true"' if state == "running" else f'ongoing-request="false", expiry-date="{until}"'
        if removal := self._bucket.next_removal(key):
            headers["x-amz-expiration"] = removal
        return headers

    def _list_objects_v2(self, wish, _):
        self._bucket.pass_time()
        prefix, divider, entries = wish.get("Prefix", ""), wish.get("Delimiter", ""), {}
        for key in self._bucket.things:
            if key.startswith(prefix):
                folder, found, _ = key[len(prefix):].partition(divider) if divider else ("", "", "")
                entries[prefix + folder + divider if found else key] = None if found else self._bucket.things[key]
        names = sorted((name for name in entries if name > unpacked(wish.get("ContinuationToken"))), key=str.encode)
        most = min(self._habits["page"], wish.get("MaxKeys", 1000))
        told = urllib.parse.quote_plus if wish.get("EncodingType") == "url" else xml.sax.saxutils.escape
        parts = [f"<Name>{NAME}</Name><KeyCount>{len(names[:most])}</KeyCount>",
                 f"<IsTruncated>{str(len(names) > most).lower()}</IsTruncated>"]
        parts += ["<EncodingType>url</EncodingType>"] if wish.get("EncodingType") else []
        parts += [f"<NextContinuationToken>{packed(names[most - 1])}</NextContinuationToken>"] if len(names) > most else []
        for name in names[:most]:
            thing = entries[name]
            parts.append(f"<CommonPrefixes><Prefix>{told(name)}</Prefix></CommonPrefixes>" if thing is None else
                         f"<Contents><Key>{told(name)}</Key><LastModified>{self._stamp(thing.at)}</LastModified>"
                         f"<ETag>\"{thing.etag}\"</ETag><Size>{len(thing.body)}</Size>"
                         f"<StorageClass>{thing.storage_class}</StorageClass></Contents>")
        return document("ListBucketResult", "".join(parts))

    def _stamp(self, at):
        return self._bucket.moment(at).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    # --- Uploads in parts

    def _create_multipart_upload(self, wish, request):
        if "ChecksumAlgorithm" in wish and self._habits["checksum"] in ("md5", "none"):
            raise Refused(501, "NotImplemented", "x-amz-checksum-algorithm is not implemented")
        upload = self._bucket.begin(wish["Key"], wish.get("Metadata", {}))
        return document("InitiateMultipartUploadResult",
                        f"<Bucket>{NAME}</Bucket><Key>{told_key(wish)}</Key><UploadId>{upload.id}</UploadId>")

    def _upload_part(self, wish, request):
        upload = self._bucket.upload(wish["Key"], wish["UploadId"])
        confirmed = self._check_body(request)
        if not 1 <= wish["PartNumber"] <= 10000:
            raise Refused(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")
        upload.parts[wish["PartNumber"]] = request.body
        return wire.Answer(200, b"", "application/xml", {"ETag": f'"{hashlib.md5(request.body).hexdigest()}"', **confirmed})

    def _complete_multipart_upload(self, wish, _):
        upload = self._bucket.upload(wish["Key"], wish["UploadId"])
        for part in wish["MultipartUpload"]["Parts"]:
            given = part.get("ChecksumSHA256")
            if given and given != encoded(hashlib.sha256(upload.parts.get(part["PartNumber"], b""))):
                raise Refused(400, "InvalidPart", "The checksum of a part is not that of the part that was uploaded.")
        thing = self._bucket.complete(upload, wish["MultipartUpload"]["Parts"])
        return document("CompleteMultipartUploadResult",
                        f"<Bucket>{NAME}</Bucket><Key>{told_key(wish)}</Key><ETag>\"{thing.etag}\"</ETag>")

    def _abort_multipart_upload(self, wish, _):
        del self._bucket.uploads[self._bucket.upload(wish["Key"], wish["UploadId"]).id]
        return wire.Answer(204, b"", "application/xml")

    def _list_parts(self, wish, _):
        if not self._habits["listsParts"]:
            raise Refused(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        upload, after = self._bucket.upload(wish["Key"], wish["UploadId"]), int(wish.get("PartNumberMarker", 0))
        numbers = sorted(number for number in upload.parts if number > after)
        most = self._habits["page"]
        inside = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>\"{hashlib.md5(upload.parts[number]).hexdigest()}\"</ETag>"
                         f"<Size>{len(upload.parts[number])}</Size></Part>" for number in numbers[:most])
        more = f"<NextPartNumberMarker>{numbers[most - 1]}</NextPartNumberMarker>" if len(numbers) > most else ""
        return document("ListPartsResult", f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}{inside}")

    def _list_multipart_uploads(self, wish, _):
        self._bucket.pass_time()
        at = (wish.get("KeyMarker", ""), wish.get("UploadIdMarker", ""))
        found = sorted((each for each in self._bucket.uploads.values()
                        if each.key.startswith(wish.get("Prefix", "")) and (each.key, each.id) > at), key=lambda each: (each.key, each.id))
        most, told = self._habits["page"], urllib.parse.quote_plus if wish.get("EncodingType") == "url" else xml.sax.saxutils.escape
        inside = "".join(f"<Upload><Key>{told(each.key)}</Key><UploadId>{each.id}</UploadId>"
                         f"<Initiated>{self._stamp(each.at)}</Initiated></Upload>" for each in found[:most])
        more = ""
        if len(found) > most:
            last = found[most - 1]
            more = f"<NextKeyMarker>{told(last.key)}</NextKeyMarker><NextUploadIdMarker>{last.id}</NextUploadIdMarker>"
        kind = "<EncodingType>url</EncodingType>" if wish.get("EncodingType") else ""
        return document("ListMultipartUploadsResult", f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>{kind}{more}{inside}")

    # --- The bucket, and cold storage

    def _get_bucket_lifecycle_configuration(self, *_):
        if self._bucket.rules is None:
            raise Refused(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
        return wire.Answer(200, self._bucket.rules_text, "application/xml", {SMALL_OBJECTS: self._bucket.small_objects})

    def _put_bucket_lifecycle_configuration(self, wish, request):
        if request.headers.get("content-md5") != encoded(hashlib.md5(request.body)):
            raise Refused(400, "InvalidRequest", "Missing required header for this request: Content-MD5")
        rules = wish["LifecycleConfiguration"]
        classes = {move["StorageClass"] for rule in rules["Rules"] for move in rule.get("Transitions", [])}
        if not self._habits["cold"] and classes - {"STANDARD_IA"}:
            raise Refused(400, "InvalidStorageClass", "The storage class you specified is not valid")
        for rule in rules["Rules"]:
            if "Prefix" not in rule and "Filter" not in rule:
                raise Refused(400, "MalformedXML", "A rule has neither a Filter nor a Prefix")
        self._bucket.rules, self._bucket.rules_text = rules, request.body
        # Not saying it is saying the default: that is how it gets lost.
        self._bucket.small_objects = wish.get("TransitionDefaultMinimumObjectSize", "all_storage_classes_128K")
        return wire.Answer(200, b"", "application/xml")

    def _get_bucket_versioning(self, *_):
        status = f"<Status>{self._bucket.versioning}</Status>" if self._bucket.versioning else ""
        return document("VersioningConfiguration", status)

    def _get_object_lock_configuration(self, *_):
        lock = self._bucket.lock
        if lock is None:
            raise Refused(404, "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")
        rule = f"<Rule><DefaultRetention><Mode>{lock['mode']}</Mode><Days>{lock['days']}</Days></DefaultRetention></Rule>"
        return document("ObjectLockConfiguration", f"<ObjectLockEnabled>Enabled</ObjectLockEnabled>{rule}")

    def _restore_object(self, wish, _):
        request = wish["RestoreRequest"]
        if not self._habits["cold"]:
            raise Refused(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
        return wire.Answer(self._bucket.thaw(wish["Key"], request["Days"], request["GlacierJobParameters"]["Tier"]), b"", "application/xml")

    # --- The door for tests

    def control(self, name, wishes):
        with self._lock:
            doors = {"reset": self._reset, "habits": self._habits.update, "rules": self._set_rules, "object": self._set_object,
                     "bucket": self._set_bucket}
            return doors[name](wishes)

    def _reset(self, _):
        self._bucket = s3_bucket.Bucket(self.clock.now)
        self._habits = {"checksum": "any", "conditional": True, "cold": True, "listsParts": True, "region": "us-east-1", "page": 1000}

    def _set_rules(self, wishes):
        text = wishes["xml"].encode()
        self._bucket.rules_text = text
        shape = next(each for each in self._calls.operations() if each.name.startswith("PutBucketL")).input_shape
        self._bucket.rules = s3_calls.read_document(shape.members["LifecycleConfiguration"], text) if text else None
        self._bucket.small_objects = wishes.get("smallObjects", self._bucket.small_objects)

    def _set_object(self, wishes):
        thing = self._bucket.put(wishes["key"], wishes.get("text", "").encode(), wishes.get("metadata", {}))
        thing.storage_class = wishes.get("storageClass", "STANDARD")

    def _set_bucket(self, wishes):
        self._bucket.versioning, self._bucket.lock = wishes.get("versioning", ""), wishes.get("lock")

    def state(self):
        with self._lock:
            self._bucket.pass_time()
            things = [{"key": key, "bytes": len(each.body), "sha256": hashlib.sha256(each.body).hexdigest(),
                       "storageClass": each.storage_class, "thaw": each.thaw_state(self.clock.now()), "metadata": each.metadata}
                      for key, each in sorted(self._bucket.things.items())]
            uploads = [{"key": each.key, "id": each.id, "parts": sorted(each.parts)} for each in self._bucket.uploads.values()]
            return {"objects": things, "uploads": uploads, "removed": self._bucket.removed, "smallObjects": self._bucket.small_objects,
                    "rules": self._bucket.rules_text.decode() if self._bucket.rules_text else ""}


def encoded(digest):
    return base64.b64encode(digest.digest()).decode()


def packed(text):
    return base64.urlsafe_b64encode(json.dumps(text).encode()).decode()


def unpacked(token):
    return json.loads(base64.urlsafe_b64decode(token)) if token else ""


def told_key(wish):
    return xml.sax.saxutils.escape(wish["Key"])


def document(name, inside, status=200):
    space = f' xmlns="{SPACE}"' if name != "Error" else ""
    return wire.Answer(status, f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}{space}>{inside}</{name}>'.encode(), "application/xml")


def failure(refused):
    """An answer in S3's own shape; also as a header where there may be no body."""
    more = "".join(f"<{name}>{xml.sax.saxutils.escape(value)}</{name}>" for name, value in refused.more.items())
    answer = document("Error", f"<Code>{refused.code}</Code><Message>{xml.sax.saxutils.escape(refused.message)}</Message>{more}"
                      f"<RequestId>{secrets.token_hex(8).upper()}</RequestId>", refused.status)
    answer.note = f"{refused.code}: {refused.message}"
    if "Region" in refused.more:
        answer.headers["x-amz-bucket-region"] = refused.more["Region"]
    return answer


if __name__ == "__main__":
    wire.main(S3, "A simulated AWS S3.")
