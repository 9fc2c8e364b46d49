-- What posts said of early-warning signals. Append-only; the newest act on a run of weeks stands. `week` and `observed` are the newest
-- signalling week (ISO 8601) that the post had seen and how many it held.
CREATE TABLE IF NOT EXISTS signal_acts
(
  act_id String,
  key String,
  act LowCardinality(String),
  week LowCardinality(String),
  observed UInt64,
  at Int64,
  post String,
  role LowCardinality(String),
  token_id String,
  text String
)
ENGINE = ReplacingMergeTree
ORDER BY (key, act_id)
SETTINGS non_replicated_deduplication_window = 10000;
