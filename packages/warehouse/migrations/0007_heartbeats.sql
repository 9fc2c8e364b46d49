-- Markers that went through Kafka and ingest into the store: never a fact, never in the ledger, outside the balance.
CREATE TABLE IF NOT EXISTS heartbeats
(
  instance String,
  number UInt64,
  sent_at Int64,
  stored_at Int64
)
ENGINE = ReplacingMergeTree(number)
ORDER BY instance
SETTINGS non_replicated_deduplication_window = 10000;

-- The newest marker of all: when the way from a producer to the store last worked.
CREATE VIEW IF NOT EXISTS published_heartbeat DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT fromUnixTimestamp64Milli(max(sent_at), 'Asia/Shanghai') AS sent_at, fromUnixTimestamp64Milli(max(stored_at), 'Asia/Shanghai') AS stored_at
FROM heartbeats HAVING count() > 0;

-- Up to when each source has told anything: its last valid message and its last refused one (null where there is none; a source of
-- which everything is refused is here too, with no data). What was received later than `settled_at` may still be on its way.
CREATE VIEW IF NOT EXISTS published_data_as_of DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT source, fromUnixTimestamp64Milli(maxOrNullIf(at, valid), 'Asia/Shanghai') AS data_at,
  fromUnixTimestamp64Milli(maxOrNullIf(at, NOT valid), 'Asia/Shanghai') AS refused_at,
  (SELECT if(count() = 0, NULL, fromUnixTimestamp64Milli(max(at), 'Asia/Shanghai')) FROM watermarks) AS settled_at
FROM (
  SELECT source, received_at AS at, true AS valid FROM ledger
  UNION ALL
  SELECT if(source = '', 'unknown', source), received_at, false FROM rejects
)
GROUP BY source;
