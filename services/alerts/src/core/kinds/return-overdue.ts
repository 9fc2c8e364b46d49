import { parsePeriod } from '@duqing/calendar';
import type { Cell, Indicator } from '@duqing/catalogue';
import { alertKey } from '../identity.ts';
import { periodText } from '../text/format.ts';
import type { Finding, KindEntry, Scene } from '../types.ts';

export const returnOverdue: KindEntry = {
  kind: 'return-overdue',
  name: { zh: '报表逾期', en: 'return overdue' },
  action: {
    zh: '责任部门立即补报；确无数据的报“零报告”，不得留空',
    en: 'the department sends the return now; where there is nothing to report it sends a nil return',
  },
  recipients: ({ department }) => (department ? [`department:${department}`] : ['analysts']),
  find,
  ending: () => ({ outcome: 'back', held: false, said: { zh: '报表已收到', en: 'the return has come' } }),
};

/** Once per missing subject, however many items read it. Returns are owed from the creation period on, not by history. */
function find(scene: Scene): Finding[] {
  const missing = new Map<string, { cell: Cell; entry: Indicator }>();
  for (const cell of scene.cells) {
    const entry = scene.entries.get(cell.indicator);
    // nobody returns an own count: what it lacks is told of the items that it is made of
    if (!entry || entry.measure.kind === 'composite' || !isOwed(cell, scene)) continue;
    for (const subject of missingOf(cell, { entry, scene })) {
      if (!missing.has(subject)) missing.set(subject, { cell, entry });
    }
  }
  return [...missing].map(([subject, { cell, entry }]) => finding(subject, { cell, entry }));
}

function isOwed({ verdict, reason, period }: Cell, { calendar }: Scene): boolean {
  if (verdict !== 'not-assessable' || (reason !== 'return-missing' && reason !== 'helper-missing')) return false;
  return (parsePeriod(period)?.start ?? '') >= calendar.creation.from;
}

function finding(subject: string, { cell, entry }: { cell: Cell; entry: Indicator }): Finding {
  const [region = cell.region, measure = cell.indicator, period = cell.period] = subject.split('/');
  const when = periodText(period);
  return {
    kind: 'return-overdue',
    key: alertKey('return-overdue', subject),
    severity: 'warning',
    indicator: cell.indicator,
    region,
    period,
    held: false,
    silenced: false,
    value: null,
    causes: [subject],
    simulated: cell.flags.includes('simulated'),
    said: {
      zh: `${when.zh}报表未收到（${measure}），“${entry.name.zh}”因此无法判定`,
      en: `the return of ${when.en} has not come (${measure}); "${entry.name.en}" cannot be assessed without it`,
    },
    consequences: [],
  };
}

/** Subjects that a cell reads and nobody sent; where all seem to be there, the item's own: what is owed is never lost. */
function missingOf(cell: Cell, { entry, scene }: { entry: Indicator; scene: Scene }): string[] {
  const against = entry.measure.kind === 'return-ratio' && entry.measure.againstReference ? scene.references : [];
  const read = [cell.region, ...against].flatMap((region) => subjectsOf({ ...cell, region }, entry));
  const missing = read.filter((subject) => !scene.returnsHeld.has(subject));
  return missing.length > 0 ? missing : [cellSubject(cell)];
}

function cellSubject({ region, indicator, period }: Cell): string {
  return `${region}/${indicator}/${period}`;
}

/** Subjects of the returns that an item's cell reads of its own area. */
function subjectsOf({ region, period, indicator }: Cell, { measure }: Indicator): string[] {
  const own = (id: string): string => `${region}/${id}/${period}`;
  const helper = (id: string): string =>
    id === 'population' ? `${region}/${id}/${Number(period.slice(0, 4)) - 1}` : own(id);
  switch (measure.kind) {
    case 'event-count':
      return measure.plusIncidents ? [own(`${indicator}:incidents`)] : [];
    case 'return-ratio': {
      const { reads, numeratorHelper, denominatorHelper } = measure;
      return [
        numeratorHelper ? helper(numeratorHelper) : own(reads),
        ...(denominatorHelper ? [helper(denominatorHelper)] : []),
      ];
    }
    case 'return-count':
      return [own(indicator)];
    case 'return-flag':
      return [own(indicator), ...(measure.notApplicableUnder ? [helper(measure.notApplicableUnder.helper)] : [])];
    case 'return-change':
      return [measure.levelHelper ? helper(measure.levelHelper) : own(indicator)];
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      return [];
  }
}
