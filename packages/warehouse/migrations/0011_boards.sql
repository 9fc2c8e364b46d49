-- What boards need beside the views of 0002: whether a quarter runs, substances counted once a seizure and weighed only where a weight is
-- known, what analysts say of cells, delays without replays, receipts by day.

-- `running`: the newest vintage of the quarter was made before its end.
CREATE OR REPLACE VIEW published_periods DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT toString(period) AS period, argMax(stage, tuple(as_of, computed_at)) = 'running' AS running
FROM indicator_values WHERE period LIKE '____Q_' GROUP BY period;

-- A row of a channel or of a substance, the other empty. `grams` is null where nothing of it was weighed; `unweighed` counts the items
-- given in other units or in none. A record that stands for several seizures counts as those.
CREATE OR REPLACE VIEW published_seizures DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT region, quarter, ifNull(CAST(channel, 'Nullable(String)'), 'unknown') AS channel, '' AS substance, sum(events) AS seizures,
  CAST(NULL, 'Nullable(Float64)') AS grams, toUInt64(0) AS unweighed, max(simulated) AS simulated
FROM facts_seizure FINAL WHERE NOT deleted GROUP BY region, quarter, channel
UNION ALL
SELECT region, quarter, '' AS channel, substance, sum(events) AS seizures, toNullable(toFloat64(sum(mass))) AS grams, sum(unweighed) AS unweighed, max(simulated) AS simulated
FROM (
  SELECT region, quarter, subject, substance, any(events) AS events, sum(weight) AS mass, countIf(weight IS NULL) AS unweighed, max(simulated) AS simulated
  FROM (
    SELECT region, quarter, subject, events, simulated, arrayJoin(arrayZip(CAST(item_substance, 'Array(String)'), item_grams)) AS item,
      tupleElement(item, 1) AS substance, tupleElement(item, 2) AS weight
    FROM facts_seizure FINAL WHERE NOT deleted
  )
  GROUP BY region, quarter, subject, substance
)
GROUP BY region, quarter, substance;

-- `author` is a post; `ended_ms` is when the note was taken back, 0 = it stands.
CREATE VIEW IF NOT EXISTS published_notes DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT indicator, region, period, n.at AS at_ms, author, text, e.ended AS ended_ms
FROM (SELECT * FROM cell_notes FINAL) AS n
LEFT JOIN (SELECT note_id, min(at) AS ended FROM cell_note_ends FINAL GROUP BY note_id) AS e ON e.note_id = n.note_id;

-- Delays (s) of what came in live; `late` counts what was processed a day or more after its receipt: a replay, or a stall.
CREATE OR REPLACE VIEW published_sources DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT source, topic, count() AS messages, fromUnixTimestamp64Milli(max(received_at), 'Asia/Shanghai') AS last_at, max(received_at) AS last_ms,
  countIf(processed_at - received_at >= 86400000) AS late,
  if(late = messages, NULL, quantileExactIf(0.5)(greatest(processed_at - received_at, 0), processed_at - received_at < 86400000) / 1000) AS delay_median,
  if(late = messages, NULL, quantileExactIf(0.95)(greatest(processed_at - received_at, 0), processed_at - received_at < 86400000) / 1000) AS delay_p95,
  max(simulated) AS simulated
FROM ledger FINAL GROUP BY source, topic;

CREATE VIEW IF NOT EXISTS published_receipts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT toStartOfDay(fromUnixTimestamp64Milli(received_at, 'Asia/Shanghai')) AS day, topic, source, count() AS messages, max(simulated) AS simulated
FROM ledger FINAL GROUP BY day, topic, source;
