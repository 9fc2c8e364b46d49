-- What boards show of a cell stands in the row of its vintage, written with it by its only writer: reading a figure asks for a row and takes
-- no JSON apart and joins nothing. See docs/decisions/figures-in-rows.md.
ALTER TABLE indicator_values
  ADD COLUMN IF NOT EXISTS unit LowCardinality(String),
  ADD COLUMN IF NOT EXISTS comparator LowCardinality(String),
  ADD COLUMN IF NOT EXISTS target_limit Nullable(Float64),
  ADD COLUMN IF NOT EXISTS base_value Nullable(Float64),
  ADD COLUMN IF NOT EXISTS base_period LowCardinality(String),
  ADD COLUMN IF NOT EXISTS to_meet Nullable(Float64),
  ADD COLUMN IF NOT EXISTS to_break Nullable(Float64),
  ADD COLUMN IF NOT EXISTS distance_zh String,
  ADD COLUMN IF NOT EXISTS distance_en String,
  ADD COLUMN IF NOT EXISTS note_zh String,
  ADD COLUMN IF NOT EXISTS note_en String,
  ADD COLUMN IF NOT EXISTS returns_expected UInt32,
  ADD COLUMN IF NOT EXISTS returns_received UInt32,
  ADD COLUMN IF NOT EXISTS returns_on_time UInt32,
  ADD COLUMN IF NOT EXISTS feeds_expected UInt32,
  ADD COLUMN IF NOT EXISTS feeds_attested UInt32,
  ADD COLUMN IF NOT EXISTS through LowCardinality(String),
  ADD COLUMN IF NOT EXISTS units_missing Array(LowCardinality(String)),
  ADD COLUMN IF NOT EXISTS flags Array(LowCardinality(String)),
  ADD COLUMN IF NOT EXISTS failing_low Int32,
  ADD COLUMN IF NOT EXISTS failing_high Int32,
  ADD COLUMN IF NOT EXISTS failing Array(String),
  ADD COLUMN IF NOT EXISTS mend_order Array(String),
  ADD COLUMN IF NOT EXISTS veto_missed Array(String),
  ADD COLUMN IF NOT EXISTS to_mend Int32,
  ADD COLUMN IF NOT EXISTS ratio String,
  ADD COLUMN IF NOT EXISTS value_zh String,
  ADD COLUMN IF NOT EXISTS value_en String,
  ADD COLUMN IF NOT EXISTS target_zh String,
  ADD COLUMN IF NOT EXISTS target_en String,
  ADD COLUMN IF NOT EXISTS completeness_zh String,
  ADD COLUMN IF NOT EXISTS completeness_en String,
  ADD COLUMN IF NOT EXISTS marks_zh String,
  ADD COLUMN IF NOT EXISTS marks_en String,
  ADD COLUMN IF NOT EXISTS remarks_zh String,
  ADD COLUMN IF NOT EXISTS remarks_en String,
  ADD COLUMN IF NOT EXISTS label_zh String,
  ADD COLUMN IF NOT EXISTS label_en String;

