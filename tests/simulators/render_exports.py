# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Render's logical exports: a .dir.tar.gz with a dump in pg_dump's directory format, at an address that is itself the secret."""

import datetime
import pathlib
import secrets
import tarfile
import tempfile

from render_things import new_id, written

KEPT = datetime.timedelta(days=7)


class Export:
    """Ready as soon as it has an address."""

    def __init__(self, exports, created):
        self.id, self.created, self.is_ready = new_id("exp"), created, False
        self._exports = exports

    def written(self):
        told = {"id": self.id, "createdAt": written(self.created)}
        return {**told, "url": self._exports.address(self)} if self.is_ready else told

    def finish(self, clusters, database):
        """Dumps the database as it is now."""
        self._exports.keep(self, self._exports.dump(clusters, database, f"{self.created:%Y-%m-%dT%H:%MZ}/{database.database}"))
        self.is_ready = True


class Exports:
    """All exports of a workspace. `base` is the address below which they are fetched."""

    def __init__(self, hide):
        self.base = ""
        self._hide = hide
        self._kept = {}  # secret of the address -> (export, file)

    def dump(self, clusters, database, name):
        folder = clusters.programs.own(pathlib.Path(tempfile.mkdtemp(prefix="export-", dir=clusters.root)))
        clusters.programs.run("pg_dump", "-Fd", "-h", clusters.sockets, "-p", database.cluster.port, "-U", "postgres",
                              "-f", folder / "dump", database.database)
        packed = folder / "dump.dir.tar.gz"
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(folder / "dump", name)
        return packed

    def begin(self, now):
        return Export(self, now)

    def keep(self, export, file):
        self._kept[self._hide(secrets.token_urlsafe(24))] = (export, file)

    def address(self, export):
        return next(self.base + secret for secret, (one, _) in self._kept.items() if one is export)

    def drop(self, exports):
        self._kept = {secret: kept for secret, kept in self._kept.items() if kept[0] not in exports}

    def fetch(self, secret, now):
        """The file's bytes; None when the address is no good (any more)."""
        export, file = self._kept.get(secret, (None, None))
        return file.read_bytes() if export and now < export.created + KEPT else None


class NotedExports(Exports):
    """As Exports, but there is nothing in them: nobody fetches one of a standing server."""

    def dump(self, clusters, database, name):
        return pathlib.Path("/dev/null")
