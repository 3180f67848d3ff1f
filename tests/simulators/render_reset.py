# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Render workspace as it was at first, for sweeps over standing clusters (standing.py)."""


class AtFirst:
    """Made when everything is open; `reset` brings it all back."""

    def __init__(self, render):
        self._render = render
        self._services = [(service, dict(service.variables), list(service.deploys)) for service in render.services.all.values()]
        self._groups = [(group, dict(group.variables)) for group in render.services.groups.values()]

    def reset(self):
        databases, source = self._render.databases, self._render.databases.source
        self._render.pace.conclude()
        databases.all.clear()
        databases.all[source.id] = source
        databases.deleted.clear()
        for service, variables, _ in self._services:
            service.variables.clear()
            service.variables.update(variables)
        for group, variables in self._groups:
            group.variables.clear()
            group.variables.update(variables)
        source.suspended, source.exports = False, []
        source.course = self._render.pace.course("available")
        source.cluster.start()
        for service, variables, deploys in self._services:
            self._serve_again(service, variables, deploys)

    def _serve_again(self, service, variables, deploys):
        service.suspended = False
        service.deploys[:] = deploys
        first = deploys[-1]
        first.end = "live"
        url = {**self._groups[0][1], **variables}["DATABASE_URL"]
        if not service.app.deploy(url, first.id):
            raise RuntimeError("The app does not reach its database.")
