import { addDays, dayOf, mondayOfWeek, quarterOfDay, weekOf } from '@duqing/calendar';
import { hasBaseline, HISTORY_WEEKS, LEAST_OBSERVED } from '@duqing/early-warning';
import type { Setting } from '@duqing/regions';
import { currentTable, type TableName } from '../holdings/counts.ts';
import type { SignalActRow } from '../schema-signals.ts';
import type { Store } from '../store/store.ts';
import { actOn, isDismissed, signalActs } from './acts.ts';
import { areaOf, sum, weeklyCounts, type WeekCount } from './counts.ts';
import { readKnown, type Known } from './known.ts';
import { seriesName } from './names.ts';
import type { BlindFeed, SeriesKey, SignalReport, SignalView, ToldWeek, WeeklyMeasure } from './types.ts';
import { LONGEST_RUN, NEWEST_WEEKS, statusOf, testAt, type Status, type Watched } from './watch.ts';
import { sundayOf, weeksUpTo, type Week } from './weeks.ts';

const MEASURES = ['cases', 'seizures'] as const satisfies WeeklyMeasure[];
/** Series whose history is in memory at a time. */
const CHUNK = 200;

export interface SignalsQuery {
  /** its `asOf` is the clock */
  setting: Setting;
  table?: TableName;
  /** what somebody was told before: is it still so? */
  told?: readonly { key: string; week: string }[];
}

export interface SignalsFound {
  report: SignalReport;
  /** by key, what was asked for in `told` */
  told: Map<string, ToldWeek>;
}

interface Scene {
  store: Store;
  setting: Setting;
  table: TableName;
  weeks: readonly Week[];
  known: Known;
  acts: ReadonlyMap<string, SignalActRow[]>;
}

/** Early warning by what is held now: counts of weeks change with every late or corrected event, and the signals with them. */
export async function readSignals(
  store: Store,
  { setting, table = currentTable, told = [] }: SignalsQuery,
): Promise<SignalsFound> {
  const today = dayOf(setting.asOf);
  const weeks = weeksUpTo(today, HISTORY_WEEKS + LONGEST_RUN + NEWEST_WEEKS);
  const [first] = weeks;
  const quarter = quarterOfDay(first?.monday ?? today);
  const acts = Map.groupBy(await signalActs(store, { at: setting.asOf }), ({ key }) => key);
  const scene = { store, setting, table, weeks, known: await readKnown(store, { setting, table, quarter }), acts };
  const found: SignalsFound = { report: { week: weekOf(today), signals: [], ...blindFeeds(scene) }, told: new Map() };
  const asked = new Map(told.map((one) => [one.key, one.week]));
  const watched = new Map([...(await loudSeries(scene)), ...[...asked.keys()].flatMap(seriesOf)].map(keyed));
  for await (const { key, series } of watchedOf(scene, [...watched.values()]))
    judge(series, { key, scene, asked, found });
  found.report.signals.sort((a, b) => (a.key < b.key ? -1 : 1));
  return found;
}

interface Judging {
  key: SeriesKey;
  scene: Scene;
  asked: ReadonlyMap<string, string>;
  found: SignalsFound;
}

function judge(series: Watched, { key, scene, asked, found }: Judging): void {
  const id = keyOf(key);
  const status = statusOf(series);
  const acts = scene.acts.get(id) ?? [];
  if (status.kind === 'signal') found.report.signals.push(viewOf(key, { series, status, acts, scene }));
  const week = asked.get(id);
  if (week !== undefined) found.told.set(id, toldOf(series, { week, status, acts }));
}

function keyOf({ measure, code, area }: SeriesKey): string {
  return `early-warning/${measure}/${code}/${area}`;
}

function keyed(key: SeriesKey): [string, SeriesKey] {
  return [keyOf(key), key];
}

function seriesOf(key: string): SeriesKey[] {
  const [, measure, code = '', area = ''] = key.split('/');
  return measure === 'cases' || measure === 'seizures' ? [{ measure, code, area }] : [];
}

/** Series that could signal: enough records in one of the newest weeks. */
async function loudSeries({ store, setting, table, weeks }: Scene): Promise<SeriesKey[]> {
  const from = weeks.at(-NEWEST_WEEKS)?.monday ?? '';
  const to = dayOf(setting.asOf);
  const loud: SeriesKey[] = [];
  for (const measure of MEASURES) {
    const counts = await weeklyCounts(store, { setting, table, measure, from, to });
    const own = counts.filter(({ area, records }) => area !== setting.city && records >= LEAST_OBSERVED);
    loud.push(...own, ...cityOf(counts, setting).filter(({ records }) => records >= LEAST_OBSERVED));
  }
  return loud.map(({ measure, code, area }) => ({ measure, code, area }));
}

/** The city's counts: all of its units', its own and those that count for no unit. */
function cityOf(counts: readonly WeekCount[], { city, regions }: Setting): WeekCount[] {
  const within = counts.filter(({ area }) => regions.isWithin(area, city));
  const groups = Map.groupBy(within, ({ code, monday }) => `${code}\n${monday}`);
  return [...groups.values()].map((group) => ({ ...group.reduce(sum), area: city }));
}

