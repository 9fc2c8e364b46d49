import type { Cell } from '@duqing/catalogue';
import { cellKey } from '../identity.ts';
import { figuresText } from '../text/cell.ts';
import { areaText } from '../text/format.ts';
import type { Ending, Finding, KindEntry, Scene, Severity, Standing, Text } from '../types.ts';
import { cellFinding, cellOf, isBeforeTime, verdictEnding, verdictKind } from './verdicts.ts';

interface Step {
  /** failing items from which it stands, inclusive */
  from: number;
  suffix: string;
  severity: Severity;
}

/** Counts at which our own figure is told: before the plan's limit (county under 3, city at most 10), and where it breaks. */
const STEPS: Record<'county' | 'city', Step[]> = {
  county: [
    { from: 3, suffix: 'over', severity: 'critical' },
    { from: 2, suffix: 'near', severity: 'warning' },
  ],
  city: [
    { from: 11, suffix: 'over', severity: 'critical' },
    { from: 8, suffix: 'near', severity: 'warning' },
  ],
};

export const composite: KindEntry = {
  kind: 'composite',
  name: { zh: '综合评估不达标条数', en: 'failing items of the assessment' },
  action: {
    zh: '按距目标由近到远逐条补救，并在例会上通报',
    en: 'mend the failing items nearest to their target first and report them to the next meeting',
  },
  recipients: () => ['commander', 'analysts'],
  find: (scene) => scene.cells.flatMap((cell) => [...selfAssessed(cell, scene), ...provincial(cell, scene)]),
  ending,
};

/** The gravest step that is reached speaks; the lesser one is silenced by it. */
function selfAssessed(cell: Cell, scene: Scene): Finding[] {
  const { composite: detail } = cell;
  if (!detail || isBeforeTime(cell, scene)) return [];
  const [failing] = detail.range;
  const reached = STEPS[cell.region === scene.city ? 'city' : 'county'].filter(({ from }) => failing >= from);
  const said = countText(cell, scene);
  return reached.map(({ suffix, severity }, index) => {
    const finding = cellFinding(cell, { kind: 'composite', severity, said, suffix });
    return { ...finding, value: failing, silenced: index > 0 || isHistory(cell, scene) };
  });
}

/** Nothing but imported records made the items fail. */
function isHistory({ composite: detail, region, period }: Cell, scene: Scene): boolean {
  const half = `${period.slice(0, 4)}H${period.endsWith('Q1') || period.endsWith('Q2') ? 1 : 2}`;
  const failing = (detail?.failing ?? []).flatMap((item) => {
    const [indicator = item, area = region] = item.split('/').toReversed();
    return [period, half].flatMap(
      (key) => scene.cellByKey.get(cellKey({ indicator, region: area, period: key })) ?? [],
    );
  });
  const missed = failing.filter(({ verdict }) => verdict === 'missed');
  return missed.length > 0 && missed.every(({ flags }) => flags.includes('backfilled'));
}

/** An item of a count, as `id` or `region/id`; of another area than the count's with the area's name. */
function itemText(item: string, { region, scene }: { region: string; scene: Scene }): Text {
  const [id = item, area = region] = item.split('/').toReversed();
  const name = scene.entries.get(id)?.name ?? { zh: id, en: id };
  if (area === region) return name;
  const place = areaText(scene, area);
  return { zh: `${place.zh}“${name.zh}”`, en: `"${name.en}" of ${place.en}` };
}

function countText({ composite: detail, target, region }: Cell, scene: Scene): Text {
  const [from, to] = detail?.range ?? [0, 0];
  const first = (detail?.mendOrder ?? []).slice(0, 3).map((item) => itemText(item, { region, scene }));
  const limit = typeof target?.limit === 'number' ? target.limit : null;
  const under = target?.comparator === '<';
  const zh = [`内部测算（非省级结果）不达标${from}条，连同无法判定的至多${to}条`];
  const en = [`own count (not the province's) ${from} failing, at most ${to} with those not assessable`];
  if (limit !== null) {
    zh.push(`要求${under ? '少于' : '不超过'}${limit}条`);
    en.push(`limit ${under ? 'under' : 'at most'} ${limit}`);
  }
  if (detail && detail.toMend > 0) {
    zh.push(`须补救${detail.toMend}条`);
    en.push(`${detail.toMend} must turn`);
  }
  if (first.length > 0) {
    zh.push(`最易补救：${first.map((name) => name.zh).join('、')}`);
    en.push(`nearest to mend: ${first.map((name) => name.en).join(', ')}`);
  }
  return { zh: zh.join('；'), en: en.join('; ') };
}

/** The province's own figure, where it has come and breaks the plan's limit. */
function provincial(cell: Cell, scene: Scene): Finding[] {
  const entry = scene.entries.get(cell.indicator);
  if (!entry || verdictKind(entry) !== 'composite' || entry.measure.kind === 'composite') return [];
  if (cell.verdict !== 'missed' || isBeforeTime(cell, scene)) return [];
  const { zh, en } = figuresText(cell);
  const said = { zh: `“${entry.name.zh}”突破上限：${zh}`, en: `"${entry.name.en}" over its limit: ${en}` };
  return [cellFinding(cell, { kind: 'composite', severity: 'critical', said })];
}

/** A count that fell only because items cannot be assessed any more is not back to normal. */
function ending(alert: Standing, scene: Scene): Ending {
  const given = verdictEnding(alert, scene);
  const cell = cellOf(alert, scene);
  if (!cell?.composite) return given;
  const step = STEPS[cell.region === scene.city ? 'city' : 'county'].find(({ suffix }) =>
    alert.key.endsWith(`/${suffix}`),
  );
  const doubtful = step !== undefined && cell.composite.range[1] >= step.from;
  const outcome = given.outcome === 'revoked' ? 'revoked' : doubtful ? 'no-data' : 'back';
  return { ...given, outcome, said: countText(cell, scene) };
}
