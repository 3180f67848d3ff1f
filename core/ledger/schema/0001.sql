-- SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
-- SPDX-License-Identifier: Apache-2.0

-- Statements are separated by an empty line; a script runs in one transaction.

-- "ShOp": tells a ledger from any other SQLite file.
PRAGMA application_id = 1399345008;

-- The chain. `text` is the entry (canonical JSON) and the only truth; what is searched by is derived from it, so that
-- no column can say anything else than what the digest covers.
CREATE TABLE entry (
    number      INTEGER PRIMARY KEY,
    text        TEXT NOT NULL,
    digest      BLOB NOT NULL CHECK (length(digest) = 32),
    kind        TEXT GENERATED ALWAYS AS (json_extract(text, '$.kind')) VIRTUAL,
    run         TEXT GENERATED ALWAYS AS (json_extract(text, '$.run')) VIRTUAL,
    environment TEXT GENERATED ALWAYS AS (json_extract(text, '$.environment')) VIRTUAL
) STRICT;

CREATE INDEX entry_by_run ON entry (kind, run, number);

CREATE INDEX entry_by_environment ON entry (kind, environment, number);

-- How long the chain is and how it ends, kept apart from it: an end that was cut off is noticed.
CREATE TABLE head (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    number   INTEGER NOT NULL,
    digest   BLOB NOT NULL
) STRICT;

INSERT INTO head VALUES (1, 0, zeroblob(32));

CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
WHEN NEW.number IS NOT (SELECT number + 1 FROM head)
BEGIN
    SELECT RAISE(ABORT, 'an entry must follow the last one');
END;

CREATE TRIGGER entry_moves_the_head AFTER INSERT ON entry
BEGIN
    UPDATE head SET number = NEW.number, digest = NEW.digest;
END;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed');
END;

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never removed');
END;

CREATE TRIGGER head_only_follows BEFORE UPDATE ON head
WHEN NEW.number IS NOT OLD.number + 1 OR NEW.digest IS NOT (SELECT digest FROM entry WHERE number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'the head follows the last entry only');
END;

CREATE TRIGGER head_is_only_one BEFORE INSERT ON head
BEGIN
    SELECT RAISE(ABORT, 'there is one head');
END;

CREATE TRIGGER head_is_never_removed BEFORE DELETE ON head
BEGIN
    SELECT RAISE(ABORT, 'the head is never removed');
END;

-- What the keepers listed last. Not in the chain: it is overwritten, and what vanished is an entry of its own.
CREATE TABLE listing (
    environment TEXT PRIMARY KEY,
    text        TEXT NOT NULL
) STRICT;

CREATE TABLE listed_backup (
    environment TEXT NOT NULL,
    instance    TEXT NOT NULL,
    backup      TEXT NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (environment, instance, backup)
) STRICT, WITHOUT ROWID;
