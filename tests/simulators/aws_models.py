# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""AWS's own descriptions of its services (botocore's), used from the far side: requests are read and checked after them, answers
are written after them. Whatever a model does not name is refused."""

import datetime
import json
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

import botocore.loaders
import botocore.model

# What AWS's RDS knows and a model of December 2022 does not: shape → members → shape.
NEWER = {
    "RestoreDBInstanceFromDBSnapshotMessage": {
        "BackupRetentionPeriod": "IntegerOptional", "PreferredBackupWindow": "String", "AllocatedStorage": "IntegerOptional",
        "CACertificateIdentifier": "String", "EngineLifecycleSupport": "String", "TagSpecifications": "TagSpecificationList"},
    "RestoreDBInstanceToPointInTimeMessage": {
        "BackupRetentionPeriod": "IntegerOptional", "PreferredBackupWindow": "String", "AllocatedStorage": "IntegerOptional",
        "CACertificateIdentifier": "String", "EngineLifecycleSupport": "String", "TagSpecifications": "TagSpecificationList"},
    "ModifyDBInstanceMessage": {"ManageMasterUserPassword": "BooleanOptional", "RotateMasterUserPassword": "BooleanOptional"},
    "DBInstance": {"MasterUserSecret": "MasterUserSecret"},
    "DBSnapshot": {"BackupRetentionPeriod": "IntegerOptional"},
    "DeleteDBClusterMessage": {"DeleteAutomatedBackups": "BooleanOptional"},
    "RestoreDBClusterToPointInTimeMessage": {"SourceDbClusterResourceId": "String"},
}
NEWER_SHAPES = {
    "TagSpecification": {"type": "structure", "members": {"ResourceType": {"shape": "String"}, "Tags": {"shape": "TagList"}}},
    "TagSpecificationList": {"type": "list", "member": {"shape": "TagSpecification", "locationName": "item"}},
    "MasterUserSecret": {"type": "structure", "members": {
        "SecretArn": {"shape": "String"}, "SecretStatus": {"shape": "String"}, "KmsKeyId": {"shape": "String"}}},
}


class Malformed(Exception):
    """A request that AWS's model does not allow; the text names the member."""


class Service:
    """One service's model."""

    def __init__(self, name):
        description = botocore.loaders.Loader().load_service_model(name, "service-2")
        if name == "rds":
            add_newer_members(description["shapes"])
        self.name = name
        self.model = botocore.model.ServiceModel(description, name)
        self.namespace = self.model.metadata.get("xmlNamespace", "")

    def operation(self, name):
        """None when there is no such operation."""
        return self.model.operation_model(name) if name in self.model.operation_names else None


def add_newer_members(shapes):
    shapes.update(NEWER_SHAPES)
    for shape, members in NEWER.items():
        for name, target in members.items():
            shapes[shape]["members"].setdefault(name, {"shape": target})
    if "SourceDBClusterIdentifier" in shapes["RestoreDBClusterToPointInTimeMessage"].get("required", []):
        shapes["RestoreDBClusterToPointInTimeMessage"]["required"].remove("SourceDBClusterIdentifier")


# --- Values, whatever the protocol

def scalar(shape, text, where):
    """The value a text stands for."""
    kind = shape.type_name
    try:
        if kind == "boolean":
            return {"true": True, "false": False}[text]
        if kind in ("integer", "long"):
            return checked(shape, int(text), where)
        if kind in ("float", "double"):
            return float(text)
        if kind == "timestamp":
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text):
                raise ValueError
            return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (KeyError, ValueError):
        raise Malformed(f"{where} is no {kind}: '{text}'") from None
    return checked(shape, text, where)


