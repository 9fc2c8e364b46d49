-- Sums in grams and other numbers that are not whole are read to three decimals (as formatValue and formatRatio of the catalogue): the
-- rest of the view is that of 0002.
CREATE OR REPLACE VIEW published_cells_as_of DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
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
      concat(ifNull(toString(if(abs(parts.numerator) >= 0.001, round(parts.numerator, 3), parts.numerator)), '—'), if(parts.numerator IS NULL OR parts.denominator IS NULL, '', concat('/', toString(if(abs(assumeNotNull(parts.denominator)) >= 0.001, round(assumeNotNull(parts.denominator), 3), assumeNotNull(parts.denominator)))))) AS ratio
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
  multiIf(value IS NULL, '—', unit = 'yes/no', if(ifNull(value, 0) = 1, '是', '否'), NOT is_rate, concat(toString(if(abs(assumeNotNull(value)) >= 0.001, round(assumeNotNull(value), 3), assumeNotNull(value))), unit_zh),
    concat(fixed, if(unit = '%', '%', '/万人'), undecided)) AS value_zh,
  multiIf(value IS NULL, '—', unit = 'yes/no', if(ifNull(value, 0) = 1, 'yes', 'no'),
    NOT is_rate, concat(toString(if(abs(assumeNotNull(value)) >= 0.001, round(assumeNotNull(value), 3), assumeNotNull(value))), ' ', if(ifNull(value, 0) = 1, unit_one, unit_en)),
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

-- The same cells without their texts, targets and what is counted beside the figure: a panel that draws numbers, verdicts or counts need
-- not wait for the rest to be planned and taken apart.
CREATE OR REPLACE VIEW published_figures_as_of DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
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
      fromUnixTimestamp64Milli(tupleElement(newest, 10), 'Asia/Shanghai') AS changed_at,
      if(JSONType(tupleElement(newest, 9), 'target', 'limit') = 'Bool', toFloat64(JSONExtractBool(tupleElement(newest, 9), 'target', 'limit')),
        JSONExtract(tupleElement(newest, 9), 'target', 'limit', 'Nullable(Float64)')) AS target_limit,
      JSONExtractUInt(tupleElement(newest, 9), 'completeness', 'returnsExpected') AS returns_expected,
      JSONExtractUInt(tupleElement(newest, 9), 'completeness', 'returnsReceived') AS returns_received,
      JSONExtractUInt(tupleElement(newest, 9), 'completeness', 'returnsOnTime') AS returns_on_time,
      JSONExtractUInt(tupleElement(newest, 9), 'completeness', 'feedsExpected') AS feeds_expected,
      JSONExtractUInt(tupleElement(newest, 9), 'completeness', 'feedsAttested') AS feeds_attested
    FROM latest
  )
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
  concat(ifNull(toString(if(abs(parts.numerator) >= 0.001, round(parts.numerator, 3), parts.numerator)), '—'), if(parts.numerator IS NULL OR parts.denominator IS NULL, '', concat('/', toString(if(abs(assumeNotNull(parts.denominator)) >= 0.001, round(assumeNotNull(parts.denominator), 3), assumeNotNull(parts.denominator)))))) AS ratio
FROM parts
LEFT JOIN (SELECT * FROM dimensions FINAL WHERE kind = 'region') AS r ON r.id = parts.region
LEFT JOIN (SELECT * FROM dimensions FINAL WHERE kind = 'indicator') AS i ON i.id = parts.indicator;
