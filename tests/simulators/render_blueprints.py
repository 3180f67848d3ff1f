# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The Blueprints of a simulated Render workspace: render.yaml files that Render keeps its resources like."""

from render_asked import missing
from render_things import new_id


class Blueprints:
    """One, or none where `kind` is "none", over all that there is at first. "synced" follows its file by itself, "paused" does not."""

    def __init__(self, kind, databases, services):
        self._all = {}
        if kind == "none":
            return
        resources = [(databases.source, "postgres"), *((each, "web_service") for each in services.all.values()),
                     *((each, "environment_group") for each in services.groups.values())]
        told = {"id": new_id("exs"), "name": "academy", "status": "paused" if kind == "paused" else "in_sync",
                "autoSync": kind == "synced", "repo": "https://github.com/academy/app", "branch": "main",
                "lastSync": "2026-03-02T09:41:07Z"}
        self._all[told["id"]] = told, [{"id": each.id, "name": each.name, "type": type} for each, type in resources]

    def list(self, asked):
        return 200, asked.page("blueprint", [(id, told) for id, (told, _) in self._all.items()])

    def one(self, _, id):
        if id not in self._all:
            raise missing(id)
        told, resources = self._all[id]
        return 200, {**told, "resources": resources}
