-- What boards list rather than count: signals of early warning, conflicts, corrections; weekly counts; notes in one pass.

-- `ended_ms` is when the note was taken back, 0 = it stands.
CREATE OR REPLACE VIEW published_notes DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH CAST((SELECT groupArray((note_id, ended)) FROM (SELECT note_id, min(at) AS ended FROM cell_note_ends GROUP BY note_id)), 'Map(String, Int64)') AS ends
SELECT indicator, region, period, at AS at_ms, author, text, ends[note_id] AS ended_ms FROM cell_notes FINAL;

-- Signals that alerts told of: the newest state of each, the week that it was told of, and what a post said of it since it began, if any
-- (`act` empty: nobody has judged it). `observed` is what was told; the page of signals judges anew by what is held.
CREATE OR REPLACE VIEW published_signals DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT key, splitByChar('/', key)[2] AS measure, splitByChar('/', key)[3] AS code, region, week, state, severity, observed, text_zh, text_en,
  fromUnixTimestamp64Milli(at, 'Asia/Shanghai') AS told_at, at AS told_ms, simulated, act, act_post, act_text,
  if(act = '', NULL, fromUnixTimestamp64Milli(act_at, 'Asia/Shanghai')) AS acted_at
FROM (
  SELECT key, region, newest.1 AS week, newest.2 AS state, newest.3 AS severity, newest.4 AS observed, newest.5 AS text_zh, newest.6 AS text_en, newest.7 AS at,
    simulated, said.1 AS act, said.2 AS act_post, said.3 AS act_text, said.4 AS act_at
  FROM (
    SELECT key, any(region) AS region, max(simulated) AS simulated,
      argMax(tuple(toString(period), toString(to_state), toString(severity), value, text_zh, text_en, at),
        tuple(episode, at, indexOf(['normal', 'pending', 'firing', 'recovering', 'resolved'], to_state))) AS newest
    FROM alert_transitions FINAL WHERE kind = 'early-warning' GROUP BY key
  ) AS told
  LEFT JOIN (
    SELECT key, argMax(tuple(toString(act), post, text, at), tuple(at, act_id)) AS said FROM signal_acts FINAL GROUP BY key
  ) AS acts USING (key)
);

-- Weekly counts of cases filed and of seizures by the area's code as sent, of weeks from their Monday; weeks without any have no row.
CREATE OR REPLACE VIEW published_weeks DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT measure, region, toDateTime64(toMonday(toDate(day)), 3, 'Asia/Shanghai') AS monday, sum(amount) AS records, max(simulated) AS simulated
FROM (
  SELECT 'cases' AS measure, region, day, toUInt64(1) AS amount, simulated FROM facts_case_filed FINAL WHERE NOT deleted
  UNION ALL
  SELECT 'seizures', region, day, toUInt64(events), simulated FROM facts_seizure FINAL WHERE NOT deleted
)
GROUP BY measure, region, monday;

-- Messages that lost against another of the same revision: the same ones as the balance counts. `what` names a return by its subject and
-- anything else by its place in its topic, for boards show no ids.
CREATE OR REPLACE VIEW published_conflicts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT family, region, source, kept_source, revision, simulated, fromUnixTimestamp64Milli(received_at, 'Asia/Shanghai') AS at,
  if(family IN ('return', 'attestation'), subject, concat(topic, '/', toString(partition), '/', toString(offset))) AS what
FROM (
  SELECT *, max(rank) OVER entity AS top_rank, max(revision) OVER entity AS top_revision, argMax(source, rank) OVER entity AS kept_source,
    row_number() OVER alike AS nth, first_value(source) OVER alike AS first_source, first_value(id) OVER alike AS first_id,
    first_value(bytes_hash) OVER alike AS first_bytes
  FROM ledger FINAL
  WINDOW entity AS (PARTITION BY family, ledger.subject),
    alike AS (PARTITION BY family, ledger.subject, revision, type, data_hash ORDER BY rank DESC, received_at, topic, partition, offset
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
WHERE NOT (nth > 1 AND NOT (source = first_source AND id = first_id AND bytes_hash != first_bytes))
  AND revision >= top_revision AND (nth > 1 OR rank != top_rank);

-- As before, with what was corrected.
CREATE OR REPLACE VIEW published_corrections DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT family, region, source, revision, withdrawn, fromUnixTimestamp64Milli(received_at, 'Asia/Shanghai') AS at, simulated,
  if(family IN ('return', 'attestation'), subject, concat(topic, '/', toString(partition), '/', toString(offset))) AS what
FROM ledger FINAL WHERE revision > 1 OR withdrawn;
