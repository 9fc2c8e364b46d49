-- What boards and their alert rules may read: `published_*` and nothing else. Views run with the rights of the one who made them, so
-- that a reader needs no right on the tables. Moments shown are DateTime64 in Asia/Shanghai. Row shape of `dimensions`: src/schema.ts.

CREATE TABLE IF NOT EXISTS dimensions
(
  kind LowCardinality(String),
  id String,
  name_zh String,
  name_en String,
  parent String,
  level LowCardinality(String),
  levels Array(LowCardinality(String)),
  judged Bool,
  position UInt32,
  detail_zh String,
  detail_en String,
  gone Bool,
  written_at Int64
)
ENGINE = ReplacingMergeTree(written_at, gone)
ORDER BY (kind, id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE VIEW IF NOT EXISTS published_regions DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT id AS region, name_zh, name_en, parent, level, position FROM dimensions FINAL WHERE kind = 'region';

CREATE VIEW IF NOT EXISTS published_indicators DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT id AS indicator, name_zh, name_en, parent AS group, level AS kind, levels, judged, position, detail_zh, detail_en
FROM dimensions FINAL WHERE dimensions.kind = 'indicator';

-- Cells as known at a moment (ms, inclusive): the newest vintage of each, its JSON taken apart, names joined. A cell of an area or
-- item without a name keeps its code. `value_*` and `target_*` say the same as formatValue and formatTarget of the catalogue.
CREATE VIEW IF NOT EXISTS published_cells_as_of DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
  latest AS
  (
    SELECT indicator, region, period,
      argMax(tuple(numerator, denominator, value, verdict, reason, evidence, stage, simulated, cell, as_of), tuple(as_of, computed_at)) AS newest
    FROM indicator_values
    WHERE as_of <= {as_of:Int64}
    GROUP BY indicator, region, period
  ),
  parts AS
  (
    SELECT indicator, region, period,
      tupleElement(newest, 1) AS numerator,
      tupleElement(newest, 2) AS denominator,
      tupleElement(newest, 3) AS value,
      CAST(tupleElement(newest, 4), 'String') AS verdict,
      ifNull(CAST(tupleElement(newest, 5), 'Nullable(String)'), '') AS reason,
      ifNull(CAST(tupleElement(newest, 6), 'Nullable(String)'), '') AS evidence,
      CAST(tupleElement(newest, 7), 'String') AS stage,
      tupleElement(newest, 8) AS simulated,
      tupleElement(newest, 9) AS cell,
      fromUnixTimestamp64Milli(tupleElement(newest, 10), 'Asia/Shanghai') AS changed_at,
      JSONExtractString(cell, 'unit') AS unit,
      JSONExtractString(cell, 'target', 'comparator') AS comparator,
      if(JSONType(cell, 'target', 'limit') = 'Bool', toFloat64(JSONExtractBool(cell, 'target', 'limit')),
        JSONExtract(cell, 'target', 'limit', 'Nullable(Float64)')) AS target_limit,
      JSONExtract(cell, 'base', 'value', 'Nullable(Float64)') AS base_value,
      JSONExtractString(cell, 'base', 'period') AS base_period,
      JSONExtract(cell, 'distance', 'toMeet', 'Nullable(Float64)') AS to_meet,
      JSONExtract(cell, 'distance', 'toBreak', 'Nullable(Float64)') AS to_break,
      JSONExtractString(cell, 'distance', 'text', 'zh') AS distance_zh,
      JSONExtractString(cell, 'distance', 'text', 'en') AS distance_en,
      JSONExtractString(cell, 'note', 'zh') AS note_zh,
      JSONExtractString(cell, 'note', 'en') AS note_en,
      JSONExtractUInt(cell, 'completeness', 'returnsExpected') AS returns_expected,
      JSONExtractUInt(cell, 'completeness', 'returnsReceived') AS returns_received,
      JSONExtractUInt(cell, 'completeness', 'returnsOnTime') AS returns_on_time,
      JSONExtractUInt(cell, 'completeness', 'feedsExpected') AS feeds_expected,
      JSONExtractUInt(cell, 'completeness', 'feedsAttested') AS feeds_attested,
      JSONExtractString(cell, 'completeness', 'through') AS through,
      JSONExtract(cell, 'completeness', 'unitsMissing', 'Array(String)') AS units_missing,
      JSONExtract(cell, 'flags', 'Array(String)') AS flags,
      JSONExtractInt(cell, 'composite', 'range', 1) AS failing_low,
      JSONExtractInt(cell, 'composite', 'range', 2) AS failing_high,
      JSONExtract(cell, 'composite', 'failing', 'Array(String)') AS failing,
      JSONExtract(cell, 'composite', 'mendOrder', 'Array(String)') AS mend_order,
      JSONExtract(cell, 'composite', 'vetoMissed', 'Array(String)') AS veto_missed,
      JSONExtractInt(cell, 'composite', 'toMend') AS to_mend
    FROM latest
  ),
  named AS
  (
    SELECT parts.*,
      if(r.name_zh = '', parts.region, r.name_zh) AS region_zh,
      if(r.name_en = '', parts.region, r.name_en) AS region_en,
      r.parent AS region_parent,
      r.level AS region_level,
      r.position AS region_position,
      if(i.name_zh = '', parts.indicator, i.name_zh) AS indicator_zh,
      if(i.name_en = '', parts.indicator, i.name_en) AS indicator_en,
      i.parent AS group,
      i.level AS kind,
      i.judged AS judged,
      i.position AS indicator_position,
      u.name_zh AS unit_zh,
      u.name_en AS unit_en,
      u.detail_en AS unit_one,
      parts.unit IN ('%', 'per 10 000') AS is_rate,
      multiIf(parts.comparator = '' OR i.level = 'change', NULL, parts.comparator IN ('rising', 'falling'), parts.base_value, parts.target_limit) AS neighbour,
      [toDecimalString(ifNull(parts.value, 0), 1), toDecimalString(ifNull(parts.value, 0), 2), toDecimalString(ifNull(parts.value, 0), 3), toDecimalString(ifNull(parts.value, 0), 4), toDecimalString(ifNull(parts.value, 0), 5), toDecimalString(ifNull(parts.value, 0), 6)] AS value_texts,
      [toDecimalString(ifNull(neighbour, 0), 1), toDecimalString(ifNull(neighbour, 0), 2), toDecimalString(ifNull(neighbour, 0), 3), toDecimalString(ifNull(neighbour, 0), 4), toDecimalString(ifNull(neighbour, 0), 5), toDecimalString(ifNull(neighbour, 0), 6)] AS neighbour_texts,
      [toDecimalString(ifNull(parts.target_limit, 0), 1), toDecimalString(ifNull(parts.target_limit, 0), 2), toDecimalString(ifNull(parts.target_limit, 0), 3), toDecimalString(ifNull(parts.target_limit, 0), 4), toDecimalString(ifNull(parts.target_limit, 0), 5), toDecimalString(ifNull(parts.target_limit, 0), 6)] AS limit_texts,
      if(parts.value IS NULL OR neighbour IS NULL OR ifNull(parts.value = neighbour, 1), 1,
        arrayFirstIndex((a, b) -> a != b, value_texts, neighbour_texts)) AS digits,
      concat(ifNull(toString(parts.numerator), '—'), if(parts.numerator IS NULL OR parts.denominator IS NULL, '', concat('/', toString(assumeNotNull(parts.denominator))))) AS ratio
    FROM parts
    LEFT JOIN (SELECT * FROM dimensions FINAL WHERE kind = 'region') AS r ON r.id = parts.region
    LEFT JOIN (SELECT * FROM dimensions FINAL WHERE kind = 'indicator') AS i ON i.id = parts.indicator
    LEFT JOIN (SELECT * FROM dimensions FINAL WHERE kind = 'unit') AS u ON u.id = parts.unit
  )
SELECT indicator, region, period, numerator, denominator, value, verdict, reason, evidence, stage, simulated, changed_at, unit, comparator,
  target_limit, base_value, base_period, to_meet, to_break, distance_zh, distance_en, note_zh, note_en, returns_expected, returns_received, returns_on_time,
  feeds_expected, feeds_attested, through, units_missing, flags, failing_low, failing_high, failing, mend_order, veto_missed, to_mend, region_zh, region_en,
  region_parent, region_level, region_position, indicator_zh, indicator_en, group, kind, judged, indicator_position, unit_zh, unit_en, ratio, cell,
  concat(if(comparator != '' AND unit = '%' AND kind = 'change' AND ifNull(value, 0) > 0, '+', ''), value_texts[if(digits = 0, 1, digits)]) AS fixed,
  if(digits = 0, concat(' (', ratio, ')'), '') AS undecided,
  multiIf(value IS NULL, '—', unit = 'yes/no', if(ifNull(value, 0) = 1, '是', '否'), NOT is_rate, concat(toString(assumeNotNull(value)), unit_zh),
    concat(fixed, if(unit = '%', '%', '/万人'), undecided)) AS value_zh,
  multiIf(value IS NULL, '—', unit = 'yes/no', if(ifNull(value, 0) = 1, 'yes', 'no'),
    NOT is_rate, concat(toString(assumeNotNull(value)), ' ', if(ifNull(value, 0) = 1, unit_one, unit_en)),
    concat(fixed, if(unit = '%', ' %', ' per 10 000'), undecided)) AS value_en,
  transform(comparator, ['<=', '>='], ['≤', '≥'], comparator) AS sign,
  toString(ifNull(target_limit, 0)) AS whole_limit,
  limit_texts[multiIf(value IS NULL, 1, digits = 0, 6, digits)] AS fixed_limit,
  if(ifNull(target_limit = floor(target_limit), 0) OR length(whole_limit) < length(fixed_limit), whole_limit, fixed_limit) AS limit_text,
  multiIf(comparator = '', '—', comparator = 'rising', '上升', comparator = 'falling', '下降',
    unit = 'yes/no', if(ifNull(target_limit, 0) = 1, '是', '否'), target_limit IS NULL, concat(sign, ' 全省平均(未报)'),
    NOT is_rate, concat(sign, ' ', whole_limit, unit_zh), concat(sign, ' ', limit_text, if(unit = '%', '%', '/万人'))) AS target_zh,
  multiIf(comparator IN ('', 'rising', 'falling'), if(comparator = '', '—', comparator),
    unit = 'yes/no', if(ifNull(target_limit, 0) = 1, 'yes', 'no'), target_limit IS NULL, concat(sign, ' the reference mean (not returned)'),
    NOT is_rate, concat(sign, ' ', whole_limit, ' ', if(ifNull(target_limit, 0) = 1, unit_one, unit_en)),
    concat(sign, ' ', limit_text, if(unit = '%', ' %', ' per 10 000'))) AS target_en
FROM named;

CREATE VIEW IF NOT EXISTS published_cells DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT * FROM published_cells_as_of(as_of = 9223372036854775807);

CREATE VIEW IF NOT EXISTS published_vintages DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT indicator, region, period, fromUnixTimestamp64Milli(as_of, 'Asia/Shanghai') AS at, as_of, numerator, denominator, value, verdict,
  ifNull(CAST(reason, 'Nullable(String)'), '') AS reason, stage, simulated
FROM indicator_values
ORDER BY as_of, computed_at
LIMIT 1 BY indicator, region, period, as_of;

CREATE VIEW IF NOT EXISTS published_periods DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT DISTINCT toString(period) AS period FROM indicator_values WHERE period LIKE '____Q_';

-- Moments that an as-of can be set to: the live state, then the end of each day that wrote a vintage.
CREATE VIEW IF NOT EXISTS published_moments DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT '9223372036854775807' AS moment, 1 AS live, concat('数据至 ', if(count() = 0, '—', formatDateTime(fromUnixTimestamp64Milli(max(received_at), 'Asia/Shanghai'), '%Y-%m-%d %H:%i'))) AS text_zh,
  concat('data to ', if(count() = 0, '—', formatDateTime(fromUnixTimestamp64Milli(max(received_at), 'Asia/Shanghai'), '%Y-%m-%d %H:%i'))) AS text_en, toDate(now('Asia/Shanghai')) AS day
FROM ledger
UNION ALL
SELECT toString(toUnixTimestamp64Milli(toDateTime64(day + 1, 3, 'Asia/Shanghai')) - 1), 0, concat('截至 ', toString(day)), concat('as of ', toString(day)), day
FROM (SELECT DISTINCT toDate(fromUnixTimestamp64Milli(as_of, 'Asia/Shanghai')) AS day FROM indicator_values);

-- Every area × judged item of its level as it stands at `now` (ms): 1 where a cell of the running period or of the one before it is
-- missed, 0 where at least one says that it is not, -1 where none says anything. Always a row for each, whatever is held.
CREATE VIEW IF NOT EXISTS published_status DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
  toDate(fromUnixTimestamp64Milli({now:Int64}, 'Asia/Shanghai')) AS today,
  toDate(toStartOfQuarter(today)) - 1 AS before,
  today - toIntervalMonth(6) AS half_ago,
  [concat(toString(toYear(today)), 'Q', toString(toQuarter(today))), concat(toString(toYear(before)), 'Q', toString(toQuarter(before))),
    concat(toString(toYear(today)), if(toMonth(today) < 7, 'H1', 'H2')), concat(toString(toYear(half_ago)), if(toMonth(half_ago) < 7, 'H1', 'H2')),
    toString(toYear(today)), toString(toYear(today) - 1)] AS standing
SELECT i.id AS indicator, r.id AS region, any(r.name_zh) AS region_zh, any(r.name_en) AS region_en,
  multiIf(countIf(c.verdict = 'missed') > 0, 1, countIf(c.verdict IN ('met', 'not-due', 'not-applicable')) > 0, 0, -1) AS status,
  countIf(c.reason IN ('return-missing', 'helper-missing')) AS returns_missing,
  countIf(c.reason = 'feed-unattested') AS feeds_unattested
FROM (SELECT id, levels FROM dimensions FINAL WHERE kind = 'indicator' AND judged) AS i
CROSS JOIN (SELECT id, name_zh, name_en, if(level IN ('county', 'zone'), 'county', level) AS level FROM dimensions FINAL WHERE kind = 'region' AND level != 'province') AS r
LEFT JOIN (
  SELECT indicator, region, period, argMax(verdict, tuple(as_of, computed_at)) AS verdict, ifNull(argMax(tuple(CAST(reason, 'Nullable(String)')), tuple(as_of, computed_at)).1, '') AS reason
  FROM indicator_values WHERE as_of <= {now:Int64} AND has(standing, period) GROUP BY indicator, region, period
) AS c ON c.indicator = i.id AND c.region = r.id
WHERE has(i.levels, r.level)
GROUP BY i.id, r.id;

CREATE VIEW IF NOT EXISTS published_alert_events DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT kind, key, episode, severity, indicator, region, period, from_state, to_state, fromUnixTimestamp64Milli(at, 'Asia/Shanghai') AS at, text_zh, text_en, value, simulated
FROM alert_transitions FINAL;

CREATE VIEW IF NOT EXISTS published_alerts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT kind, key, newest.1 AS severity, newest.2 AS indicator, newest.3 AS region, newest.4 AS period, newest.5 AS state, newest.6 AS since,
  newest.7 AS text_zh, newest.8 AS text_en, newest.9 AS simulated
FROM (
  SELECT kind, key, argMax(tuple(severity, indicator, region, period, to_state, at, text_zh, text_en, simulated),
    tuple(at, episode, indexOf(['normal', 'pending', 'firing', 'recovering', 'resolved'], to_state))) AS newest
  FROM published_alert_events GROUP BY kind, key
);

CREATE VIEW IF NOT EXISTS published_bulletins DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT bundle_id, quarter, edition, audience, lang, fromUnixTimestamp64Milli(as_of, 'Asia/Shanghai') AS cut_off, fromUnixTimestamp64Milli(sealed_at, 'Asia/Shanghai') AS sealed_at
FROM bulletins FINAL;

-- Breakdowns of the facts held now, by the area's code as sent: no ids, no days.
CREATE VIEW IF NOT EXISTS published_cases DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT milestone, region, quarter, category, method, sum(weight) AS cases, max(simulated) AS simulated
FROM (
  SELECT 'filed' AS milestone, region, quarter, category, '' AS method, 1 AS weight, simulated FROM facts_case_filed FINAL WHERE NOT deleted
  UNION ALL
  SELECT 'solved', region, quarter, category, '', 1, simulated FROM facts_case_solved FINAL WHERE NOT deleted
  UNION ALL
  SELECT 'method', region, quarter, category, arrayJoin(if(empty(solved_by), ['none'], CAST(solved_by, 'Array(String)'))), 1, simulated FROM facts_case_solved FINAL WHERE NOT deleted
)
GROUP BY milestone, region, quarter, category, method;

CREATE VIEW IF NOT EXISTS published_seizures DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT region, quarter, ifNull(CAST(channel, 'Nullable(String)'), 'unknown') AS channel, '' AS substance, sum(events) AS seizures, toFloat64(0) AS grams, max(simulated) AS simulated
FROM facts_seizure FINAL WHERE NOT deleted GROUP BY region, quarter, channel
UNION ALL
SELECT region, quarter, '' AS channel, substance, count() AS seizures, toFloat64(sum(grams)) AS grams, max(simulated) AS simulated
FROM (
  SELECT region, quarter, subject, simulated, arrayJoin(arrayZip(CAST(item_substance, 'Array(String)'), arrayMap(g -> ifNull(g, 0), item_grams))) AS item,
    tupleElement(item, 1) AS substance, tupleElement(item, 2) AS grams
  FROM facts_seizure FINAL WHERE NOT deleted
)
GROUP BY region, quarter, substance;

CREATE VIEW IF NOT EXISTS published_intelligence DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT region, quarter, kind, ifNull(CAST(grade, 'Nullable(String)'), 'none') AS grade, ifNull(CAST(disposition, 'Nullable(String)'), 'open') AS disposition,
  count() AS reports, max(simulated) AS simulated
FROM facts_intelligence FINAL WHERE NOT deleted GROUP BY region, quarter, kind, grade, disposition;

CREATE VIEW IF NOT EXISTS published_attestations DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT region, feed, period AS quarter, max(through) AS through, max(fromUnixTimestamp64Milli(received_at, 'Asia/Shanghai')) AS received_at
FROM facts_attestation FINAL WHERE NOT deleted GROUP BY region, feed, period;

CREATE VIEW IF NOT EXISTS published_rejects DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT if(source = '', 'unknown', source) AS source, topic, code, field, any(reason_zh) AS reason_zh, any(reason_en) AS reason_en, count() AS rejected,
  fromUnixTimestamp64Milli(max(received_at), 'Asia/Shanghai') AS last_at
FROM rejects FINAL GROUP BY source, topic, code, field;

-- The same classes as the balance that `npx duqing balance` prints (src/reads/balance.ts); a test holds them equal.
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
  SELECT if(source = '', 'unknown', source) AS source, topic, received_at, 'rejected' AS class FROM rejects FINAL
)
SELECT source, topic, concat(toString(toYear(at)), 'Q', toString(toQuarter(at))) AS quarter, count() AS received,
  countIf(class = 'accepted') AS accepted, countIf(class = 'superseded') AS superseded, countIf(class = 'duplicate') AS duplicate,
  countIf(class = 'conflict') AS conflict, countIf(class = 'rejected') AS rejected, 0 AS discarded
FROM (SELECT *, toDateTime(intDiv(received_at, 1000), 'Asia/Shanghai') AS at FROM messages)
GROUP BY source, topic, quarter;

CREATE VIEW IF NOT EXISTS published_corrections DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT family, region, source, revision, withdrawn, fromUnixTimestamp64Milli(received_at, 'Asia/Shanghai') AS at, simulated
FROM ledger FINAL WHERE revision > 1 OR withdrawn;

CREATE VIEW IF NOT EXISTS published_sources DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT source, topic, count() AS messages, fromUnixTimestamp64Milli(max(received_at), 'Asia/Shanghai') AS last_at, max(received_at) AS last_ms,
  quantileExact(0.5)(greatest(processed_at - received_at, 0)) / 1000 AS delay_median, quantileExact(0.95)(greatest(processed_at - received_at, 0)) / 1000 AS delay_p95, max(simulated) AS simulated
FROM ledger FINAL GROUP BY source, topic;

CREATE VIEW IF NOT EXISTS published_watermarks DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT source, fromUnixTimestamp64Milli(max(at), 'Asia/Shanghai') AS settled_at FROM watermarks GROUP BY source;
