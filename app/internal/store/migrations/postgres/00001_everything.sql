-- Times are microseconds since 1970, UTC; durations are seconds.

-- +goose Up
CREATE TABLE users (
    name       text    COLLATE "C" PRIMARY KEY,
    hash       text    NOT NULL,
    disabled   boolean NOT NULL DEFAULT false,
    created_at bigint  NOT NULL,
    changed_at bigint  NOT NULL
);

CREATE TABLE service_keys (
    id         text    COLLATE "C" PRIMARY KEY,
    hash       bytea   NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the key
    revoked    boolean NOT NULL DEFAULT false,
    created_at bigint  NOT NULL,
    changed_at bigint  NOT NULL
);

CREATE TABLE budgets (
    key      text    COLLATE "C" PRIMARY KEY,
    failures integer NOT NULL,
    until    bigint  NOT NULL
);

CREATE INDEX budgets_until ON budgets (until);

-- A row's place is its transaction, then its id: ids alone are given before the
-- commit, so that a lower one may turn up after a higher one.
CREATE TABLE audit (
    tx         bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    id         bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    time       bigint NOT NULL,
    kind       text   NOT NULL,
    request_id text   NOT NULL,
    principal  text   NOT NULL,
    method     text   NOT NULL,
    client     text   NOT NULL,
    reason     text   NOT NULL,
    rule       text   NOT NULL,
    identity   text   NOT NULL,
    grants     text   NOT NULL,
    ttl        bigint NOT NULL,
    token_id   text   NOT NULL,
    key_sid    text   COLLATE "C" NOT NULL,
    PRIMARY KEY (tx, id)
);

-- When the last token of each signing key expires.
CREATE INDEX audit_expiry ON audit (key_sid, (time + ttl * 1000000)) WHERE key_sid > '';
