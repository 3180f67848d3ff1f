# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Render's OpenAPI documents as a judge of requests and of answers.

The newer document is a subset, so each path is looked up there first and in the complete, older one after. Objects may hold
only what the document names: an unknown field is a mistake of the client, although the document alone would let it pass.
"""

import json
import os
import pathlib
import re
import urllib.parse

import jsonschema

DOCUMENTS = ("render-openapi-2026-08-subset.json", "render-openapi.json")
# What the documents demand of answers although it never was on the wire (facts A11).
NOT_ON_THE_WIRE = {"connectionPool", "project"}

_moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_formats = jsonschema.FormatChecker(formats=())
_formats.checks("date-time")(lambda value: not isinstance(value, str) or bool(_moment.fullmatch(value)))


def contracts_folder():
    """The folder of contract files: SHUTTLER_SHARED/contracts, else ../shared/contracts beside the repository; None if absent."""
    repository = pathlib.Path(__file__).resolve().parents[2]
    shared = pathlib.Path(os.environ.get("SHUTTLER_SHARED") or repository.parent / "shared")
    folder = shared / "contracts"
    return folder if folder.is_dir() else None


class Contract:
    """Says what is wrong with a request or an answer; None means nothing is. Safe to use from several threads."""

    def __init__(self, folder):
        self._operations = []  # (pattern of the path, method, operation, parameters, document), literal paths first
        for name in DOCUMENTS:
            document = json.loads((folder / name).read_text())
            for template, item in sorted(document["paths"].items(), key=lambda pair: pair[0].count("{")):
                pattern = re.compile("/".join("[^/]+" if part.startswith("{") else re.escape(part)
                                              for part in template.split("/")))
                for method in item.keys() & {"get", "post", "put", "patch", "delete"}:
                    parameters = [self._followed(one, document)
                                  for one in item.get("parameters", []) + item[method].get("parameters", [])]
                    self._operations.append((pattern, method.upper(), item[method], parameters, document))

    def of_request(self, method, path, query, content_type, body):
        """`path` without /v1, `query` as on the wire, `body` bytes."""
        found = self._operation(method, path)
        if not found:
            return f"{method} {path} is in no document of Render's"
        operation, parameters, document = found
        wrong = self._of_query(query, parameters, document)
        if wrong:
            return wrong
        wanted = operation.get("requestBody")
        if not wanted:
            return "a body where none is expected" if body else None
        if not body:
            return "the body is missing" if wanted.get("required") else None
        if (content_type or "").split(";")[0].strip() != "application/json":
            return f"the body is of type {content_type!r}, not application/json"
        try:
            value = json.loads(body)
        except ValueError as error:
            return f"the body is not JSON: {error}"
        return self._of_value(value, wanted["content"]["application/json"]["schema"], document)

    def of_answer(self, method, path, status, body):
        """Whether an answer is one that the document tells of, in status and in shape."""
        found = self._operation(method, path)
        if not found:
            return f"{method} {path} is in no document of Render's"
        operation, _, document = found
        if str(status) not in operation["responses"]:
            return f"{status} is no answer to {method} {path}"
        content = self._followed(operation["responses"][str(status)], document).get("content")
        if not content:
            return "a body where none is expected" if body else None
        return self._of_value(json.loads(body), content["application/json"]["schema"], document, of_answer=True)

    def _operation(self, method, path):
        for pattern, verb, operation, parameters, document in self._operations:
            if verb == method and pattern.fullmatch(path):
                return operation, parameters, document
        return None

    def _of_query(self, query, parameters, document):
        known = {one["name"]: one for one in parameters if one["in"] == "query"}
        given = {}
        for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
            given.setdefault(name, []).append(value)
        for name, values in given.items():
            if name not in known:
                return f"the query names {name}, which is unknown"
            schema = self._followed(known[name]["schema"], document)
            if schema.get("type") == "array" and known[name].get("explode") is False:
                values = [part for value in values for part in value.split(",")] if len(values) == 1 else None
            elif schema.get("type") != "array" and len(values) > 1:
                values = None
            if values is None:
                return f"the query says {name} twice"
            for value in values:
                wrong = self._of_value(_typed(value, self._followed(schema.get("items", schema), document)),
                                       schema.get("items", schema), document)
                if wrong:
                    return f"query {name}: {wrong}"
        missing = [name for name, one in known.items() if one.get("required") and name not in given]
        return f"the query lacks {missing[0]}" if missing else None

    def _of_value(self, value, schema, document, of_answer=False):
        judge = jsonschema.Draft4Validator(self._strict(schema, document), format_checker=_formats)
        for error in judge.iter_errors(value):
            lacking = error.validator == "required" and any(name in error.message for name in NOT_ON_THE_WIRE)
            empty_list = error.instance is None and "ipAllowList" in error.absolute_path
            if not (of_answer and (lacking or empty_list)):
                # The value itself is told only where it cannot be a secret.
                says = "has none of the forms allowed" if error.validator in ("oneOf", "anyOf") else error.message[:300]
                return f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {says}"
        return None

    def _strict(self, schema, document):
        """The schema with references followed, parts of an allOf put together, and no field but the named ones."""
        schema = self._followed(schema, document)
        if "allOf" in schema:
            whole = {key: value for key, value in schema.items() if key != "allOf"}
            for part in (self._followed(one, document) for one in schema["allOf"]):
                for key, value in part.items():
                    if key == "properties":
                        whole[key] = {**whole.get(key, {}), **value}
                    elif key == "required":
                        whole[key] = whole.get(key, []) + value
                    else:
                        whole.setdefault(key, value)
            schema = whole
        strict = {key: value for key, value in schema.items() if key in _CHECKED}
        if "properties" in schema:
            strict["properties"] = {name: self._strict(one, document) for name, one in schema["properties"].items()}
            strict.setdefault("additionalProperties", False)
        if isinstance(schema.get("additionalProperties"), dict):
            strict["additionalProperties"] = self._strict(schema["additionalProperties"], document)
        if "items" in schema:
            strict["items"] = self._strict(schema["items"], document)
        for several in ("oneOf", "anyOf"):
            if several in schema:
                strict[several] = [self._strict(one, document) for one in schema[several]]
        return {"anyOf": [strict, {"type": "null"}]} if schema.get("nullable") else strict

    @staticmethod
    def _followed(schema, document):
        while "$ref" in schema:
            place = document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                step = urllib.parse.unquote(step).replace("~1", "/").replace("~0", "~")
                place = place[int(step)] if isinstance(place, list) else place[step]
            schema = place
        return schema


_CHECKED = {"type", "required", "enum", "format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
            "additionalProperties"}


def _typed(value, schema):
    """A value of the query as the type its schema wants, or as it is where it is none."""
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return value
