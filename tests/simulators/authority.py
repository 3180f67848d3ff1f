# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""A certificate authority of a simulator's own, and the one certificate it needs: for localhost, and for servers that have a loopback
address of their own."""

import pathlib
import subprocess

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
ADDRESSES = [f"127.0.0.{number}" for number in range(1, 17)]
NAMES = "subjectAltName=DNS:localhost,IP:::1," + ",".join("IP:" + each for each in ADDRESSES)


class Authority:
    """Made below `directory`. `ca` is what clients trust; `certificate` and `key` are for servers on localhost."""

    def __init__(self, directory: pathlib.Path):
        self.ca = directory / "ca.pem"
        self.certificate = directory / "server.pem"
        self.key = directory / "server.key"
        ca_key = directory / "ca.key"
        request(["-subj", "/CN=Simulator authority", "-keyout", ca_key, "-out", self.ca])
        request(["-subj", "/CN=localhost", "-addext", NAMES, "-CA", self.ca, "-CAkey", ca_key,
                 "-keyout", self.key, "-out", self.certificate])
        ca_key.unlink()  # Nothing more is ever signed.


def request(arguments):
    """Lets openssl make one key and its certificate."""
    subprocess.run(["/usr/bin/openssl", "req", "-x509", *map(str, arguments), *KEY],
                   check=True, capture_output=True, stdin=subprocess.DEVNULL)
