-- What posts did with an edition or a correction notice before it was issued: append-only; which step counts is decided by the reader.
CREATE TABLE IF NOT EXISTS bulletin_steps
(
  step_id String,
  document String,
  seq UInt32,
  step LowCardinality(String),
  at Int64,
  post String,
  role LowCardinality(String),
  as_of Int64,
  content_id String,
  path String,
  narrative String CODEC(ZSTD(3)),
  remark String,
  data String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (document, seq, step_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Correction notices that were issued, numbered by edition; `figures` are the cells that each one says, as they then stood.
CREATE TABLE IF NOT EXISTS bulletin_notices
(
  bundle_id String,
  document String,
  edition_id String,
  number UInt32,
  as_of Int64,
  sealed_at Int64,
  path String,
  figures String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (document, number, bundle_id)
SETTINGS non_replicated_deduplication_window = 10000;
