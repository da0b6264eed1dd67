-- Times are microseconds since 1970, UTC; durations are seconds.

-- +goose Up
CREATE TABLE users (
    name       TEXT    NOT NULL PRIMARY KEY,
    hash       TEXT    NOT NULL,
    disabled   INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    time       INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    principal  TEXT    NOT NULL,
    method     TEXT    NOT NULL,
    client     TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    rule       TEXT    NOT NULL,
    identity   TEXT    NOT NULL,
    grants     TEXT    NOT NULL,
    ttl        INTEGER NOT NULL,
    token_id   TEXT    NOT NULL,
    key_sid    TEXT    NOT NULL
) STRICT;
