import type { Cell } from '@duqing/catalogue';
import type { ReferenceCell } from '@duqing/testkit';

/**
 * What the pipeline and the reference model must agree on, cell by cell. What evidence a figure has matters where it has a verdict, which units entered it where it is due.
 */
function said(cell: Cell | ReferenceCell): object {
  const { numerator, denominator, value, verdict, reason, stage, distance, completeness, composite } = cell;
  const { returnsExpected, returnsReceived, returnsOnTime, feedsExpected, feedsAttested } = completeness;
  const { unitsIncluded, unitsMissing } = completeness;
  const isDecided = verdict === 'met' || verdict === 'missed';
  return {
    numerator,
    denominator: verdict === 'not-applicable' ? 'of no matter' : denominator,
    value,
    verdict,
    reason,
    evidence: isDecided ? cell.evidence : 'of no matter',
    stage,
    distance: distance && [distance.toMeet, distance.toBreak],
    completeness: [returnsExpected, returnsReceived, returnsOnTime, feedsExpected, feedsAttested],
    unitsMissing: verdict === 'not-due' ? 'of no matter' : unitsMissing.toSorted(),
    unitsIncluded:
      value === null || stage === 'running' || verdict === 'not-due' ? 'of no matter' : unitsIncluded.toSorted(),
    composite: composite && [composite.range, composite.toMend, composite.failing.length],
    compared: cell.compared,
    flags: cell.flags.toSorted(),
  };
}

/** By indicator, area and period. */
export function keyed(cells: Iterable<Cell | ReferenceCell>): Map<string, object> {
  return new Map(Array.from(cells, (cell) => [`${cell.indicator}/${cell.region}/${cell.period}`, said(cell)]));
}