/** Each series with its history, a bounded number of them in memory at a time. */
async function* watchedOf(
  scene: Scene,
  keys: readonly SeriesKey[],
): AsyncGenerator<{ key: SeriesKey; series: Watched }> {
  const { city } = scene.setting;
  for (const measure of MEASURES) {
    const own = keys.filter((key) => key.measure === measure);
    const chunks = [own.filter(({ area }) => area === city), ...chunked(own.filter(({ area }) => area !== city))];
    for (const chunk of chunks) yield* withHistory(scene, { measure, keys: chunk });
  }
}

function chunked(keys: readonly SeriesKey[]): SeriesKey[][] {
  const sorted = keys.toSorted((a, b) => (a.area < b.area ? -1 : 1));
  return Array.from({ length: Math.ceil(sorted.length / CHUNK) }, (_, index) =>
    sorted.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

async function* withHistory(
  scene: Scene,
  { measure, keys }: { measure: WeeklyMeasure; keys: readonly SeriesKey[] },
): AsyncGenerator<{ key: SeriesKey; series: Watched }> {
  if (keys.length === 0) return;
  const { store, setting, table, weeks, known } = scene;
  const areas = new Set(keys.map(({ area }) => area));
  const isCity = areas.has(setting.city);
  const counts = await weeklyCounts(store, {
    setting,
    table,
    measure,
    from: weeks[0]?.monday ?? '',
    to: dayOf(setting.asOf),
    codes: [...new Set(keys.map(({ code }) => code))],
    regions: codesFor(setting, areas),
    ...(isCity && { whole: setting.city }),
  });
  const bySeries = Map.groupBy(counts, keyOf);
  for (const key of keys) {
    const own = new Map((bySeries.get(keyOf(key)) ?? []).map((count) => [count.monday, count]));
    yield { key, series: { weeks, counts: own, known: (week) => known.week(measure, key.area, week) } };
  }
}

/** The codes whose records count for one of the areas; of the city those of all that lies in it. */
function codesFor(setting: Setting, areas: ReadonlySet<string>): string[] {
  const { city, regions } = setting;
  const today = dayOf(setting.asOf);
  const all = regions.all().map(({ code }) => code);
  if (areas.has(city)) return all.filter((code) => regions.isWithin(code, city));
  return all.filter((code) => areas.has(areaOf(setting, { code, today })));
}

interface Viewing {
  series: Watched;
  status: Extract<Status, { kind: 'signal' }>;
  acts: readonly SignalActRow[];
  scene: Scene;
}

function viewOf(key: SeriesKey, { series, status, acts, scene }: Viewing): SignalView {
  const { newest, since } = status;
  const { monday } = newest.week;
  const [week, begin] = [weekOf(monday), weekOf(since.monday)];
  const count = series.counts.get(monday);
  const exceeded = newest.limits.find((limit) => limit.exceeded);
  const assessment = actOn(acts, { since: begin, week });
  return {
    key: keyOf(key),
    measure: key.measure,
    code: key.code,
    name: seriesName(key, scene.setting.substances),
    region: key.area,
    week,
    from: monday,
    to: sundayOf(monday),
    since: begin,
    observed: newest.observed,
    complete: newest.complete,
    expected: exceeded?.expected ?? 0,
    limit: exceeded?.limit ?? 0,
    limits: newest.limits,
    simulated: scene.setting.simulated || count?.simulated === true,
    backfilled: count?.live === 0,
    assessment,
    dismissed: isDismissed(assessment, newest.observed),
  };
}

function toldOf(
  series: Watched,
  { week, status, acts }: { week: string; status: Status; acts: readonly SignalActRow[] },
): ToldWeek {
  const monday = mondayOfWeek(week);
  const tested = testAt(
    series,
    series.weeks.findIndex((one) => one.monday === monday),
  );
  const newest = status.kind === 'signal' ? weekOf(status.newest.week.monday) : week;
  const since = status.kind === 'signal' ? weekOf(status.since.monday) : week;
  const act = actOn(acts, { since: since < week ? since : week, week: newest > week ? newest : week });
  return {
    outcome: tested?.outcome ?? 'no-baseline',
    observed: tested?.observed ?? 0,
    judged: status.kind !== 'unknown',
    dismissal: act?.act === 'dismiss' ? act : null,
  };
}

/** Feeds of which the last complete week has no baseline (EARS needs the least), or of which none of the newest weeks is attested: no quiet can be told. */
function blindFeeds({ setting, weeks, known }: Scene): Pick<SignalReport, 'blind' | 'feeds'> {
  const { city, regions } = setting;
  const today = dayOf(setting.asOf);
  const areas = [city, ...regions.unitsOf(city, today).map(({ code }) => code)];
  const pairs = areas.flatMap((region) => MEASURES.map((feed) => ({ region, feed })));
  const history = weeks.filter(({ monday }) => monday < addDays(today, -13)).slice(-LONGEST_RUN - NEWEST_WEEKS);
  const newest = weeks.slice(-NEWEST_WEEKS);
  const isJudged = ({ region, feed }: (typeof pairs)[number]): boolean =>
    newest.some((week) => known.week(feed, region, week)) &&
    hasBaseline(history.map((week) => (known.week(feed, region, week) ? 0 : null)));
  const blind = pairs.filter((pair) => !isJudged(pair));
  return {
    feeds: pairs.length,
    blind: blind.map((pair): BlindFeed => ({ ...pair, through: known.through(pair.feed, pair.region) })),
  };
}
