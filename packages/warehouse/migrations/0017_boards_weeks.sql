-- As in 0017_boards_lists, by quarter too, so that a board reads the quarters that it shows and no others; a week that lies in two quarters
-- has a row of each.
CREATE OR REPLACE VIEW published_weeks DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT measure, region, quarter, toDateTime64(toMonday(toDate(day)), 3, 'Asia/Shanghai') AS monday, sum(amount) AS records, max(simulated) AS simulated
FROM (
  SELECT 'cases' AS measure, region, quarter, day, toUInt64(1) AS amount, simulated FROM facts_case_filed FINAL WHERE NOT deleted
  UNION ALL
  SELECT 'seizures', region, quarter, day, toUInt64(events), simulated FROM facts_seizure FINAL WHERE NOT deleted
)
GROUP BY measure, region, quarter, monday;
