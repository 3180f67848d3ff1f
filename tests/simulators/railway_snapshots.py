# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Snapshots of volumes: copies of a whole data folder, which know nothing of pgBackRest and its bucket."""

import shutil

from clusters import utc_now


class NotedSnapshots:
    """As Snapshots, but there is nothing in them: nobody puts one back into a standing server."""

    def take(self, cluster, id):
        return utc_now(), 8 * 1024 * 1024

    def drop(self, id):
        pass

    def close(self):
        pass


class Snapshots:
    """Kept below one folder; gone with it."""

    def __init__(self, clusters):
        self._clusters = clusters
        self._root = clusters.programs.folder_at(clusters.root / "snapshots")

    def take(self, cluster, id):
        """Copies a running server's folder; (moment, bytes)."""
        folder, moment = self._root / id, utc_now()
        self._clusters.programs.run("pg_basebackup", "-h", self._clusters.sockets, "-p", cluster.port, "-U", "postgres", "-D", folder,
                                    "--checkpoint=fast", "--wal-method=stream", "--no-sync")
        return moment, sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())

    def revive(self, id, like):
        """A stopped server with what was copied, for the database and owner of the server `like`."""
        cluster = self._clusters._cluster(like.database, like.owner)
        shutil.rmtree(cluster._data, ignore_errors=True)
        self._clusters.programs.run("/bin/cp", "-a", self._root / id, cluster._data)
        cluster._configure()
        return cluster

    def drop(self, id):
        shutil.rmtree(self._root / id, ignore_errors=True)

    def close(self):
        shutil.rmtree(self._root, ignore_errors=True)
