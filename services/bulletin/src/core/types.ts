import type { Cell, Indicator, Lang, Verdict } from '@duqing/catalogue';
import type { DeploymentCalendar, Letterhead } from '@duqing/regions';
import type { AlertView, BulletinRow, SignalReport } from '@duqing/warehouse';
import type { Rounding } from '@duqing/disclosure';
import type { Chart } from '@duqing/pages';

export type Edition = BulletinRow['edition'];

/** internal: all of it; public: nothing that could point at a person; county: that area and the city. */
export type Audience = 'internal' | 'public' | `county:${string}`;

export interface Area {
  code: string;
  name: { zh: string; en: string };
}

/** Everything that a bulletin is made of: the same input gives the same bytes. */
export interface BulletinInput {
  quarter: string;
  edition: Edition;
  audience: Audience;
  lang: Lang;
  /** ms: the cut-off */
  asOf: number;
  city: Area;
  /** the area whose edition it is; absent = the city */
  focus?: Area;
  /** units of the city, in the order of their codes */
  units: readonly Area[];
  /** cells that the quarter names or lies in, of the city and its units, as of the cut-off */
  cells: readonly Cell[];
  /** the same of the quarter before, as of the same cut-off */
  previousCells: readonly Cell[];
  /** the city's cells of the same quarter one year before, as of the same cut-off */
  yearBeforeCells: readonly Cell[];
  /** the city's mass seized in the quarter, broken down by substance; undefined where there is no such cell */
  bySubstance: Cell | undefined;
  /** what its substances are called, by code, as known at the cut-off; absent = as shipped */
  substanceNames?: Readonly<Record<string, { zh: string; en: string }>>;
  /** the seizures behind it, by substance; absent where nothing is kept back */
  seizuresBySubstance?: Cell | undefined;
  /** what a public edition was made under; absent = not one */
  disclosure?: { threshold: number; withheld: number; rounding: Rounding | null };
  /** the city's cells of the charted items, all periods held */
  history: readonly Cell[];
  alerts: readonly AlertView[];
  /** early warning at the cut-off; absent = not looked at */
  signals?: SignalReport;
  catalogue: readonly Indicator[];
  /** what a writer adds, as Markdown; absent = nothing */
  narrative?: string;
  /** not reviewed and sealed yet: every form says so */
  isDraft?: boolean;
  calendar: DeploymentCalendar;
  /** the newest editions of the quarter before and of the quarter itself, where the house reads it */
  earlier?: readonly EarlierEdition[];
  /** absent = that of the city's narcotics control commission */
  letterhead?: Letterhead;
  /** the deployment itself is made up */
  simulated: boolean;
}

/** An edition sealed before, with its figures as they were known then. */
export interface EarlierEdition {
  quarter: string;
  edition: Edition;
  /** ms */
  asOf: number;
  cells: readonly Cell[];
  /** versions of the configuration recorded since */
  changedParts: readonly { part: string; validFrom: string; source: string }[];
}

/** Text in a table, with what it stands for. */
export interface Entry {
  text: string;
  /** second line, smaller */
  sub?: string;
  verdict?: Verdict;
  /** region/indicator/period of the figure that the text shows */
  figure?: string;
  isNumber?: boolean;
}

export type Block =
  | { kind: 'heading'; id: string; text: string; /** begins an annex, after signature and date */ annex?: boolean }
  | { kind: 'lead'; sentences: string[] }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; caption: string; heads: string[]; rows: Entry[][]; empty: string; small?: boolean }
  | { kind: 'chart'; chart: Chart };

/** What an official document has around its body. */
export interface Letter {
  /** the office that issues it */
  issuer: string;
  /** document number; its running number is the registry's to fill in */
  number: string;
  addressee: string;
  /** the lines that name the annexes */
  annexes: string[];
  date: string;
}

/** The bulletin before any form: every form is made of the same blocks. */
export interface Outline {
  title: string;
  letter: Letter;
  lang: Lang;
  simulated: boolean;
  isDraft: boolean;
  /** one sentence: of whom, of when, as of when */
  description: string;
  /** lines under the title */
  under: string[];
  blocks: Block[];
  /** what senders and posts wrote, in whatever script, that may stand in it: what a form cannot draw of these is shown as □ */
  given?: readonly string[];
}
