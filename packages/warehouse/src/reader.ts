import type { Cell } from '@duqing/catalogue';
import type { AlertTransitionRow, RejectRow } from './schema.ts';
import type { SignalReport } from './signals/types.ts';

/** What cells are asked for; an absent part means all of it. */
export interface CellQuery {
  /** any well-formed period, or `creation`; the cell of the native period that it names or holds is given */
  period?: string;
  region?: string;
  indicator?: string;
  by?: 'substance' | 'method' | 'channel';
  /** ms; absent = now, live */
  asOf?: number;
  /** cells that are wanted; the others are never all held at a time */
  only?: (cell: Cell) => boolean;
}

export interface ExplainedEvent {
  source: string;
  id: string;
  subject: string;
  revision: number;
  part: 'numerator' | 'denominator' | 'both';
}

/** The same cell as the query gives, with the records behind it: events, or the returns that it reads. */
export type Explanation = Cell & { events: ExplainedEvent[] };

/** Newest state of one alert, as `npx duqing alerts --json` gives it. */
export interface AlertView {
  kind: string;
  key: string;
  severity: 'critical' | 'warning' | 'info';
  indicator: string | null;
  region: string;
  period: string | null;
  state: 'normal' | 'pending' | 'firing' | 'recovering' | 'resolved';
  /** RFC 3339, +08:00 */
  since: string;
  /** notices sent, recalls included, oldest first */
  notices: { number: number; at: string; kind: 'notice' | 'recall' | 'resolved'; text: { zh: string; en: string } }[];
  text: { zh: string; en: string };
  /** for a phone or a table: where and what, in one line */
  short: { zh: string; en: string };
  simulated: boolean;
}

export interface Balance {
  source: string;
  topic: string;
  /** quarter of receipt */
  quarter: string;
  received: number;
  accepted: number;
  superseded: number;
  duplicate: number;
  conflict: number;
  rejected: number;
  discarded: number;
}

export interface BulletinRow {
  bundle_id: string;
  quarter: string;
  edition: 'flash' | 'provisional' | 'final';
  audience: string;
  lang: string;
  /** ms: snapshot cut-off */
  as_of: number;
  sealed_at: number;
  /** folder of the bundle as given on the command line */
  path: string;
  /** JSON of the cells it holds */
  cells: string;
}

/** Of which cells notes are asked for; an absent part means all. */
export interface NoteQuery {
  indicator?: string;
  region?: string;
  period?: string;
}

/** What a post said of a cell; kept for good, also where it was taken back. */
export interface CellNote {
  id: string;
  indicator: string;
  region: string;
  period: string;
  /** RFC 3339, +08:00 */
  at: string;
  author: string;
  text: string;
  /** by the moment asked for; null = it stands */
  withdrawn: { at: string; author: string } | null;
}

/** Everything that pages, bulletins, alerts and commands read. One implementation over a store; fakes in tests. */
export interface Reader {
  /** runs `use` with a reader whose cells as of that moment (ms) share one view of it; absent = each query makes its own */
  asOfView?: <T>(asOf: number, use: (reader: Reader) => Promise<T>) => Promise<T>;
  cells(query: CellQuery): Promise<Cell[]>;
  explain(query: { indicator: string; region: string; period: string; asOf?: number }): Promise<Explanation>;
  /** all states as known at `at` (ms; absent = now), normal ones left out */
  alerts(at?: number): Promise<AlertView[]>;
  transitions(): Promise<AlertTransitionRow[]>;
  /** early warning as known at `asOf` (ms; absent = now, live): series that signal, and feeds of which nothing can be said */
  signals(asOf?: number): Promise<SignalReport>;
  rejects(): Promise<RejectRow[]>;
  balance(): Promise<Balance[]>;
  bulletins(): Promise<BulletinRow[]>;
  /** oldest first, as known at `asOf` (ms; absent = now); cells carry those that stand */
  notes(query?: NoteQuery & { asOf?: number }): Promise<CellNote[]>;
  /** newest received moment held per source, ms */
  dataAsOf(): Promise<{ source: string; receivedAt: number }[]>;
}