def checked(shape, value, where):
    """The value, once it is one of those allowed."""
    if getattr(shape, "enum", None) and value not in shape.enum:
        raise Malformed(f"{where} is none of {', '.join(shape.enum)}: '{value}'")
    pattern = shape.metadata.get("pattern")
    if pattern and isinstance(value, str) and not matches(pattern, value):
        raise Malformed(f"{where} does not match {pattern}: '{value}'")
    size = value if isinstance(value, (int, float)) else len(value)
    if size < shape.metadata.get("min", size) or size > shape.metadata.get("max", size):
        raise Malformed(f"{where} is out of range: '{value}'")
    return value


def matches(pattern, value):
    try:
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    except re.error:  # Written for another language's expressions.
        return True


def check_required(shape, value, where):
    for name in shape.required_members:
        if name not in value:
            raise Malformed(f"{where}{name} is missing")


# --- The query protocol: Action=…&Tags.Tag.1.Key=…

def read_query(operation, pairs):
    """The parameters of a query request as a dict of Python values."""
    given = {}
    for name, text in pairs:
        if name in given:
            raise Malformed(f"{name} is given twice")
        given[name] = text
    for name in ("Action", "Version"):
        given.pop(name, None)
    value = query_structure(operation.input_shape, "", given) if operation.input_shape else {}
    if given:
        raise Malformed(f"{operation.name} knows no {sorted(given)[0]}")
    return value


def query_value(shape, prefix, given):
    """The value below a prefix, taken out of `given`; None when there is none."""
    if shape.type_name == "structure":
        return query_structure(shape, prefix + ".", given) if any(each.startswith(prefix + ".") for each in given) else None
    if shape.type_name == "list":
        return query_list(shape, prefix, given)
    return scalar(shape, given.pop(prefix), prefix) if prefix in given else None


def query_structure(shape, prefix, given):
    value = {}
    for name, member in shape.members.items():
        found = query_value(member, prefix + member.serialization.get("name", name), given)
        if found is not None:
            value[name] = found
    check_required(shape, value, prefix)
    return value


def query_list(shape, prefix, given):
    member = shape.member
    if not shape.serialization.get("flattened"):
        prefix += "." + member.serialization.get("name", "member")
    values = []
    while (found := query_value(member, f"{prefix}.{len(values) + 1}", given)) is not None:
        values.append(found)
    return values or None


def write_query(service, operation, result, request_id):
    """The XML of a successful answer."""
    inner = ""
    if operation.output_shape:
        wrapper = operation.output_shape.serialization.get("resultWrapper", operation.name + "Result")
        inner = f"<{wrapper}>{xml_members(operation.output_shape, result)}</{wrapper}>"
    return (f'<{operation.name}Response xmlns="{service.namespace}">{inner}<ResponseMetadata><RequestId>{request_id}</RequestId>'
            f"</ResponseMetadata></{operation.name}Response>").encode()


# --- XML

def xml_members(shape, value):
    unknown = set(value) - set(shape.members)
    if unknown:
        raise AssertionError(f"{shape.name} has no {sorted(unknown)}")
    return "".join(xml_value(member, member.serialization.get("name", name), value[name])
                   for name, member in shape.members.items() if value.get(name) is not None)


def xml_value(shape, name, value):
    if shape.type_name == "structure":
        return f"<{name}>{xml_members(shape, value)}</{name}>"
    if shape.type_name == "list":
        item = shape.member.serialization.get("name", "member")
        if shape.serialization.get("flattened"):
            return "".join(xml_value(shape.member, name, each) for each in value)
        return f"<{name}>{''.join(xml_value(shape.member, item, each) for each in value)}</{name}>"
    return f"<{name}>{escape(xml_text(value))}</{name}>"


def xml_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    return str(value)


def read_xml(shape, body):
    """A rest-xml body as a dict. The order of elements is checked: Route 53 wants its own."""
    try:
        return structure_from(shape, ElementTree.fromstring(body))
    except ElementTree.ParseError as problem:
        raise Malformed(f"the body is no XML: {problem}") from None


