import type { Cell, Indicator } from '@duqing/catalogue';
import { alertKey, cellKey } from '../identity.ts';
import { areaText } from '../text/format.ts';
import type { Cause, Ending, Finding, Scene, Text } from '../types.ts';

type CausalKind = 'zero-occurrence' | 'veto';

/** Rules that one event breaks: a zero due, or a no due. Zero rules are one kind, whether or not they are a veto too. */
export function causalKind({ target, veto }: Indicator): CausalKind | undefined {
  if (target?.kind === 'limit' && target.comparator === '=' && target.limit === 0) return 'zero-occurrence';
  return target?.kind === 'yes-no' && !target.due && veto ? 'veto' : undefined;
}

/** Cells whose causes are read: broken ones of such rules. The creation period holds the same events once more. */
export function needsCauses(cell: Cell, entry: Indicator | undefined): boolean {
  return (
    entry !== undefined && causalKind(entry) !== undefined && cell.verdict === 'missed' && cell.period !== 'creation'
  );
}

interface Hit {
  cell: Cell;
  entry: Indicator;
  cause: Cause;
}

/** One finding an event: in the area of the event, under the item that the others are implied by; the rest are consequences. */
export function occurrences(scene: Scene, kind: CausalKind): Finding[] {
  const broken = scene.cells.filter((cell) => needsCauses(cell, scene.entries.get(cell.indicator)));
  const hits = broken.flatMap((cell) => hitsOf(cell, scene));
  const events = [...Map.groupBy(hits, ({ cause }) => cause.subject).values()];
  return [...events.flatMap((all) => findingOf(all, scene) ?? []), ...unexplained(broken, { hits, scene })].filter(
    (finding) => finding.kind === kind,
  );
}

function hitsOf(cell: Cell, scene: Scene): Hit[] {
  const entry = scene.entries.get(cell.indicator);
  if (!entry) return [];
  const causes = scene.causes.get(cellKey(cell)) ?? [];
  return causes.filter(({ amount }) => amount !== 0).map((cause) => ({ cell, entry, cause }));
}

function findingOf(all: Hit[], scene: Scene): Finding | undefined {
  const own = all.filter(({ cell }) => cell.region !== scene.city);
  const [root] = rooted(own.length > 0 ? own : all, scene);
  if (!root) return undefined;
  const { cell, cause } = root;
  return {
    ...base(root, scene),
    key: alertKey(kindOf(root), cell.indicator, cell.region, cause.subject),
    silenced: cause.backfilled,
    value: cause.amount ?? 1,
    causes: [cause.subject],
    simulated: cause.simulated || cell.flags.includes('simulated'),
    said: occurredText(root),
    consequences: consequencesOf(root, { all, scene }),
  };
}

/** Items that nothing else of the same event implies first, in the catalogue's order. */
function rooted(hits: readonly Hit[], { entries }: Scene): Hit[] {
  const ids = new Set(hits.map(({ entry }) => entry.id));
  const order = [...entries.keys()];
  const depth = ({ entry }: Hit): number => (entry.impliedBy !== null && ids.has(entry.impliedBy) ? 1 : 0);
  return [...hits].sort((a, b) => depth(a) - depth(b) || order.indexOf(a.entry.id) - order.indexOf(b.entry.id));
}

function kindOf({ entry }: Pick<Hit, 'entry'>): CausalKind {
  return causalKind(entry) ?? 'zero-occurrence';
}

function base({ cell, entry }: Pick<Hit, 'cell' | 'entry'>, scene: Scene) {
  return {
    kind: kindOf({ entry }),
    severity: 'critical',
    indicator: cell.indicator,
    region: cell.region,
    period: cell.period,
    held: false,
    simulated: cell.flags.includes('simulated'),
    consequences: consequencesOf({ cell, entry }, { all: [], scene }),
  } as const;
}

function occurredText({ cell, entry, cause }: Hit): Text {
  const { name } = entry;
  if (kindOf({ entry }) === 'veto')
    return { zh: `“${name.zh}”上报为“是”，触及一票否决`, en: `"${name.en}" was reported as yes: a veto item` };
  const count = cause.amount ?? 1;
  return {
    zh: `零发生项目“${name.zh}”发生${count}起；目标0起，本期已有${cell.value ?? count}起`,
    en: `${count} under the zero item "${name.en}"; target 0, ${cell.value ?? count} so far in the period`,
  };
}

function consequencesOf(root: Pick<Hit, 'cell' | 'entry'>, { all, scene }: { all: Hit[]; scene: Scene }): Text[] {
  const { cell, entry } = root;
  const others = new Map(all.map((hit) => [hit.entry.id, hit.entry.name]));
  others.delete(entry.id);
  const veto = all.some((hit) => hit.entry.veto) || entry.veto;
  return [
    ...others.values(),
    ...(veto && causalKind(entry) !== 'veto' ? [{ zh: '一票否决项', en: 'a veto item' }] : []),
    ...cityText(cell, scene),
    ...compositeText(cell, scene),
  ];
}

function cityText(cell: Cell, scene: Scene): Text[] {
  if (cell.region === scene.city) return [];
  const city = scene.cellByKey.get(cellKey({ ...cell, region: scene.city }));
  if (city?.verdict !== 'missed') return [];
  const { zh, en } = areaText(scene, scene.city);
  return [{ zh: `${zh}同项目不达标`, en: `the same item of ${en} missed` }];
}

function compositeText({ region, period }: Cell, scene: Scene): Text[] {
  const detail = scene.cellByKey.get(cellKey({ indicator: 'self-assessed-failing-items', region, period }))?.composite;
  if (!detail) return [];
  const [from, to] = detail.range;
  return [{ zh: `内部测算不达标${from}至${to}条`, en: `own count of failing items ${from} to ${to}` }];
}

/** Broken cells of which no record is known: said once in the lowest area, never dropped. */
function unexplained(broken: readonly Cell[], { hits, scene }: { hits: readonly Hit[]; scene: Scene }): Finding[] {
  const explained = new Set(hits.map(({ cell }) => `${cell.indicator}/${cell.period}/${cell.region}`));
  const left = broken.filter((cell) => !explained.has(`${cell.indicator}/${cell.period}/${cell.region}`));
  const below = (cell: Cell): boolean =>
    cell.region === scene.city &&
    broken.some(
      (other) => other.indicator === cell.indicator && other.period === cell.period && other.region !== scene.city,
    );
  return left.flatMap((cell) => {
    const entry = scene.entries.get(cell.indicator);
    if (!entry || below(cell)) return [];
    const given = base({ cell, entry }, scene);
    const said = {
      zh: `“${entry.name.zh}”不达标，依据的记录未能读出`,
      en: `"${entry.name.en}" is missed; the records behind it could not be read`,
    };
    const key = alertKey(given.kind, cell.indicator, cell.region, cell.period);
    const value = typeof cell.value === 'number' ? cell.value : null;
    return [{ ...given, key, silenced: cell.flags.includes('backfilled'), value, causes: [], said }];
  });
}

/** A violation that is no longer found was corrected or withdrawn: what was sent does not hold. */
export function occurrenceEnding(): Ending {
  const said = {
    zh: '所依据的记录已被更正或撤回',
    en: 'the record behind it was corrected or withdrawn',
  };
  return { outcome: 'revoked', held: false, said };
}
