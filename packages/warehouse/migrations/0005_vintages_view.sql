-- Of vintages valid from one moment the one computed last counts: a late receipt writes earlier moments anew.
CREATE OR REPLACE VIEW published_vintages DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT indicator, region, period, fromUnixTimestamp64Milli(as_of, 'Asia/Shanghai') AS at, as_of, numerator, denominator, value, verdict,
  ifNull(CAST(reason, 'Nullable(String)'), '') AS reason, stage, simulated
FROM indicator_values
ORDER BY as_of, computed_at DESC
LIMIT 1 BY indicator, region, period, as_of;
