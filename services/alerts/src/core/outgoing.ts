import { INDICATORS, type Indicator, type Measure, type Weight } from '@duqing/catalogue';
import type { AlertView } from '@duqing/warehouse';
import { KINDS } from './kinds/index.ts';
import { areaText } from './text/format.ts';
import type { AlertKind, AlertInput, Role, Severity, Text } from './types.ts';

/** What leaves the house: kind, area, count and a link. No ids, no figures, no names of items. */
export interface Outgoing {
  /** stable over redeliveries: of one transition and role, or of a group of them */
  id: string;
  role: Role;
  severity: Severity;
  simulated: boolean;
  link: string;
  text: Text;
}

/** A notice on its way to one role. */
export interface Due {
  transitionId: string;
  role: Role;
  kind: AlertKind;
  sent: AlertView['notices'][number]['kind'];
  severity: Severity;
  indicator: string | null;
  region: string;
  simulated: boolean;
}

/** Notices of one kind for one role from which they go out as one message. */
const GROUP_FROM = 6;

/** Notices that go out as one: of the same role, kind and sort; few ones each by itself. Critical ones are never grouped. */
export function grouped(due: readonly Due[]): Due[][] {
  const groups = Map.groupBy(due, ({ role, kind, sent, severity }) => `${role}\n${kind}\n${sent}\n${severity}`);
  return [...groups.values()].flatMap((all) =>
    all.length < GROUP_FROM || all[0]?.severity === 'critical' ? all.map((one) => [one]) : [all],
  );
}

/** The short form of one message, for a phone; `base` is the address of the pages, without a slash at the end. */
export function outgoing(
  notices: readonly [Due, ...Due[]],
  { areas, base }: { areas: AlertInput['areas']; base: string },
): Outgoing {
  const [first] = notices;
  const single = notices.length === 1;
  const link = single ? `${base}/alerts/${first.transitionId}` : `${base}/alerts?kind=${first.kind}`;
  const simulated = notices.some((one) => one.simulated);
  const said = notices.some(({ indicator }) => isSensitive(indicator))
    ? { zh: '详见页面', en: 'see the page' }
    : saidText(notices, areas);
  const mark = simulated ? { zh: '【模拟数据】', en: '[simulated 模拟数据] ' } : { zh: '', en: '' };
  return {
    id: notices.map(({ transitionId }) => transitionId).join('+'),
    role: first.role,
    severity: first.severity,
    simulated,
    link,
    text: { zh: `${mark.zh}${said.zh} ${link}`, en: `${mark.en}${said.en} ${link}` },
  };
}

const SORTS: Record<Due['sent'], Text> = {
  notice: { zh: '', en: '' },
  recall: { zh: '【更正】', en: 'RECALL ' },
  resolved: { zh: '【结束】', en: 'ENDED ' },
};
const MARKS: Record<Severity, Text> = {
  critical: { zh: '【特急】', en: 'CRITICAL ' },
  warning: { zh: '【预警】', en: 'WARNING ' },
  info: { zh: '【提示】', en: 'INFO ' },
};

function saidText(notices: readonly [Due, ...Due[]], areas: AlertInput['areas']): Text {
  const [first] = notices;
  const sort = first.sent === 'notice' ? MARKS[first.severity] : SORTS[first.sent];
  const regions = new Set(notices.map(({ region }) => region));
  const area =
    regions.size === 1 ? areaText({ areas }, first.region) : { zh: `${regions.size}地`, en: `${regions.size} areas` };
  const { name } = KINDS[first.kind];
  return {
    zh: `${sort.zh}${area.zh}${name.zh}${notices.length}项`,
    en: `${sort.en}${area.en}: ${name.en}, ${notices.length}`,
  };
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
