-- Row shapes: src/schema.ts. Moments are Int64 ms since the epoch, so that no server's zone can shift them; days and quarters are
-- text. What is wider than 64 bits is read as text: offsets (Kafka's may pass 2^53) and ranks. Sorting keys hold the identity only,
-- never the version. Each statement may run twice.

CREATE TABLE IF NOT EXISTS ledger
(
  topic LowCardinality(String),
  partition UInt32,
  offset UInt128,
  received_at Int64,
  processed_at Int64,
  source String,
  id String,
  type LowCardinality(String),
  family LowCardinality(String),
  subject String,
  revision UInt64,
  withdrawn Bool,
  time Int64,
  rank UInt256,
  data_hash String,
  bytes_hash String,
  bytes String CODEC(ZSTD(3)),
  data String CODEC(ZSTD(3)),
  region LowCardinality(String),
  flags Array(LowCardinality(String)),
  simulated Bool,
  backfilled Bool
)
ENGINE = ReplacingMergeTree
ORDER BY (family, subject, topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS facts_case_filed
(
  region LowCardinality(String),
  quarter LowCardinality(String),
  day String,
  subject String,
  rank UInt256,
  deleted Bool,
  source String,
  id String,
  revision UInt64,
  received_at Int64,
  simulated Bool,
  backfilled Bool,
  flags Array(LowCardinality(String)),
  category LowCardinality(String),
  severity LowCardinality(Nullable(String)),
  target_level LowCardinality(Nullable(String)),
  solved_by Array(LowCardinality(String)),
  pre_controlled Nullable(Bool),
  large_scale Nullable(Bool),
  caused_by_user Nullable(Bool),
  out_of_supervision Nullable(Bool),
  involved Nullable(UInt64),
  minors Nullable(UInt64),
  pupils Nullable(UInt64)
)
ENGINE = ReplacingMergeTree(rank, deleted)
PARTITION BY quarter
ORDER BY (region, quarter, subject)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS facts_case_solved
(
  region LowCardinality(String),
  quarter LowCardinality(String),
  day String,
  subject String,
  rank UInt256,
  deleted Bool,
  source String,
  id String,
  revision UInt64,
  received_at Int64,
  simulated Bool,
  backfilled Bool,
  flags Array(LowCardinality(String)),
  category LowCardinality(String),
  severity LowCardinality(Nullable(String)),
  target_level LowCardinality(Nullable(String)),
  solved_by Array(LowCardinality(String)),
  pre_controlled Nullable(Bool),
  large_scale Nullable(Bool),
  caused_by_user Nullable(Bool),
  out_of_supervision Nullable(Bool),
  involved Nullable(UInt64),
  minors Nullable(UInt64),
  pupils Nullable(UInt64)
)
ENGINE = ReplacingMergeTree(rank, deleted)
PARTITION BY quarter
ORDER BY (region, quarter, subject)
SETTINGS non_replicated_deduplication_window = 10000;

-- Quantities: 46 digits before the point and 30 behind it, so that a product of two JSON numbers is not cut off.
CREATE TABLE IF NOT EXISTS facts_seizure
(
  region LowCardinality(String),
  quarter LowCardinality(String),
  day String,
  subject String,
  rank UInt256,
  deleted Bool,
  source String,
  id String,
  revision UInt64,
  received_at Int64,
  simulated Bool,
  backfilled Bool,
  flags Array(LowCardinality(String)),
  case_id String,
  channel LowCardinality(Nullable(String)),
  events UInt64,
  item_substance Array(LowCardinality(String)),
  item_name Array(String),
  item_quantity Array(Decimal(76, 30)),
  item_unit Array(LowCardinality(String)),
  item_grams Array(Nullable(Decimal(76, 30))),
  item_pure_grams Array(Nullable(Decimal(76, 30)))
)
ENGINE = ReplacingMergeTree(rank, deleted)
PARTITION BY quarter
ORDER BY (region, quarter, subject)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS facts_intelligence
(
  region LowCardinality(String),
  quarter LowCardinality(String),
  day String,
  subject String,
  rank UInt256,
  deleted Bool,
  source String,
  id String,
  revision UInt64,
  received_at Int64,
  simulated Bool,
  backfilled Bool,
  flags Array(LowCardinality(String)),
  kind LowCardinality(String),
  grade LowCardinality(Nullable(String)),
  substances Array(LowCardinality(String)),
  disposition LowCardinality(Nullable(String)),
  case_id String
)
ENGINE = ReplacingMergeTree(rank, deleted)
PARTITION BY quarter
ORDER BY (region, quarter, subject)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS facts_return
(
  region LowCardinality(String),
  quarter LowCardinality(String),
  day String,
  subject String,
  rank UInt256,
  deleted Bool,
  source String,
  id String,
  revision UInt64,
  received_at Int64,
  simulated Bool,
  backfilled Bool,
  flags Array(LowCardinality(String)),
  measure LowCardinality(String),
  period LowCardinality(String),
  department LowCardinality(Nullable(String)),
  numerator Nullable(Float64),
  denominator Nullable(Float64),
  value Nullable(Float64),
  flag Nullable(Bool),
  nil Bool
)
ENGINE = ReplacingMergeTree(rank, deleted)
PARTITION BY quarter
ORDER BY (region, quarter, subject)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS facts_attestation
(
  region LowCardinality(String),
  quarter LowCardinality(String),
  day String,
  subject String,
  rank UInt256,
  deleted Bool,
  source String,
  id String,
  revision UInt64,
  received_at Int64,
  simulated Bool,
  backfilled Bool,
  flags Array(LowCardinality(String)),
  feed LowCardinality(String),
  period LowCardinality(String),
  through String,
  count Nullable(UInt64)
)
ENGINE = ReplacingMergeTree(rank, deleted)
PARTITION BY quarter
ORDER BY (region, quarter, subject)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS indicator_values
(
  indicator LowCardinality(String),
  region LowCardinality(String),
  period LowCardinality(String),
  as_of Int64,
  computed_at Int64,
  numerator Nullable(Float64),
  denominator Nullable(Float64),
  value Nullable(Float64),
  verdict LowCardinality(String),
  reason LowCardinality(Nullable(String)),
  evidence LowCardinality(Nullable(String)),
  stage LowCardinality(String),
  simulated Bool,
  cell String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (indicator, region, period, as_of)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS rejects
(
  topic LowCardinality(String),
  partition UInt32,
  offset UInt128,
  received_at Int64,
  source String,
  id String,
  type String,
  subject String,
  code LowCardinality(String),
  field String,
  reason_zh String,
  reason_en String,
  payload String CODEC(ZSTD(3)),
  payload_size UInt64,
  payload_hash String,
  masked Bool
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS alert_transitions
(
  transition_id String,
  kind LowCardinality(String),
  key String,
  episode UInt32,
  severity LowCardinality(String),
  indicator LowCardinality(String),
  region LowCardinality(String),
  period LowCardinality(String),
  from_state LowCardinality(String),
  to_state LowCardinality(String),
  at Int64,
  text_zh String,
  text_en String,
  value Nullable(Float64),
  causes Array(String),
  simulated Bool
)
ENGINE = ReplacingMergeTree
ORDER BY transition_id
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS alert_deliveries
(
  transition_id String,
  channel LowCardinality(String),
  at Int64,
  ok Bool,
  error String
)
ENGINE = MergeTree
ORDER BY (transition_id, channel, at)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS bulletins
(
  bundle_id String,
  quarter LowCardinality(String),
  edition LowCardinality(String),
  audience LowCardinality(String),
  lang LowCardinality(String),
  as_of Int64,
  sealed_at Int64,
  path String,
  cells String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY bundle_id
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS watermarks
(
  at Int64,
  source LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (source, at)
SETTINGS non_replicated_deduplication_window = 10000;