-- Rows written before get the same from their JSON, in the words of the catalogue when this was written; a test holds the two equal.
ALTER TABLE indicator_values UPDATE
  unit = JSONExtractString(cell, 'unit'),
  comparator = JSONExtractString(cell, 'target', 'comparator'),
  target_limit = if(JSONType(cell, 'target', 'limit') = 'Bool', toFloat64(JSONExtractBool(cell, 'target', 'limit')), JSONExtract(cell, 'target', 'limit', 'Nullable(Float64)')),
  base_value = JSONExtract(cell, 'base', 'value', 'Nullable(Float64)'),
  base_period = JSONExtractString(cell, 'base', 'period'),
  to_meet = JSONExtract(cell, 'distance', 'toMeet', 'Nullable(Float64)'),
  to_break = JSONExtract(cell, 'distance', 'toBreak', 'Nullable(Float64)'),
  distance_zh = JSONExtractString(cell, 'distance', 'text', 'zh'),
  distance_en = JSONExtractString(cell, 'distance', 'text', 'en'),
  note_zh = JSONExtractString(cell, 'note', 'zh'),
  note_en = JSONExtractString(cell, 'note', 'en'),
  returns_expected = JSONExtractUInt(cell, 'completeness', 'returnsExpected'),
  returns_received = JSONExtractUInt(cell, 'completeness', 'returnsReceived'),
  returns_on_time = JSONExtractUInt(cell, 'completeness', 'returnsOnTime'),
  feeds_expected = JSONExtractUInt(cell, 'completeness', 'feedsExpected'),
  feeds_attested = JSONExtractUInt(cell, 'completeness', 'feedsAttested'),
  through = JSONExtractString(cell, 'completeness', 'through'),
  units_missing = JSONExtract(cell, 'completeness', 'unitsMissing', 'Array(String)'),
  flags = JSONExtract(cell, 'flags', 'Array(String)'),
  failing_low = JSONExtractInt(cell, 'composite', 'range', 1),
  failing_high = JSONExtractInt(cell, 'composite', 'range', 2),
  failing = JSONExtract(cell, 'composite', 'failing', 'Array(String)'),
  mend_order = JSONExtract(cell, 'composite', 'mendOrder', 'Array(String)'),
  veto_missed = JSONExtract(cell, 'composite', 'vetoMissed', 'Array(String)'),
  to_mend = JSONExtractInt(cell, 'composite', 'toMend')
WHERE value_zh = ''
SETTINGS mutations_sync = 1;

ALTER TABLE indicator_values UPDATE
  ratio = concat(if(numerator IS NULL, '—', toString(if(abs(assumeNotNull(numerator)) >= 0.001, round(assumeNotNull(numerator), 3), assumeNotNull(numerator)))),
    if(numerator IS NULL OR denominator IS NULL, '',
    concat('/', toString(if(abs(assumeNotNull(denominator)) >= 0.001, round(assumeNotNull(denominator), 3), assumeNotNull(denominator)))))),
  completeness_zh = arrayStringConcat(arrayFilter(p -> p != '',
      [if(returns_expected = 0, '',
    concat('报表 ', toString(returns_received), '/', toString(returns_expected))),
    if(feeds_expected = 0, '',
    concat('数据源 ', toString(feeds_attested), '/', toString(feeds_expected)))]), ' · '),
  completeness_en = arrayStringConcat(arrayFilter(p -> p != '',
      [if(returns_expected = 0, '',
    concat('returns ', toString(returns_received), '/', toString(returns_expected))),
    if(feeds_expected = 0, '',
    concat('feeds ', toString(feeds_attested), '/', toString(feeds_expected)))]), ' · ')
WHERE value_zh = ''
SETTINGS mutations_sync = 1;

