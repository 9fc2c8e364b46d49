import { emptyCompleteness, type Cell } from '@duqing/catalogue';
import type { Deployment } from '@duqing/regions';
import { createLogger, loadDeployment } from '@duqing/runtime';
import type { AlertView, Explanation, Reader, RejectRow } from '@duqing/warehouse';
import { createWebApp } from '../src/index.ts';

export const NOW = Date.parse('2026-10-26T08:00:00+08:00');
export const CITY = '990100';
export const COUNTY = '990102';

export function cell(over: Partial<Cell> = {}): Cell {
  return {
    indicator: 'it-solved-share',
    region: COUNTY,
    period: '2026Q3',
    numerator: 3,
    denominator: 16,
    value: 18.75,
    unit: '%',
    target: { comparator: '>', limit: 25 },
    verdict: 'missed',
    reason: null,
    evidence: 'weak',
    distance: { toMeet: 2, toBreak: 0, text: { zh: '再增加 2 起即可达标', en: '2 more would meet it' } },
    stage: 'provisional',
    completeness: { ...emptyCompleteness(), feedsExpected: 1, feedsAttested: 1 },
    flags: [],
    breakdown: null,
    published: null,
    revisedSince: null,
    asOf: '2026-10-26T08:00:00.000+08:00',
    ...over,
  };
}

export function reject(over: Partial<RejectRow> & { text?: string } = {}): RejectRow {
  const { text = '{"specversion":"1.0"}', ...rest } = over;
  return {
    topic: 'duqing.cases',
    partition: 0,
    offset: '7',
    received_at: NOW,
    source: `/${COUNTY}/police`,
    id: 'c-1',
    type: 'duqing.case.recorded.v1',
    subject: 's-1',
    code: 'unknown-key',
    field: 'data.x',
    reason_zh: '有不认识的字段',
    reason_en: 'a key that is not known',
    payload: Buffer.from(text).toString('base64'),
    payload_size: text.length,
    payload_hash: '',
    masked: false,
    headers: '{}',
    ...rest,
  };
}

export function alert(over: Partial<AlertView> = {}): AlertView {
  return {
    kind: 'target-missed',
    key: `target-missed/it-solved-share/${COUNTY}/2026Q3`,
    severity: 'warning',
    indicator: 'it-solved-share',
    region: COUNTY,
    period: '2026Q3',
    state: 'firing',
    since: '2026-10-20T09:00:00.000+08:00',
    notices: [],
    text: { zh: '不达标', en: 'missed' },
    short: { zh: '不达标', en: 'missed' },
    simulated: true,
    ...over,
  };
}

/** A reader that holds what it is given and answers as the store does. */
export function readerOf(over: Partial<Reader> & { held?: readonly Cell[] } = {}): Reader {
  const { held = [], ...rest } = over;
  const cells: Reader['cells'] = async ({ period, region, indicator }) =>
    held.filter(
      (one) =>
        (period === undefined || one.period === period) &&
        (region === undefined || one.region === region) &&
        (indicator === undefined || one.indicator === indicator),
    );
  return {
    cells,
    explain: async (query): Promise<Explanation> => {
      const [found] = await cells(query);
      if (!found) throw new RangeError('no cell');
      return { ...found, events: [] };
    },
    alerts: async () => [],
    transitions: async () => [],
    signals: async () => ({ week: '2026-W30', signals: [], blind: [], feeds: 0 }),
    rejects: async () => [],
    balance: async () => [],
    bulletins: async () => [],
    notes: async () => [],
    dataAsOf: async () => [{ source: `/${COUNTY}/police`, receivedAt: NOW - 1_000 }],
    ...rest,
  };
}

export interface Served {
  url: string;
  get(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; text: string }>;
  /** lines that were logged, as JSON */
  logged: string[];
  close(): Promise<void>;
}

export async function serve(reader: Reader, deployment?: Deployment): Promise<Served> {
  const logged: string[] = [];
  const logger = createLogger({ name: 'web', destination: { write: (line) => void logged.push(line) } });
  const app = await createWebApp({
    reader,
    deployment: deployment ?? (await loadDeployment('demo')),
    clock: () => NOW,
    logger,
  });
  const url = await app.listen({ port: 0 });
  const get: Served['get'] = async (path, init) => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { url, get, logged, close: async () => app.close() };
}
