-- When the last token of each signing key expires, to the minute: an index of it
-- would be written for each token. It is the database that keeps it, for the sake
-- of servers that were started before this.

-- +goose Up
CREATE TABLE key_expiry (
    key_sid TEXT    NOT NULL PRIMARY KEY,
    until   INTEGER NOT NULL -- rounded up
) STRICT, WITHOUT ROWID;

INSERT INTO key_expiry
SELECT key_sid, (max(time + ttl * 1000000) + 59999999) / 60000000 * 60000000
FROM audit WHERE key_sid > '' GROUP BY key_sid;

DROP INDEX audit_expiry;

-- +goose StatementBegin
CREATE TRIGGER audit_expiry AFTER INSERT ON audit
WHEN NEW.key_sid > '' AND NOT EXISTS (
    SELECT 1 FROM key_expiry WHERE key_sid = NEW.key_sid AND until >= NEW.time + NEW.ttl * 1000000
)
BEGIN
    INSERT INTO key_expiry VALUES (NEW.key_sid, (NEW.time + NEW.ttl * 1000000 + 59999999) / 60000000 * 60000000)
    ON CONFLICT (key_sid) DO UPDATE SET until = excluded.until;
END;
-- +goose StatementEnd
