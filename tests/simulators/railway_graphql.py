# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Executes GraphQL: against Railway's own schema where it is there, else without one (names of root fields are checked, no types)."""

import graphql
from graphql.language import ast

FIRST_PAGE = 20


class Executor:
    """`root` maps the names of queries and mutations to functions (info, **arguments); `schema` is the text of the SDL or None."""

    def __init__(self, schema, root):
        self._schema = graphql.build_schema(schema) if schema else None
        self._root = root

    def run(self, query, variables, operation, context):
        """(answer, complaint): the answer's JSON, and what the client did that the schema does not know, or None."""
        try:
            document = graphql.parse(query)
        except graphql.GraphQLSyntaxError as error:
            return _refused(error.message), error.message
        if self._schema is None:
            return _Untyped(document, variables, self._root, context).answer(operation)
        wrong = graphql.validate(self._schema, document)
        if wrong:
            return {"errors": [{"message": one.message} for one in wrong]}, wrong[0].message
        done = graphql.execute_sync(self._schema, document, self._root, context, variables, operation)
        complaint = next((one.message for one in done.errors or () if one.original_error is None), None)
        errors = [{"message": one.message, "path": one.path} for one in done.errors or ()]
        return {"data": done.data, **({"errors": errors} if errors else {})}, complaint


class _Untyped:
    """One operation without a schema: just what was selected."""

    def __init__(self, document, variables, root, context):
        self._document, self._variables, self._root, self._context = document, variables, root, context

    def answer(self, operation):
        found = [one for one in self._document.definitions if isinstance(one, ast.OperationDefinitionNode)
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

    def _selected(self, source, selection):
        if selection is None or source is None:
            return source
        if isinstance(source, (list, tuple)):
            return [self._selected(one, selection) for one in source]
        told = {}
        for field in selection.selections:
            value = source.get(field.name.value)
            if callable(value):
                arguments = {one.name.value: graphql.value_from_ast_untyped(one.value, self._variables or {})
                             for one in field.arguments}
                value = value(self, **{name: one for name, one in arguments.items() if one is not graphql.Undefined})
            told[(field.alias or field.name).value] = self._selected(value, field.selection_set)
        return told

    @property
    def context(self):
        return self._context


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
