# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""S3's calls as AWS's own model of them has them: which call a request is, and every name, header and element of it checked."""

import urllib.parse
import xml.etree.ElementTree as ElementTree

import aws_models
from aws_models import Malformed

# The calls that are known here. Those that delete objects are not: nobody is to use them.
OPERATIONS = ["PutObject", "GetObject", "HeadObject", "ListObjectsV2", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload",
              "AbortMultipartUpload", "ListParts", "ListMultipartUploads", "GetBucketLifecycleConfiguration",
              "PutBucketLifecycleConfiguration", "GetBucketVersioning", "GetObjectLockConfiguration", "RestoreObject", "HeadBucket"]
# What S3 knows since 2024 and a model of December 2022 does not: operation → header → name.
NEWER = {"PutObject": {"if-none-match": "IfNoneMatch"}, "CompleteMultipartUpload": {"if-none-match": "IfNoneMatch"},
         "PutBucketLifecycleConfiguration": {"x-amz-transition-default-minimum-object-size": "TransitionDefaultMinimumObjectSize"}}
OTHERS = {"content-md5", "if-match", "if-none-match", "range"}
OF_THE_WIRE = {"x-amz-date", "x-amz-content-sha256", "x-amz-security-token"}
# Which of several calls to the same address it is, by a name in the query.
TOLD_BY = {"UploadPart": "partNumber", "ListParts": "uploadId", "CompleteMultipartUpload": "uploadId", "AbortMultipartUpload": "uploadId"}


class Calls:
    """The model, ready to read requests."""

    def __init__(self):
        service = aws_models.Service("s3")
        self._operations = [service.operation(name) for name in OPERATIONS]

    def operations(self):
        return self._operations

    def named(self, request):
        """The operation that a request is; None for one that is not known here."""
        query = dict(request.query)
        has_key = "/" in request.path.lstrip("/").rstrip("/") or not request.path.endswith("/") and request.path.count("/") > 1
        fitting = [each for each in self._operations
                   if each.http["method"] == request.method and self._fits(each, query, has_key)]
        return max(fitting, key=lambda each: len(self._told_by(each)), default=None)

    @staticmethod
    def _told_by(operation):
        """The names in the query by which an operation is known."""
        marks = urllib.parse.parse_qsl(operation.http["requestUri"].partition("?")[2], keep_blank_values=True)
        return dict(marks) | ({TOLD_BY[operation.name]: None} if operation.name in TOLD_BY else {})

    def _fits(self, operation, query, has_key):
        marks = self._told_by(operation)
        return ("{Key+}" in operation.http["requestUri"]) == has_key and all(
            name in query and (not value or query[name] == value) for name, value in marks.items())

    def read(self, operation, request):
        """The members of a call; Malformed for what the model does not have."""
        _, bucket, key = (urllib.parse.unquote(request.path) + "/").split("/", 2)
        marks = dict(urllib.parse.parse_qsl(operation.http["requestUri"].partition("?")[2], keep_blank_values=True))
        query = {name: value for name, value in request.query if name not in marks}
        headers = {name: value for name, value in request.headers.items()
                   if name.startswith("x-amz-") and name not in OF_THE_WIRE or name in OTHERS}
        value = {"Bucket": bucket}
        if "{Key+}" in operation.http["requestUri"]:
            value["Key"] = key[:-1]
        for header, name in NEWER.get(operation.name, {}).items():
            if header in headers:
                value[name] = headers.pop(header)
        if (operation.http_checksum or {}).get("requestChecksumRequired"):
            headers.pop("content-md5", None)  # Asked for by the operation, and a member of none.
        for name, member in operation.input_shape.members.items():
            self._take(name, member, query, headers, value)
        if query or headers:
            raise Malformed(f"{operation.name} knows no {sorted([*query, *headers])[0]}")
        payload = operation.input_shape.serialization.get("payload")
        if payload and payload != "Body":
            value[payload] = read_document(operation.input_shape.members[payload], request.body)
        elif not payload and request.body:
            raise Malformed(f"{operation.name} has no body")
        aws_models.check_required(operation.input_shape, {**value, "Body": request.body}, "")
        return value

    @staticmethod
    def _take(name, member, query, headers, value):
        where, called = member.serialization.get("location"), member.serialization.get("name", name)
        if where == "querystring" and called in query:
            value[name] = aws_models.scalar(member, query.pop(called), name)
        elif where == "header" and called.lower() in headers:
            value[name] = aws_models.scalar(member, headers.pop(called.lower()), name)
        elif where == "headers":
            found = [each for each in headers if each.startswith(called.lower())]
            value[name] = {each[len(called):]: headers.pop(each) for each in found}


def read_document(shape, body):
    """An XML body as a dict. The elements of S3's come in any order."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as problem:
        raise Malformed(f"the body is no XML: {problem}") from None
    if bare(root.tag) != shape.serialization.get("name", shape.name):
        raise Malformed(f"the body is a {bare(root.tag)}")
    return read_structure(shape, root)


def bare(tag):
    return tag.rpartition("}")[2]


def read_structure(shape, element):
    known = {member.serialization.get("name", name): name for name, member in shape.members.items()}
    value = {}
    for child in element:
        if bare(child.tag) not in known:
            raise Malformed(f"{shape.name} knows no {bare(child.tag)}")
        name = known[bare(child.tag)]
        member = shape.members[name]
        if member.type_name == "list":  # All of S3's are flattened here.
            value.setdefault(name, []).append(read_value(member.member, child, name))
        elif name in value:
            raise Malformed(f"{shape.name} has two {name}")
        else:
            value[name] = read_value(member, child, name)
    aws_models.check_required(shape, value, shape.name + ".")
    return value


def read_value(shape, element, where):
    if shape.type_name == "structure":
        return read_structure(shape, element)
    return aws_models.scalar(shape, element.text or "", where)
