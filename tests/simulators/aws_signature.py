# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Checks AWS's Signature Version 4 as AWS does, computed here and not by the library that clients use."""

import datetime
import hashlib
import hmac
import re
import urllib.parse

CREDENTIAL = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/,]+)/(\d{8})/([^/,]+)/([^/,]+)/aws4_request, ?"
                        r"SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$")
TOLERANCE = datetime.timedelta(minutes=5)
STAMP = "%Y%m%dT%H%M%SZ"


class Refused(Exception):
    """Not let in. `code` is AWS's own."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def signing_service(request):
    """The service a request was signed for; "" when it was not signed in a way we know."""
    found = CREDENTIAL.match(request.headers.get("authorization", ""))
    return found[4] if found else ""


def check(request, identities, region, now):
    """The identity (a dict of accessKey, secretKey and perhaps sessionToken, expired) whose signature this is; or Refused."""
    found = CREDENTIAL.match(request.headers.get("authorization", ""))
    if not found:
        raise Refused("MissingAuthenticationToken", "The request is not signed with AWS4-HMAC-SHA256.")
    key, date, scope_region, service, signed, signature = found.groups()
    identity = next((each for each in identities if each["accessKey"] == key), None)
    token = request.headers.get("x-amz-security-token")
    if identity is None or token != identity.get("sessionToken"):
        raise Refused("InvalidClientTokenId", "The security token included in the request is invalid.")
    check_scope(service, scope_region, region)
    check_headers(request, signed.split(";"), token, service)
    check_time(request.headers.get("x-amz-date", ""), date, now)
    if not hmac.compare_digest(signature, signature_of(request, identity["secretKey"], found)):
        raise Refused("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. "
                      "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
    if identity.get("expired"):
        raise Refused("ExpiredToken", "The security token included in the request is expired")
    return identity


def check_scope(service, scope_region, region):
    expected = "us-east-1" if service == "route53" else region
    if scope_region != expected:
        raise Refused("SignatureDoesNotMatch", f"Credential should be scoped to a valid region, not '{scope_region}'.")


def check_headers(request, signed, token, service):
    must = {"host", "x-amz-date"} | ({"x-amz-security-token"} if token else set())
    must |= {"x-amz-content-sha256"} if service == "s3" else set()
    must |= {name for name in request.headers if name == "x-amz-target"}
    missing = sorted(must - set(signed))
    if missing or signed != sorted(signed):
        raise Refused("SignatureDoesNotMatch", f"'{', '.join(missing)}' must be signed, in alphabetical order.")


def check_time(stamp, date, now):
    try:
        sent = datetime.datetime.strptime(stamp, STAMP).replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        raise Refused("IncompleteSignature", f"Date must be in ISO-8601 'basic format'. Got '{stamp}'.") from None
    if stamp[:8] != date:
        raise Refused("SignatureDoesNotMatch", f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date: "
                      f"'{date}' != '{stamp[:8]}'.")
    if sent + TOLERANCE < now:
        raise Refused("SignatureDoesNotMatch", f"Signature expired: {stamp} is now earlier than "
                      f"{(now - TOLERANCE).strftime(STAMP)} ({now.strftime(STAMP)} - 5 min.)")
    if sent - TOLERANCE > now:
        raise Refused("SignatureDoesNotMatch", f"Signature not yet current: {stamp} is still later than "
                      f"{(now + TOLERANCE).strftime(STAMP)} ({now.strftime(STAMP)} + 5 min.)")


def signature_of(request, secret, found):
    _, date, region, service, signed, _ = found.groups()
    canonical = hashlib.sha256(canonical_request(request, signed, service).encode()).hexdigest()
    scope = f"{date}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n{canonical}"
    key = ("AWS4" + secret).encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def canonical_request(request, signed, service):
    def encoded(text):
        return urllib.parse.quote(text, safe="-_.~")

    # All services but S3 encode the path, as sent, once more.
    path = urllib.parse.quote(urllib.parse.unquote(request.path) if service == "s3" else request.path, safe="/-_.~")
    query = "&".join(f"{name}={value}" for name, value in sorted((encoded(name), encoded(value)) for name, value in request.query))
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed.split(";"))
    body = request.headers.get("x-amz-content-sha256") or hashlib.sha256(request.body).hexdigest()
    # Over TLS S3 takes a body that nobody vouches for; nothing else does.
    if body != hashlib.sha256(request.body).hexdigest() and (service, body) != ("s3", "UNSIGNED-PAYLOAD"):
        raise Refused("SignatureDoesNotMatch", "x-amz-content-sha256 is not the hash of the body.")
    return f"{request.method}\n{path}\n{query}\n{headers}\n{signed}\n{body}"
