-- +goose Up
CREATE TABLE service_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    hash       BLOB    NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the key
    revoked    INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE budgets (
    key      TEXT    NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    until    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX budgets_until ON budgets (until);

-- When the last token of each signing key expires.
CREATE INDEX audit_expiry ON audit (key_sid, (time + ttl * 1000000)) WHERE key_sid > '';
