# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Executes GraphQL: against Railway's own schema where it is there, else without one (names of root fields are checked, no types)."""

import logging
import re

import graphql

FIRST_PAGE = 20
DESCRIPTION = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|(?m:^\s*"(?:[^"\\\n]|\\.)+"$)')
HAS_TYPES_OF_ITS_OWN = {"Int", "Float", "String", "Boolean", "ID"}

logging.getLogger("graphql").setLevel(logging.CRITICAL)  # A refusal of the cloud's is no news here.


class Executor:
    """`root` maps the names of queries and mutations to functions (info, **arguments), where info.context is the request's;
    `schema` is the text of the SDL or None."""

    def __init__(self, schema, root):
        self._schema = schema_of(schema) if schema else None
        self._root = root

    def run(self, query, variables, operation, context):
        """(answer, complaint): the answer's JSON, and what the client did that the schema does not know, or None."""
        try:
            document = graphql.parse(query)
        except graphql.GraphQLError as error:
            return _refused(error.message), error.message
        if self._schema is None:
            return _Untyped(document, variables, self._root, context).answer(operation)
        wrong = graphql.validate(self._schema, document)
        if wrong:
            return {"errors": [{"message": one.message} for one in wrong]}, wrong[0].message
        try:
            done = graphql.execute(self._schema, document, self._root, context, variables, operation)
        except graphql.GraphQLError as error:  # About variables; newer ones return it.
            return _refused(error.message), error.message
        refusals = [one for one in done.errors or () if getattr(one, "original_error", None) is not None]
        complaint = next((one.message for one in done.errors or () if one not in refusals), None)
        errors = [{"message": str(getattr(one, "original_error", None) or one.message), "path": one.path} for one in done.errors or ()]
        return {"data": done.data, **({"errors": errors} if errors else {})}, complaint


def schema_of(text):
    """The schema with our resolvers; Debian's graphql-core 2 reads no descriptions, and wants the roots named."""
    text = DESCRIPTION.sub("", text)
    if not re.search(r"(?m)^schema\b", text):
        text += "\nschema { query: Query mutation: Mutation }\n"
    schema = graphql.build_ast_schema(graphql.parse(text))
    for kind in list(schema.get_type_map().values() if hasattr(schema, "get_type_map") else schema.type_map.values()):
        if isinstance(kind, graphql.GraphQLObjectType) and not kind.name.startswith("__"):
            for name, field in kind.fields.items():
                setattr(field, "resolver" if hasattr(field, "resolver") else "resolve", _resolver(name))
        elif isinstance(kind, graphql.GraphQLScalarType) and kind.name not in HAS_TYPES_OF_ITS_OWN:
            kind.serialize = kind.parse_value = _as_it_is
            kind.parse_literal = _literal
    return schema


def _resolver(name):
    def resolve(source, info, **arguments):
        value = source.get(name)
        return value(info, **arguments) if callable(value) else value
    return resolve


def _as_it_is(value):
    return value


def _literal(node, variables=None):
    """The value that a literal in a query stands for."""
    if hasattr(node, "fields"):
        return {one.name.value: _literal(one.value, variables) for one in node.fields}
    if hasattr(node, "values"):
        return [_literal(one, variables) for one in node.values]
    kind = type(node).__name__.removesuffix("Node")
    if kind == "Variable":
        return (variables or {}).get(node.name.value)
    if kind == "NullValue":
        return None
    return {"IntValue": int, "FloatValue": float}.get(kind, _as_it_is)(node.value)


class _Untyped:
    """One operation without a schema: just what was selected. Also the info that its resolvers get."""

    def __init__(self, document, variables, root, context):
        self._document, self._variables, self._root, self.context = document, variables, root, context

    def answer(self, operation):
        found = [one for one in self._document.definitions if type(one).__name__.startswith("OperationDefinition")
                 and (not operation or one.name.value == operation)]
        if len(found) != 1:
            return _refused("Unknown operation."), "which operation is not clear"
        unknown = [one.name.value for one in found[0].selection_set.selections if one.name.value not in self._root]
        if unknown:
            return _refused(f"Cannot query field '{unknown[0]}'."), f"{unknown[0]} is unknown"
        try:
            return {"data": self._selected(self._root, found[0].selection_set)}, None
        except ValueError as error:
            return {"data": None, "errors": [{"message": str(error)}]}, None
        except (TypeError, KeyError) as error:  # An argument too few or too many.
            return _refused(str(error)), str(error)

    def _selected(self, source, selection):
        if selection is None or source is None:
            return source
        if isinstance(source, (list, tuple)):
            return [self._selected(one, selection) for one in source]
        told = {}
        for field in selection.selections:
            value = source.get(field.name.value)
            if callable(value):
                value = value(self, **{one.name.value: _literal(one.value, self._variables) for one in field.arguments
                                       if not self._is_left_out(one.value)})
            told[(field.alias or field.name).value] = self._selected(value, field.selection_set)
        return told

    def _is_left_out(self, node):
        return type(node).__name__.startswith("Variable") and node.name.value not in (self._variables or {})


def connection(nodes):
    """A Relay connection over a list of nodes with ids: `first` and `after` page through it."""
    def pages(_, first=None, after=None, **__):
        names = [one["id"] for one in nodes]
        if after and after not in names:
            raise ValueError("Invalid cursor")
        begin = names.index(after) + 1 if after else 0
        page = nodes[begin:begin + (FIRST_PAGE if first is None else first)]
        return {"edges": [{"cursor": one["id"], "node": one} for one in page],
                "pageInfo": {"hasNextPage": begin + len(page) < len(nodes), "hasPreviousPage": begin > 0,
                             "startCursor": page[0]["id"] if page else None, "endCursor": page[-1]["id"] if page else None}}
    return pages


def _refused(message):
    return {"errors": [{"message": message}]}
