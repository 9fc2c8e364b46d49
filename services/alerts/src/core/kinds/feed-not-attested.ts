import { addDays, parsePeriod } from '@duqing/calendar';
import { eventParts, type Cell, type Indicator, type Milestone } from '@duqing/catalogue';
import { alertKey } from '../identity.ts';
import type { Finding, KindEntry, Scene } from '../types.ts';

const FEEDS: Record<Milestone, { id: string; zh: string; en: string }> = {
  'case-filed': { id: 'cases', zh: '案件', en: 'cases' },
  'case-solved': { id: 'cases', zh: '案件', en: 'cases' },
  seizure: { id: 'seizures', zh: '缴获', en: 'seizures' },
  intelligence: { id: 'intelligence', zh: '情报', en: 'intelligence' },
};

export const feedNotAttested: KindEntry = {
  kind: 'feed-not-attested',
  name: { zh: '数据未确认', en: 'feed not attested' },
  action: {
    zh: '由报送单位核对本季数据并发送确认；未确认前零不作数',
    en: 'the sending unit checks the quarter and attests it; until then a zero does not count',
  },
  recipients: () => ['department:police', 'analysts'],
  find,
  ending: () => ({ outcome: 'back', held: false, said: { zh: '数据已确认', en: 'the feed is attested' } }),
};

/** Quarters of the creation period that are over since the returns' due day, one finding a feed and unit. */
function find(scene: Scene): Finding[] {
  const found = new Map<string, Finding>();
  for (const cell of scene.cells) {
    const entry = scene.entries.get(cell.indicator);
    // a year-to-date cell speaks of the year's earlier quarters too, which have cells of their own
    const feed = entry?.cells.includes('quarter') ? feedOf(entry) : undefined;
    if (!entry || !feed || !isOwed(cell, scene)) continue;
    const key = alertKey('feed-not-attested', feed.id, cell.region, cell.period);
    if (!found.has(key)) found.set(key, finding(cell, { key, feed, indicator: entry.id }));
  }
  return [...found.values()];
}

function feedOf(entry: Indicator): (typeof FEEDS)[Milestone] | undefined {
  if (entry.measure.kind === 'new-substances') return entry.columns.source === 'seizure' ? FEEDS.seizure : undefined;
  const [part] = eventParts(entry);
  return part && FEEDS[part.milestone];
}

/** A city's cell counts its units' feeds too: its own stands out only where no unit's is missing. */
function isOwed(cell: Cell, scene: Scene): boolean {
  const period = parsePeriod(cell.period);
  if (period?.kind !== 'quarter' || period.start < scene.calendar.creation.from) return false;
  const due = addDays(period.end, scene.calendar.returnsDueDays);
  const { feedsExpected, feedsAttested, unitsMissing } = cell.completeness;
  const missing = feedsExpected - feedsAttested;
  if (scene.today < due || missing <= 0 || cell.stage === 'running') return false;
  return cell.region !== scene.city || (missing === 1 && unitsMissing.length === 0);
}

function finding(
  cell: Cell,
  { key, feed, indicator }: { key: string; feed: { zh: string; en: string }; indicator: string },
): Finding {
  const { through } = cell.completeness;
  return {
    kind: 'feed-not-attested',
    key,
    severity: 'warning',
    indicator,
    region: cell.region,
    period: cell.period,
    held: false,
    silenced: false,
    value: null,
    causes: [],
    simulated: cell.flags.includes('simulated'),
    said: {
      zh: `${feed.zh}数据${through ? `仅确认至${through}` : '全季未确认'}`,
      en: `the feed of ${feed.en} is ${through ? `attested only through ${through}` : 'not attested'}`,
    },
    consequences: [{ zh: '相关零发生项目无法判定', en: 'the zero items that depend on it cannot be assessed' }],
  };
}
