import { parsePeriod } from '@duqing/calendar';
import { verdictWord, type Cell, type Indicator } from '@duqing/catalogue';
import { alertKey, cellKey } from '../identity.ts';
import { figuresText } from '../text/cell.ts';
import type { AlertKind, Ending, Finding, Scene, Severity, Standing, Text } from '../types.ts';
import { causalKind } from './occurrences.ts';

/** Which kind speaks for an item's missed target: a rising or falling item has one kind, trend. */
export function verdictKind(entry: Indicator): 'target-missed' | 'trend' | 'composite' | undefined {
  if (entry.columns.group === 'composite') return entry.veto ? undefined : 'composite';
  if (entry.target === null || causalKind(entry) !== undefined) return undefined;
  return entry.target.kind === 'direction' ? 'trend' : 'target-missed';
}

/** Findings over the cells of items that a kind speaks for. */
export function verdictFindings(scene: Scene, kind: 'target-missed' | 'trend'): Finding[] {
  return scene.cells.flatMap((cell) => {
    const entry = scene.entries.get(cell.indicator);
    if (!entry || verdictKind(entry) !== kind || cell.verdict !== 'missed' || isBeforeTime(cell, scene)) return [];
    const { zh, en } = figuresText(cell);
    const said = { zh: `“${entry.name.zh}”不达标：${zh}`, en: `"${entry.name.en}" missed: ${en}` };
    return [cellFinding(cell, { kind, severity: severityOf(cell), said })];
  });
}

/** The plan's targets say nothing of periods that were over when its creation period began: their verdicts are no news. */
export function isBeforeTime({ period }: Cell, { calendar }: Scene): boolean {
  const end = parsePeriod(period)?.end;
  return end !== undefined && end <= calendar.creation.from;
}

/** Weak evidence is context for analysts; strong is work for those who command. */
export function severityOf({ evidence }: Cell): Severity {
  return evidence === 'weak' ? 'info' : 'warning';
}

/** What all findings about one cell share. */
export function cellFinding(
  cell: Cell,
  given: { kind: AlertKind; severity: Severity; said: Text; suffix?: string; held?: boolean },
): Finding {
  const suffix = given.suffix === undefined ? [] : [given.suffix];
  return {
    kind: given.kind,
    key: alertKey(given.kind, cellKey(cell), ...suffix),
    severity: given.severity,
    indicator: cell.indicator,
    region: cell.region,
    period: cell.period,
    held: given.held ?? cell.stage === 'running',
    silenced: cell.flags.includes('backfilled'),
    value: typeof cell.value === 'number' && Number.isFinite(cell.value) ? cell.value : null,
    causes: [],
    simulated: cell.flags.includes('simulated'),
    said: given.said,
    consequences: [],
  };
}

/** The cell that an alert about a cell stands on. */
export function cellOf({ indicator, region, period }: Standing, { cellByKey }: Scene): Cell | undefined {
  return indicator === null || period === null ? undefined : cellByKey.get(cellKey({ indicator, region, period }));
}

/**
 * While the period runs a verdict turns back with new events; after its end, or where a record behind it was corrected, what was
 * sent does not hold any more. A cell that cannot be assessed is never "back to normal".
 */
export function verdictEnding(alert: Standing, scene: Scene): Ending {
  const cell = cellOf(alert, scene);
  const known = cell !== undefined && cell.verdict !== 'not-assessable' && cell.verdict !== 'information';
  const said = known ? nowText(cell) : NO_DATA;
  const running = cell?.stage === 'running';
  if (cell !== undefined && (!running || scene.corrected.has(cellKey(cell))))
    return { outcome: 'revoked', held: false, said };
  return { outcome: known ? 'back' : 'no-data', held: running, said };
}

const NO_DATA: Text = {
  zh: '现有数据不足以判定，不等于恢复正常',
  en: 'it cannot be assessed any more, which is not back to normal',
};

function nowText(cell: Cell): Text {
  const { zh, en } = figuresText(cell);
  return {
    zh: `现判定为${verdictWord(cell.verdict, 'zh')}（${zh}）`,
    en: `now ${verdictWord(cell.verdict, 'en')} (${en})`,
  };
}