ALTER TABLE indicator_values UPDATE
  value_zh = arrayMap(d -> multiIf(value IS NULL, '—', unit = 'yes/no',
    if(assumeNotNull(value) = 1, '是', '否'), NOT unit IN ('%', 'per 10 000'),
    concat(toString(if(abs(assumeNotNull(value)) >= 0.001, round(assumeNotNull(value), 3), assumeNotNull(value))),
    transform(CAST(unit, 'String'),
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'],
      ['起', '起', '起过错', '%', '/万人', '是/否', '个基地', '次会议', '家', '人', '次活动', '条', '次检查', '处', '期通报', '起', '克', '株', '种', '条'], CAST(unit, 'String'))),
    concat(if(comparator != '' AND unit = '%' AND indicator IN ('abstinent-3y-growth', 'new-users-growth') AND assumeNotNull(value) > 0, '+', ''),
      [toDecimalString(assumeNotNull(value), 1), toDecimalString(assumeNotNull(value), 2), toDecimalString(assumeNotNull(value), 3), toDecimalString(assumeNotNull(value), 4), toDecimalString(assumeNotNull(value), 5), toDecimalString(assumeNotNull(value), 6)][if(d = 0, 1, d)],
    if(unit = '%', '%', '/万人'),
    if(d = 0,
    concat(' (', ratio, ')'), ''))),
      [arrayMap((v, b) -> if(value IS NULL OR b IS NULL OR v = ifNull(b, v), 1, arrayFirstIndex((x, y) -> x != y,
      [toDecimalString(v, 1), toDecimalString(v, 2), toDecimalString(v, 3), toDecimalString(v, 4), toDecimalString(v, 5), toDecimalString(v, 6)],
      [toDecimalString(ifNull(b, 0), 1), toDecimalString(ifNull(b, 0), 2), toDecimalString(ifNull(b, 0), 3), toDecimalString(ifNull(b, 0), 4), toDecimalString(ifNull(b, 0), 5), toDecimalString(ifNull(b, 0), 6)])),
      [ifNull(value, 0)],
      [multiIf(comparator = '' OR indicator IN ('abstinent-3y-growth', 'new-users-growth'), NULL, comparator IN ('rising', 'falling'), base_value, target_limit)])[1]])[1],
  value_en = arrayMap(d -> multiIf(value IS NULL, '—', unit = 'yes/no',
    if(assumeNotNull(value) = 1, 'yes', 'no'), NOT unit IN ('%', 'per 10 000'),
    concat(toString(if(abs(assumeNotNull(value)) >= 0.001, round(assumeNotNull(value), 3), assumeNotNull(value))), ' ',
    if(assumeNotNull(value) = 1,
    transform(CAST(unit, 'String'),
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'],
      ['case', 'case or incident', 'fault', '%', 'per 10 000', 'yes/no', 'base', 'meeting', 'institution', 'person', 'activity', 'item', 'inspection', 'plot', 'bulletin', 'seizure', 'g', 'plant', 'substance', 'report'], CAST(unit, 'String')),
    transform(CAST(unit, 'String'),
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'],
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'], CAST(unit, 'String')))),
    concat(if(comparator != '' AND unit = '%' AND indicator IN ('abstinent-3y-growth', 'new-users-growth') AND assumeNotNull(value) > 0, '+', ''),
      [toDecimalString(assumeNotNull(value), 1), toDecimalString(assumeNotNull(value), 2), toDecimalString(assumeNotNull(value), 3), toDecimalString(assumeNotNull(value), 4), toDecimalString(assumeNotNull(value), 5), toDecimalString(assumeNotNull(value), 6)][if(d = 0, 1, d)],
    if(unit = '%', ' %', ' per 10 000'),
    if(d = 0,
    concat(' (', ratio, ')'), ''))),
      [arrayMap((v, b) -> if(value IS NULL OR b IS NULL OR v = ifNull(b, v), 1, arrayFirstIndex((x, y) -> x != y,
      [toDecimalString(v, 1), toDecimalString(v, 2), toDecimalString(v, 3), toDecimalString(v, 4), toDecimalString(v, 5), toDecimalString(v, 6)],
      [toDecimalString(ifNull(b, 0), 1), toDecimalString(ifNull(b, 0), 2), toDecimalString(ifNull(b, 0), 3), toDecimalString(ifNull(b, 0), 4), toDecimalString(ifNull(b, 0), 5), toDecimalString(ifNull(b, 0), 6)])),
      [ifNull(value, 0)],
      [multiIf(comparator = '' OR indicator IN ('abstinent-3y-growth', 'new-users-growth'), NULL, comparator IN ('rising', 'falling'), base_value, target_limit)])[1]])[1],
  target_zh = arrayMap(d -> multiIf(comparator = '', '—', comparator IN ('rising', 'falling'),
    if(comparator = 'rising', '上升', '下降'), target_limit IS NULL,
    concat(transform(CAST(comparator, 'String'),
      ['<=', '>='],
      ['≤', '≥'], CAST(comparator, 'String')), ' 全省平均(未报)'), unit = 'yes/no',
    if(assumeNotNull(target_limit) = 1, '是', '否'), NOT unit IN ('%', 'per 10 000'),
    concat(transform(CAST(comparator, 'String'),
      ['<=', '>='],
      ['≤', '≥'], CAST(comparator, 'String')), ' ', toString(assumeNotNull(target_limit)),
    transform(CAST(unit, 'String'),
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'],
      ['起', '起', '起过错', '%', '/万人', '是/否', '个基地', '次会议', '家', '人', '次活动', '条', '次检查', '处', '期通报', '起', '克', '株', '种', '条'], CAST(unit, 'String'))),
    concat(transform(CAST(comparator, 'String'),
      ['<=', '>='],
      ['≤', '≥'], CAST(comparator, 'String')), ' ',
    if(assumeNotNull(target_limit) = floor(assumeNotNull(target_limit)) OR length(toString(assumeNotNull(target_limit))) < length([toDecimalString(assumeNotNull(target_limit), 1), toDecimalString(assumeNotNull(target_limit), 2), toDecimalString(assumeNotNull(target_limit), 3), toDecimalString(assumeNotNull(target_limit), 4), toDecimalString(assumeNotNull(target_limit), 5), toDecimalString(assumeNotNull(target_limit), 6)][multiIf(value IS NULL, 1, d = 0, 6, d)]), toString(assumeNotNull(target_limit)),
      [toDecimalString(assumeNotNull(target_limit), 1), toDecimalString(assumeNotNull(target_limit), 2), toDecimalString(assumeNotNull(target_limit), 3), toDecimalString(assumeNotNull(target_limit), 4), toDecimalString(assumeNotNull(target_limit), 5), toDecimalString(assumeNotNull(target_limit), 6)][multiIf(value IS NULL, 1, d = 0, 6, d)]),
    if(unit = '%', '%', '/万人'))),
      [arrayMap((v, b) -> if(value IS NULL OR b IS NULL OR v = ifNull(b, v), 1, arrayFirstIndex((x, y) -> x != y,
      [toDecimalString(v, 1), toDecimalString(v, 2), toDecimalString(v, 3), toDecimalString(v, 4), toDecimalString(v, 5), toDecimalString(v, 6)],
      [toDecimalString(ifNull(b, 0), 1), toDecimalString(ifNull(b, 0), 2), toDecimalString(ifNull(b, 0), 3), toDecimalString(ifNull(b, 0), 4), toDecimalString(ifNull(b, 0), 5), toDecimalString(ifNull(b, 0), 6)])),
      [ifNull(value, 0)],
      [multiIf(comparator = '' OR indicator IN ('abstinent-3y-growth', 'new-users-growth'), NULL, comparator IN ('rising', 'falling'), base_value, target_limit)])[1]])[1],
  target_en = arrayMap(d -> multiIf(comparator = '', '—', comparator IN ('rising', 'falling'), CAST(comparator, 'String'), target_limit IS NULL,
    concat(transform(CAST(comparator, 'String'),
      ['<=', '>='],
      ['≤', '≥'], CAST(comparator, 'String')), ' the reference mean (not returned)'), unit = 'yes/no',
    if(assumeNotNull(target_limit) = 1, 'yes', 'no'), NOT unit IN ('%', 'per 10 000'),
    concat(transform(CAST(comparator, 'String'),
      ['<=', '>='],
      ['≤', '≥'], CAST(comparator, 'String')), ' ', toString(assumeNotNull(target_limit)), ' ',
    if(assumeNotNull(target_limit) = 1,
    transform(CAST(unit, 'String'),
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'],
      ['case', 'case or incident', 'fault', '%', 'per 10 000', 'yes/no', 'base', 'meeting', 'institution', 'person', 'activity', 'item', 'inspection', 'plot', 'bulletin', 'seizure', 'g', 'plant', 'substance', 'report'], CAST(unit, 'String')),
    transform(CAST(unit, 'String'),
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'],
      ['cases', 'cases and incidents', 'faults', '%', 'per 10 000', 'yes/no', 'bases', 'meetings', 'institutions', 'persons', 'activities', 'items', 'inspections', 'plots', 'bulletins', 'seizures', 'g', 'plants', 'substances', 'reports'], CAST(unit, 'String')))),
    concat(transform(CAST(comparator, 'String'),
      ['<=', '>='],
      ['≤', '≥'], CAST(comparator, 'String')), ' ',
    if(assumeNotNull(target_limit) = floor(assumeNotNull(target_limit)) OR length(toString(assumeNotNull(target_limit))) < length([toDecimalString(assumeNotNull(target_limit), 1), toDecimalString(assumeNotNull(target_limit), 2), toDecimalString(assumeNotNull(target_limit), 3), toDecimalString(assumeNotNull(target_limit), 4), toDecimalString(assumeNotNull(target_limit), 5), toDecimalString(assumeNotNull(target_limit), 6)][multiIf(value IS NULL, 1, d = 0, 6, d)]), toString(assumeNotNull(target_limit)),
      [toDecimalString(assumeNotNull(target_limit), 1), toDecimalString(assumeNotNull(target_limit), 2), toDecimalString(assumeNotNull(target_limit), 3), toDecimalString(assumeNotNull(target_limit), 4), toDecimalString(assumeNotNull(target_limit), 5), toDecimalString(assumeNotNull(target_limit), 6)][multiIf(value IS NULL, 1, d = 0, 6, d)]),
    if(unit = '%', ' %', ' per 10 000'))),
      [arrayMap((v, b) -> if(value IS NULL OR b IS NULL OR v = ifNull(b, v), 1, arrayFirstIndex((x, y) -> x != y,
      [toDecimalString(v, 1), toDecimalString(v, 2), toDecimalString(v, 3), toDecimalString(v, 4), toDecimalString(v, 5), toDecimalString(v, 6)],
      [toDecimalString(ifNull(b, 0), 1), toDecimalString(ifNull(b, 0), 2), toDecimalString(ifNull(b, 0), 3), toDecimalString(ifNull(b, 0), 4), toDecimalString(ifNull(b, 0), 5), toDecimalString(ifNull(b, 0), 6)])),
      [ifNull(value, 0)],
      [multiIf(comparator = '' OR indicator IN ('abstinent-3y-growth', 'new-users-growth'), NULL, comparator IN ('rising', 'falling'), base_value, target_limit)])[1]])[1],
  marks_zh = arrayStringConcat(arrayMap(f -> transform(f,
      ['simulated', 'backfilled', 'carried', 'unclassified', 'unattested', 'count-differs', 'other-source', 'unplaced', 'successor-used', 'aggregate', 'reported-total-differs', 'coverage-partial', 'doubtful', 'return-differs'],
      ['模拟数据', '历史补录', '沿用本年前期报表', '有案件未归类', '数据未确认完整', '确认数与实有数不符', '来源有冲突', '区划未定', '旧区划代码按新代码计', '含汇总记录', '上报合计与汇总不符', '覆盖不全', '存疑', '上报数与事件数不符'], f), CAST(flags, 'Array(String)')), ' · '),
  marks_en = arrayStringConcat(arrayMap(f -> transform(f,
      ['simulated', 'backfilled', 'carried', 'unclassified', 'unattested', 'count-differs', 'other-source', 'unplaced', 'successor-used', 'aggregate', 'reported-total-differs', 'coverage-partial', 'doubtful', 'return-differs'],
      ['simulated data', 'backfilled', 'carried from an earlier return of the year', 'cases not classified', 'feed not attested', 'attested count differs from the count held', 'written by another source', 'area not placed', 'ended code counted for its successor', 'holds aggregate records', 'reported total differs from the sum', 'not all units', 'doubtful', 'return differs from events'], f), CAST(flags, 'Array(String)')), ' · '),
  remarks_zh = arrayStringConcat(arrayFilter(p -> p != '',
      [transform(ifNull(CAST(reason, 'Nullable(String)'), ''),
      ['unit-missing', 'return-missing', 'helper-missing', 'feed-unattested', 'unclassified', 'history-too-short', 'base-zero'],
      ['缺少下级单位数据', '报表未报', '辅助数据未报', '数据未确认完整', '有案件未归类', '缺少上年同期数据', '基期为零'], ifNull(CAST(reason, 'Nullable(String)'), '')),
    if(ifNull(CAST(evidence, 'Nullable(String)'), '') = 'weak', '依据不足', ''), note_zh]), ' · '),
  remarks_en = arrayStringConcat(arrayFilter(p -> p != '',
      [transform(ifNull(CAST(reason, 'Nullable(String)'), ''),
      ['unit-missing', 'return-missing', 'helper-missing', 'feed-unattested', 'unclassified', 'history-too-short', 'base-zero'],
      ['a unit is missing', 'return missing', 'a figure it needs is missing', 'feed not attested', 'a case is not classified', 'no figure one year before', 'the base is zero'], ifNull(CAST(reason, 'Nullable(String)'), '')),
    if(ifNull(CAST(evidence, 'Nullable(String)'), '') = 'weak', 'weak evidence', ''), note_en]), ' · '),
  label_zh = concat(if(simulated, ' · 模拟数据', ''),
    if(returns_received < returns_expected OR feeds_attested < feeds_expected,
    concat(' · ', completeness_zh), '')),
  label_en = concat(if(simulated, ' · simulated data', ''),
    if(returns_received < returns_expected OR feeds_attested < feeds_expected,
    concat(' · ', completeness_en), ''))
WHERE value_zh = ''
SETTINGS mutations_sync = 1;

-- Names as they are today, by code: the newest row of a code counts. An empty name says that the code has none (any more).
CREATE TABLE IF NOT EXISTS region_names
(
  id String,
  name_zh String,
  name_en String,
  parent String,
  level String,
  position UInt32
)
ENGINE = Join(ANY, LEFT, id)
SETTINGS join_any_take_last_row = 1;

CREATE TABLE IF NOT EXISTS item_names
(
  id String,
  name_zh String,
  name_en String,
  parent String,
  level String,
  position UInt32,
  judged Bool
)
ENGINE = Join(ANY, LEFT, id)
SETTINGS join_any_take_last_row = 1;

INSERT INTO region_names SELECT id, name_zh, name_en, parent, level, position FROM dimensions FINAL WHERE kind = 'region';

INSERT INTO item_names SELECT id, name_zh, name_en, parent, level, position, judged FROM dimensions FINAL WHERE kind = 'indicator';

-- Cells as known at a moment (ms, inclusive): the newest vintage of each with the names of today.
CREATE OR REPLACE VIEW published_cells_as_of DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT indicator, region, period, numerator, denominator, value, CAST(verdict, 'String') AS verdict, ifNull(CAST(reason, 'Nullable(String)'), '') AS reason,
  ifNull(CAST(evidence, 'Nullable(String)'), '') AS evidence, CAST(stage, 'String') AS stage, simulated, cell,
  fromUnixTimestamp64Milli(as_of, 'Asia/Shanghai') AS changed_at,
  unit, comparator, target_limit, base_value, base_period, to_meet, to_break, distance_zh, distance_en,
  note_zh, note_en, returns_expected, returns_received, returns_on_time, feeds_expected, feeds_attested,
  through, units_missing, flags, failing_low, failing_high, failing, mend_order, veto_missed, to_mend, ratio,
  value_zh, value_en, target_zh, target_en, completeness_zh, completeness_en, marks_zh, marks_en, remarks_zh,
  remarks_en, label_zh, label_en,
  if(joinGet('region_names', 'name_zh', region) = '', region, joinGet('region_names', 'name_zh', region)) AS region_zh,
  if(joinGet('region_names', 'name_en', region) = '', region, joinGet('region_names', 'name_en', region)) AS region_en,
  joinGet('region_names', 'parent', region) AS region_parent,
  joinGet('region_names', 'level', region) AS region_level,
  joinGet('region_names', 'position', region) AS region_position,
  if(joinGet('item_names', 'name_zh', indicator) = '', indicator, joinGet('item_names', 'name_zh', indicator)) AS indicator_zh,
  if(joinGet('item_names', 'name_en', indicator) = '', indicator, joinGet('item_names', 'name_en', indicator)) AS indicator_en,
  joinGet('item_names', 'parent', indicator) AS group,
  joinGet('item_names', 'level', indicator) AS kind,
  joinGet('item_names', 'judged', indicator) AS judged,
  joinGet('item_names', 'position', indicator) AS indicator_position
FROM indicator_values
WHERE as_of <= {as_of:Int64}
ORDER BY as_of DESC, computed_at DESC
LIMIT 1 BY indicator, region, period;

CREATE OR REPLACE VIEW published_cells DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT * FROM published_cells_as_of(as_of = 9223372036854775807);

DROP VIEW IF EXISTS published_figures_as_of;
