-- Who may do what, what was done, and how rejects end. Nothing is changed in place: a later row of the same key replaces or ends it.

CREATE TABLE IF NOT EXISTS access_tokens
(
  token_id String,
  post String,
  role LowCardinality(String),
  area LowCardinality(String),
  source String,
  token_hash String,
  issued_at Int64,
  issued_by String,
  expires_at Int64,
  revoked_at UInt64
)
ENGINE = ReplacingMergeTree(revoked_at)
ORDER BY token_id
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS audit
(
  audit_id String,
  at Int64,
  post String,
  role LowCardinality(String),
  token_id String,
  action LowCardinality(String),
  object String,
  area LowCardinality(String),
  outcome LowCardinality(String),
  detail String
)
ENGINE = ReplacingMergeTree
ORDER BY (at, audit_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- A proposal's steps: proposed, approved (by another post), done.
CREATE TABLE IF NOT EXISTS reject_steps
(
  topic LowCardinality(String),
  partition UInt32,
  offset UInt128,
  proposal_id String,
  step LowCardinality(String),
  kind LowCardinality(String),
  at Int64,
  post String,
  token_id String,
  reason LowCardinality(String),
  payload String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset, proposal_id, step)
SETTINGS non_replicated_deduplication_window = 10000;

-- Offsets between two messages that the broker handed over one after the other: markers of transactions and what was aborted.
CREATE TABLE IF NOT EXISTS offset_gaps
(
  topic LowCardinality(String),
  partition UInt32,
  first_offset UInt128,
  last_offset UInt128
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, first_offset, last_offset)
SETTINGS non_replicated_deduplication_window = 10000;

-- JSON of the message's own headers (attributes of binary mode, origin): without them such a message cannot be mended.
ALTER TABLE rejects ADD COLUMN IF NOT EXISTS headers String DEFAULT '{}';

DROP VIEW IF EXISTS published_balance;

-- The same classes as src/reads/balance.ts; a test holds them equal.
CREATE VIEW IF NOT EXISTS published_balance DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH classed AS (
  SELECT topic, partition, offset, source, received_at,
    max(rank) OVER entity AS top_rank,
    max(revision) OVER entity AS top_revision,
    row_number() OVER alike AS nth,
    first_value(source) OVER alike AS first_source,
    first_value(id) OVER alike AS first_id,
    first_value(bytes_hash) OVER alike AS first_bytes,
    multiIf(
      nth > 1 AND NOT (source = first_source AND id = first_id AND bytes_hash != first_bytes), 'duplicate',
      revision < top_revision, 'superseded',
      nth > 1 OR rank != top_rank, 'conflict',
      'accepted') AS class
  FROM ledger FINAL
  WINDOW entity AS (PARTITION BY family, subject),
    alike AS (PARTITION BY family, subject, revision, type, data_hash ORDER BY rank DESC, received_at, topic, partition, offset
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
messages AS (
  SELECT source, topic, received_at, class FROM classed
  UNION ALL
  SELECT if(source = '', 'unknown', source) AS source, topic, received_at, if((topic, partition, offset) IN (
    SELECT topic, partition, offset FROM reject_steps WHERE kind = 'discard' AND step = 'done'), 'discarded', 'rejected') AS class
  FROM rejects FINAL
)
SELECT source, topic, concat(toString(toYear(at)), 'Q', toString(toQuarter(at))) AS quarter, count() AS received,
  countIf(class = 'accepted') AS accepted, countIf(class = 'superseded') AS superseded, countIf(class = 'duplicate') AS duplicate,
  countIf(class = 'conflict') AS conflict, countIf(class = 'rejected') AS rejected, countIf(class = 'discarded') AS discarded
FROM (SELECT *, toDateTime(intDiv(received_at, 1000), 'Asia/Shanghai') AS at FROM messages)
GROUP BY source, topic, quarter;
