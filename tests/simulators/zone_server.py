# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The name server that answers for a simulated Route 53 zone, by UDP on 127.0.0.1: what apps are told who ask where a name leads. It
knows a change once it is INSYNC, and not before."""

import socket
import struct
import threading

KINDS = {1: "A", 5: "CNAME", 28: "AAAA"}
NO_ERROR, FORMAT_ERROR, NO_SUCH_NAME = 0, 1, 3
ANSWERS_ITSELF, IS_ANSWER = 0x0400, 0x8000
THE_NAME_ASKED_FOR = b"\xc0\x0c"


class ZoneServer:
    """Answers from `records`, which gives (name, type) → (ttl, values) as they are known now. `port` is where."""

    def __init__(self, records):
        self._records = records
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                question, asker = self._socket.recvfrom(512)
                self._socket.sendto(answer_to(question, self._records()), asker)
            except OSError:
                return


def answer_to(question, records):
    """The packet that answers a packet with one question (RFC 1035)."""
    try:
        number, flags = struct.unpack("!HH", question[:4])
        name, end = name_at(question, 12)
        kind = KINDS.get(struct.unpack("!H", question[end:end + 2])[0], "")
    except (IndexError, struct.error, UnicodeDecodeError):
        return question[:2].ljust(2, b"\0") + struct.pack("!HHHHH", IS_ANSWER | FORMAT_ERROR, 0, 0, 0, 0)
    asked = question[12:end + 4]
    ttl, values = records.get((name, kind)) or records.get((name, "CNAME")) or (0, [])
    found = kind if (name, kind) in records else "CNAME"
    code = NO_ERROR if any(known == name for known, _ in records) else NO_SUCH_NAME
    head = struct.pack("!HHHHHH", number, IS_ANSWER | ANSWERS_ITSELF | flags & 0x0100 | code, 1, len(values), 0, 0)
    return head + asked + b"".join(record(found, ttl, value) for value in values)


def record(kind, ttl, value):
    data = {"A": lambda: socket.inet_aton(value), "AAAA": lambda: socket.inet_pton(socket.AF_INET6, value),
            "CNAME": lambda: packed_name(value)}[kind]()
    number = next(number for number, known in KINDS.items() if known == kind)
    return THE_NAME_ASKED_FOR + struct.pack("!HHIH", number, 1, ttl, len(data)) + data


def packed_name(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.rstrip(".").split(".")) + b"\0"


def name_at(packet, at):
    """(the name in lower case with the final dot, where it ends)."""
    parts = []
    while packet[at]:
        parts.append(packet[at + 1:at + 1 + packet[at]].decode("ascii").lower())
        at += 1 + packet[at]
    return ".".join(parts) + ".", at + 1