def structure_from(shape, element):
    order = [member.serialization.get("name", name) for name, member in shape.members.items()]
    names = [child.tag.rpartition("}")[2] for child in element]
    unknown = [name for name in names if name not in order]
    if unknown:
        raise Malformed(f"{shape.name} knows no {unknown[0]}")
    if [order.index(name) for name in names] != sorted(order.index(name) for name in names):
        raise Malformed(f"the elements of {shape.name} come in the order {', '.join(order)}")
    value = {}
    for name, member in shape.members.items():
        found = [child for child in element if child.tag.rpartition("}")[2] == member.serialization.get("name", name)]
        if found:
            value[name] = value_from(member, found[0], name)
    check_required(shape, value, shape.name + ".")
    return value


def value_from(shape, element, where):
    if shape.type_name == "structure":
        return structure_from(shape, element)
    if shape.type_name == "list":
        return [value_from(shape.member, child, where) for child in element]
    return scalar(shape, element.text or "", where)


def read_rest(operation, match, query, body):
    """The parameters of a rest-xml request; `match` are those of its path."""
    value, order, left = {}, operation.input_shape, dict(query)
    for name, member in order.members.items():
        where, called = member.serialization.get("location"), member.serialization.get("name", name)
        if where == "uri":
            value[name] = scalar(member, urllib.parse.unquote(match[called]), name)
        elif where == "querystring" and called in left:
            value[name] = scalar(member, left.pop(called), name)
    if left:
        raise Malformed(f"{operation.name} knows no {sorted(left)[0]}")
    in_body = {name: member for name, member in order.members.items() if "location" not in member.serialization}
    if in_body and body:
        value.update(read_xml(BodyShape(order, in_body), body))
    check_required(order, value, "")
    return value


class BodyShape:
    """The part of a shape that travels in the body."""

    def __init__(self, shape, members):
        self.name, self.members, self.required_members = shape.name, members, []


# --- JSON

def read_json(shape, value, where=""):
    """A JSON value as Python value, checked."""
    kind = shape.type_name if shape else "structure"
    if kind == "structure":
        return json_structure(shape, value, where)
    expected = {"list": list, "map": dict, "string": str, "boolean": bool, "integer": int, "long": int, "blob": str}.get(kind)
    if expected and (not isinstance(value, expected) or (expected is int and isinstance(value, bool))):
        raise Malformed(f"{where} is no {kind}")
    if kind == "list":
        return [read_json(shape.member, each, f"{where}[{index}]") for index, each in enumerate(value)]
    if kind == "map":
        return {key: read_json(shape.value, each, f"{where}.{key}") for key, each in value.items()}
    return checked(shape, value, where) if kind in ("string", "integer", "long") else value


def json_structure(shape, value, where):
    if not isinstance(value, dict):
        raise Malformed(f"{where or 'the body'} is no object")
    members = shape.members if shape else {}
    called = {member.serialization.get("name", name): name for name, member in members.items()}
    for name in value:
        if name not in called:
            raise Malformed(f"{shape.name if shape else 'the request'} knows no {where}{'.' if where else ''}{name}")
    result = {called[name]: read_json(members[called[name]], each, name) for name, each in value.items() if each is not None}
    check_required(shape, result, where)
    return result


def write_json(shape, value):
    """A Python value as JSON's; times as seconds."""
    if shape.type_name == "structure":
        unknown = set(value) - set(shape.members)
        if unknown:
            raise AssertionError(f"{shape.name} has no {sorted(unknown)}")
        return {shape.members[name].serialization.get("name", name): write_json(shape.members[name], each)
                for name, each in value.items() if each is not None}
    if shape.type_name == "list":
        return [write_json(shape.member, each) for each in value]
    if shape.type_name == "map":
        return {key: write_json(shape.value, each) for key, each in value.items()}
    return round(value.timestamp(), 3) if isinstance(value, datetime.datetime) else value


def json_body(operation, result):
    return json.dumps(write_json(operation.output_shape, result) if operation.output_shape else {}).encode()
