-- Configuration recorded at run time. A proposal's value is whole; the earliest of its ends (approved, rejected) counts.
CREATE TABLE IF NOT EXISTS configuration_steps
(
  proposal_id String,
  step LowCardinality(String),
  at Int64,
  post String,
  token_id String,
  part LowCardinality(String),
  valid_from String,
  source String,
  reason String,
  base String,
  value String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (proposal_id, step, at, post)
SETTINGS non_replicated_deduplication_window = 10000;

-- What a proposal would change, as looked at before anyone approved it; the newest counts.
CREATE TABLE IF NOT EXISTS configuration_backtests
(
  proposal_id String,
  at Int64,
  result String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree(at)
ORDER BY proposal_id
SETTINGS non_replicated_deduplication_window = 10000;

-- Recorded versions whose vintages are written: what a recompute after a crash has still to look at is not here.
CREATE TABLE IF NOT EXISTS configuration_applied
(
  proposal_id String,
  applied_at Int64
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY proposal_id
SETTINGS non_replicated_deduplication_window = 10000;

-- Notes taken back: the note stays, and so does who took it back.
CREATE TABLE IF NOT EXISTS cell_note_ends
(
  note_id String,
  at Int64,
  author String
)
ENGINE = ReplacingMergeTree
ORDER BY (note_id, at)
SETTINGS non_replicated_deduplication_window = 10000;
