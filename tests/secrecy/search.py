#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Searches all that the suite's programs wrote (journals, evidence, logs, output, arguments) for every secret that its tests used, in each
form in which one could have been written. search.py FOLDER [FILE...]: FOLDER is what tests/support/Written.h filled.
search.py --own-test FOLDER: plants a secret in every form and every kind of file, and demands that each is found."""

import base64
import gzip
import json
import pathlib
import sqlite3
import subprocess
import sys
import urllib.parse

ALIGNMENTS = 3  # A text in Base64 looks otherwise by what stands before it.


def forms(secret):
    """The secret as it could stand in a text, named."""
    yield "as it is", secret
    yield "percent-encoded", urllib.parse.quote_from_bytes(secret, safe="").encode()
    yield "in JSON", json.dumps(secret.decode("utf-8", "replace"))[1:-1].encode()
    yield "in hexadecimal", secret.hex().encode()
    yield "in capital hexadecimal", secret.hex().upper().encode()
    for before in range(ALIGNMENTS):
        encoded = base64.b64encode(b"\0" * before + secret).rstrip(b"=")
        # The characters at both ends depend on the neighbours.
        yield "in Base64", encoded[(0, 2, 3)[before]:len(encoded) - (1 if (before + len(secret)) % 3 else 0)]


def contents(path):
    """What can be read out of a file: its bytes, and what they hold packed."""
    raw = path.read_bytes()
    yield raw
    if raw.startswith(b"SQLite format 3\0"):
        with sqlite3.connect(path) as database:
            yield "\n".join(database.iterdump()).encode("utf-8", "replace")
            for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in database.execute(f'SELECT * FROM "{name}"'):
                    yield b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    elif raw.startswith(b"%PDF"):
        text = subprocess.run(["pdftotext", "-raw", path, "-"], stdout=subprocess.PIPE, check=True).stdout
        yield text
        yield b"".join(text.split())  # A long word is broken over lines.
    elif raw.startswith(b"\x1f\x8b"):
        yield gzip.decompress(raw)


def search(secrets, files):
    """Where which form was found: (file, number of the secret, form). The secret itself is never said."""
    sought = [(number, name, form) for number, secret in enumerate(secrets)
              for form, name in {form: name for name, form in reversed([*forms(secret)])}.items()]
    for path in files:
        found = set()
        for content in contents(path):
            found |= {(number, name) for number, name, form in sought if form in content}
        yield from ((path, number, name) for number, name in sorted(found))


def secrets_in(folder):
    lines = {line for file in folder.glob("*/secrets") for line in file.read_text().split()}
    return [bytes.fromhex(line) for line in sorted(lines)]


def look(folder, more):
    secrets = secrets_in(folder)
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and path.name != "secrets"] + more
    if secrets and not any(folder in path.parents for path in files):
        sys.exit(f"{len(secrets)} secrets were used and nothing was kept of what was written: {folder}")
    hits = list(search(secrets, files))
    for path, number, name in hits:
        print(f"{path}: secret number {number} ({len(secrets[number])} bytes) {name}")
    print(f"{len(secrets)} secrets, {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB: found {len(hits)} times")
    return not hits


def pdf_of(text):
    """The smallest document of one page that says so."""
    page = b"BT /F 12 Tf 72 720 Td (" + text + b") Tj ET"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
             b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page), b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def own_test(folder):
    secret = "hän/d+over \"q\" 4711".encode()
    plain = b"hand-over-4711"
    planted = {}
    for number, (name, form) in enumerate(forms(secret)):
        planted[folder / f"form-{number}"] = b"before " + form + b" after"
    for before in range(ALIGNMENTS):
        planted[folder / f"base64-{before}"] = base64.b64encode(b"x" * before + secret + b"after")
    planted[folder / "packed.gz"] = gzip.compress(b"before " + plain)
    planted[folder / "document.pdf"] = pdf_of(plain)
    for path, content in planted.items():
        path.write_bytes(content)
    journal = folder / "journal.sqlite"
    journal.unlink(missing_ok=True)
    with sqlite3.connect(journal) as database:
        database.execute("CREATE TABLE entry (text)")
        database.execute("INSERT INTO entry VALUES (?)", ("x" * 10_000 + plain.decode() + "x" * 10_000,))
    planted[journal] = None
    innocent = folder / "innocent"
    innocent.write_bytes(b"nothing of that kind " + secret[:-1] + b"0 " + plain[:-1])
    found = {path for path, _, _ in search([secret, plain], [*planted, innocent])}
    missed = sorted(path.name for path in planted.keys() - found)
    if missed or innocent in found:
        sys.exit(f"not found: {missed}; found in what holds none: {innocent in found}")
    print(f"found all {len(planted)}")


if __name__ == "__main__":
    if sys.argv[1] == "--own-test":
        room = pathlib.Path(sys.argv[2])
        room.mkdir(parents=True, exist_ok=True)
        own_test(room)
    else:
        sys.exit(0 if look(pathlib.Path(sys.argv[1]), [path for path in map(pathlib.Path, sys.argv[2:]) if path.exists()]) else 1)
