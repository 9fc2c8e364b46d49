-- What posts did about alerts. Append-only; what stands is folded from them. An act is about the newest notice that its post had seen.
CREATE TABLE IF NOT EXISTS alert_acks
(
  act_id String,
  key String,
  notice UInt32,
  act LowCardinality(String),
  at Int64,
  post String,
  role LowCardinality(String),
  token_id String,
  assignee String,
  due Int64,
  outcome LowCardinality(String),
  text String
)
ENGINE = ReplacingMergeTree
ORDER BY (key, act_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Everything that a post is to be told, decided once: `ref` is a transition's id, or made of what caused it. Held ones wait until
-- `release_at`. `alert_deliveries` says, by ref and recipient, what became of it on each channel.
CREATE TABLE IF NOT EXISTS alert_letters
(
  ref String,
  recipient LowCardinality(String),
  post LowCardinality(String),
  sort LowCardinality(String),
  key String,
  number UInt32,
  kind LowCardinality(String),
  severity LowCardinality(String),
  indicator LowCardinality(String),
  region LowCardinality(String),
  simulated Bool,
  at Int64,
  held LowCardinality(String),
  release_at Int64,
  due Int64
)
ENGINE = ReplacingMergeTree
ORDER BY (ref, recipient)
SETTINGS non_replicated_deduplication_window = 10000;

-- Tries of one round.
ALTER TABLE alert_deliveries ADD COLUMN IF NOT EXISTS tries UInt8 DEFAULT 1;
