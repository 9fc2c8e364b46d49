import { verdictMark, verdictWord, type Lang, type Verdict } from '@duqing/catalogue';
import {
  MappingType,
  ThresholdsMode,
  type DynamicConfigValue,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { ThresholdsConfigBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/** Colours by meaning; each also has a mark or a word, so that nobody needs to tell them apart. */
export const COLOURS = {
  met: '#3a7d44',
  missed: '#c4314b',
  'not-due': '#5b7c99',
  'not-applicable': '#8a8a8a',
  'not-assessable': '#b7791f',
  information: '#5b7c99',
} satisfies Record<Verdict, string>;

/** Fields of a grid: only what asks for something is strong. */
const FIELDS = {
  met: '#e3f0e4',
  missed: '#c4314b',
  'not-due': '#eef1f5',
  'not-applicable': '#f4f4f4',
  'not-assessable': '#f3d9a4',
  information: '#eef1f5',
} satisfies Record<Verdict, string>;

export const SERIES = { value: '#2f6fab', limit: '#c4314b', base: '#8a8a8a', below: '#7fa8d1', above: '#b9d2ea' };
const VERDICTS = Object.keys(COLOURS) as Verdict[];

/** A verdict's code shown as mark and word in its colour. */
function verdictMappings(lang: Lang): ValueMapping[] {
  const options = VERDICTS.map((verdict, index) => [
    verdict,
    { text: verdictText(verdict, lang), color: COLOURS[verdict], index },
  ]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }];
}

function verdictText(verdict: Verdict, lang: Lang): string {
  return `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`;
}

/** The verdicts as fields of a grid say them. */
export function verdictStates(lang: Lang): [code: string, text: string, color: string][] {
  return VERDICTS.map((verdict) => [verdict, verdictText(verdict, lang), FIELDS[verdict]]);
}

/** Properties of a table's column that holds a verdict. */
export function verdictColumn(lang: Lang): DynamicConfigValue[] {
  return [
    { id: 'mappings', value: verdictMappings(lang) },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
    { id: 'custom.width', value: 110 },
  ];
}

/** A column that only links need: versions of Grafana know it by one name or the other. */
export const UNSEEN: DynamicConfigValue[] = [
  { id: 'custom.hidden', value: true },
  { id: 'custom.hideFrom', value: { viz: true, legend: false, tooltip: false } },
];

/** A column of sentences. */
export const WRAPPED: DynamicConfigValue[] = [
  { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
  { id: 'custom.width', value: 190 },
];

/** A column of a few words. */
export const NARROW: DynamicConfigValue[] = [
  { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
  { id: 'custom.width', value: 150 },
];

/** A series of one colour. */
export function coloured(color: string): DynamicConfigValue[] {
  return [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }];
}

/** One colour: what a panel means is said by its words, not by traffic lights. */
export function plain(): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color: SERIES.value }]);
}

/** Good at 0, bad from 1 on. */
export function zeroIsGood(): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: COLOURS.met },
    { value: 1, color: COLOURS.missed },
  ]);
}

/** Whole board is 24 wide. */
export const SIZE = {
  full: { span: 24, height: 10 },
  areas: { span: 24, height: 12 },
  half: { span: 12, height: 9 },
  tile: { span: 6, height: 4 },
} as const;
export type Size = keyof typeof SIZE;
