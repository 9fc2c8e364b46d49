import { createHash } from 'node:crypto';
import { GROUP_FROM } from '@duqing/duty';
import { INDICATORS, type Indicator, type Measure, type Weight } from '@duqing/catalogue';
import type { AlertLetterRow, LetterSort } from '@duqing/warehouse';
import { KINDS } from './kinds/index.ts';
import { areaText } from './text/format.ts';
import type { AlertKind, AlertInput, Severity, Text } from './types.ts';

/** What leaves the house: kind, area, count and a link. No ids, no figures, no names of items. */
export interface Outgoing {
  /** stable over redeliveries: of one letter, or of a group of them */
  id: string;
  /** role, or post where it is told as one */
  role: string;
  /** on duty for the role; '' where no roster names one */
  post: string;
  severity: Severity;
  simulated: boolean;
  link: string;
  text: Text;
}

/** A letter on its way, with the transition whose page it links to. */
export interface Due extends AlertLetterRow {
  page: string;
}

/**
 * Letters that go out as one: all that the night or a budget held for one recipient; else those of the same kind and sort, where they
 * are many. Critical ones are never grouped.
 */
export function grouped(due: readonly Due[]): Due[][] {
  const groups = Map.groupBy(due, ({ recipient, post, held, kind, sort, severity }) =>
    held === '' ? [recipient, kind, sort, severity].join('\n') : [recipient, post, held].join('\n'),
  );
  return [...groups.values()].flatMap((all) => {
    const isOne = all[0]?.held !== '' || (all.length >= GROUP_FROM && all[0]?.severity !== 'critical');
    return isOne ? [all] : all.map((one) => [one]);
  });
}

const RANK: Severity[] = ['info', 'warning', 'critical'];

/** The short form of one message, for a phone; `base` is the address of the pages, without a slash at the end. */
export function outgoing(
  letters: readonly [Due, ...Due[]],
  { areas, base }: { areas: AlertInput['areas']; base: string },
): Outgoing {
  const [first] = letters;
  const isSingle = letters.length === 1;
  const kinds = new Set(letters.map(({ kind }) => kind));
  const link = isSingle
    ? `${base}/alerts/${first.page}`
    : `${base}/alerts${kinds.size === 1 ? `?kind=${first.kind}` : ''}`;
  const simulated = letters.some((one) => one.simulated);
  const mark = simulated ? { zh: '【模拟数据】', en: '[simulated 模拟数据] ' } : { zh: '', en: '' };
  const said = saidText(letters, areas);
  const ids = letters.map(({ ref }) => ref);
  return {
    id: isSingle ? first.ref : createHash('sha256').update(ids.join()).digest('hex'),
    role: first.recipient,
    post: first.post,
    severity: letters.map(({ severity }) => severity as Severity).reduce(graver),
    simulated,
    link,
    text: { zh: `${mark.zh}${said.zh} ${link}`, en: `${mark.en}${said.en} ${link}` },
  };
}

function graver(one: Severity, other: Severity): Severity {
  return RANK.indexOf(one) >= RANK.indexOf(other) ? one : other;
}

const SORTS: Record<Exclude<LetterSort, 'notice'>, Text> = {
  recall: { zh: '【更正】', en: 'RECALL ' },
  resolved: { zh: '【结束】', en: 'ENDED ' },
  assigned: { zh: '【指派】', en: 'ASSIGNED ' },
  'stand-in': { zh: '【代班·无人签收】', en: 'STAND-IN, NOBODY ACKNOWLEDGED ' },
  escalated: { zh: '【升级·无人签收】', en: 'ESCALATED, NOBODY ACKNOWLEDGED ' },
  reminder: { zh: '【临近期限】', en: 'DUE SOON ' },
  overdue: { zh: '【已逾期】', en: 'OVERDUE ' },
};
const MARKS: Record<Severity, Text> = {
  critical: { zh: '【特急】', en: 'CRITICAL ' },
  warning: { zh: '【预警】', en: 'WARNING ' },
  info: { zh: '【提示】', en: 'INFO ' },
};
const HELD: Record<Exclude<Due['held'], ''>, Text> = {
  quiet: { zh: '【静默时段汇总】', en: 'HELD OVERNIGHT ' },
  budget: { zh: '【每日汇总·超出本周预算】', en: 'DAILY DIGEST, OVER THE BUDGET OF THE WEEK ' },
};

function saidText(letters: readonly [Due, ...Due[]], areas: AlertInput['areas']): Text {
  const [first] = letters;
  const open = letters.filter(({ indicator }) => !isSensitive(indicator === '' ? null : indicator));
  const hidden = letters.length - open.length;
  if (open.length === 0) return { zh: '详见页面', en: 'see the page' };
  const parts = Map.groupBy(open, ({ kind, sort }) => `${kind}\n${first.held === '' ? '' : sort}`);
  const counts = [...parts.values()].map((own) => countText(own));
  const head = first.held === '' ? markOf(first) : HELD[first.held];
  const area = areaOf(open, areas);
  const rest =
    hidden === 0 ? { zh: '', en: '' } : { zh: `；另有${hidden}项详见页面`, en: `; ${hidden} more: see the page` };
  return {
    zh: `${head.zh}${area.zh}${counts.map(({ zh }) => zh).join('、')}${rest.zh}`,
    en: `${head.en}${area.en}: ${counts.map(({ en }) => en).join('; ')}${rest.en}`,
  };
}

function markOf({ sort, severity }: Due): Text {
  return sort === 'notice' ? MARKS[severity as Severity] : SORTS[sort];
}

/** Of one kind and sort; among what was held a sort that is no notice says so. */
function countText(letters: readonly Due[]): Text {
  const [first] = letters;
  const { name } = KINDS[(first?.kind ?? '') as AlertKind];
  const sort =
    first === undefined || first.held === '' || first.sort === 'notice' ? { zh: '', en: '' } : SORTS[first.sort];
  return { zh: `${sort.zh}${name.zh}${letters.length}项`, en: `${sort.en}${name.en}, ${letters.length}` };
}

function areaOf(letters: readonly Due[], areas: AlertInput['areas']): Text {
  const regions = [...new Set(letters.map(({ region }) => region))];
  const [only = ''] = regions;
  if (regions.length === 1) return areaText({ areas }, only);
  return { zh: `${regions.length}地`, en: `${regions.length} areas` };
}

/** Items that only returns feed, of which no measure says that they are about minors. */
const MINORS: ReadonlySet<string> = new Set(['minors-survey-report']);

const SENSITIVE = new Set(INDICATORS.filter(concernsMinorsOrIntelligence).map(({ id }) => id));

/** Minors, pupils and intelligence: outside only "see the page". */
function isSensitive(indicator: string | null): boolean {
  return indicator !== null && SENSITIVE.has(indicator);
}

function concernsMinorsOrIntelligence({ id, columns, measure }: Indicator): boolean {
  return columns.source === 'intelligence' || MINORS.has(id) || readsMinors(measure);
}

function weighs(weight: Weight): boolean {
  return weight === 'minors';
}

function readsMinors(measure: Measure): boolean {
  switch (measure.kind) {
    case 'event-count':
    case 'event-sum':
      return weighs(measure.part.weight) || measure.part.where.op === 'persons-above-zero';
    case 'event-ratio':
      return weighs(measure.numerator.weight);
    case 'new-substances':
    case 'return-count':
    case 'return-ratio':
    case 'return-change':
    case 'return-flag':
    case 'composite':
    case 'bulletins-sealed':
      return false;
  }
}
