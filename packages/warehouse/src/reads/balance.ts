/**
 * Every message's class now, by source, topic and quarter of receipt, derived from coordinates: nothing is counted on insert. Of
 * records that are alike the winner's order, then arrival, says which one stands for them; the others are duplicates, save another
 * content under the same (source, id), which is a conflict (SEMANTICS "Identity and conflict").
 */
export const BALANCE_QUERY = `WITH classed AS (
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
  SELECT if(source = '', 'unknown', source) AS source, topic, received_at, if((topic, partition, offset) IN (
    SELECT topic, partition, offset FROM reject_steps WHERE kind = 'discard' AND step = 'done'), 'discarded', 'rejected') AS class
  FROM rejects FINAL
)
SELECT source, topic,
  concat(toString(toYear(at)), 'Q', toString(toQuarter(at))) AS quarter,
  count() AS received,
  countIf(class = 'accepted') AS accepted,
  countIf(class = 'superseded') AS superseded,
  countIf(class = 'duplicate') AS duplicate,
  countIf(class = 'conflict') AS conflict,
  countIf(class = 'rejected') AS rejected,
  countIf(class = 'discarded') AS discarded
FROM (SELECT *, toDateTime(intDiv(received_at, 1000), 'Asia/Shanghai') AS at FROM messages)
GROUP BY source, topic, quarter
ORDER BY source, topic, quarter`;
