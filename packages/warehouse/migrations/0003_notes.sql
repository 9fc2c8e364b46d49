-- Moments at which the stored vintages were made to equal a recompute from the ledger: settle points and the days between them.
CREATE TABLE IF NOT EXISTS vintage_moments
(
  as_of Int64,
  computed_at Int64
)
ENGINE = ReplacingMergeTree(computed_at)
ORDER BY as_of
SETTINGS non_replicated_deduplication_window = 10000;

-- What analysts say of a cell ("known artefact"): append-only, never changed; `author` is a post, not a person.
CREATE TABLE IF NOT EXISTS cell_notes
(
  note_id String,
  indicator LowCardinality(String),
  region LowCardinality(String),
  period LowCardinality(String),
  at Int64,
  author String,
  text String
)
ENGINE = ReplacingMergeTree
ORDER BY (indicator, region, period, note_id)
SETTINGS non_replicated_deduplication_window = 10000;
