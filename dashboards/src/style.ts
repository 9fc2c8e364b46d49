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

export const SERIES = { value: '#2f6fab', limit: '#c4314b', base: '#8a8a8a' };
const VERDICTS = Object.keys(COLOURS) as Verdict[];

/** A verdict's code shown as mark and word in its colour. */
export function verdictMappings(lang: Lang): ValueMapping[] {
  const options = VERDICTS.map((verdict, index) => [
    verdict,
    { text: `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`, color: COLOURS[verdict], index },
  ]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }];
}

/** Properties of a table's column that holds a verdict. */
export function verdictColumn(lang: Lang): DynamicConfigValue[] {
  return [
    { id: 'mappings', value: verdictMappings(lang) },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
    { id: 'custom.width', value: 110 },
  ];
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
  tall: { span: 24, height: 18 },
  half: { span: 12, height: 9 },
  third: { span: 8, height: 5 },
  small: { span: 6, height: 4 },
} as const;
export type Size = keyof typeof SIZE;
