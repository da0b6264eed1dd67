-- Servers go on recording while this reads the whole of the trail.

-- +goose NO TRANSACTION
-- +goose Up
DROP INDEX CONCURRENTLY IF EXISTS audit_time; -- half of one that was broken off
CREATE INDEX CONCURRENTLY audit_time ON audit (time, tx, id);
