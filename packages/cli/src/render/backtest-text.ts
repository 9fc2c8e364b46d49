import { kindName } from '@duqing/alerts';
import { verdictMark, verdictWord, type Lang, type Verdict } from '@duqing/catalogue';
import type { Backtest } from '@duqing/outlook';
import Table from 'cli-table3';
import { BARE } from './bare.ts';
import { fitted } from './fitted.ts';

interface Names {
  lang: Lang;
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
}

const TEXT = {
  zh: {
    judged: '判定单元',
    flips: '结论改变',
    figures: '数值改变',
    none: '无',
    composites: '内部测算',
    alerts: '预警',
    more: '增加',
    fewer: '减少',
    heads: ['地区', '期间', '指标', '数值', '原结论', '新结论'],
  },
  en: {
    judged: 'judged',
    flips: 'verdicts that flip',
    figures: 'figures that change',
    none: 'none',
    composites: 'own count',
    alerts: 'alerts',
    more: 'more',
    fewer: 'fewer',
    heads: ['Area', 'Period', 'Indicator', 'Value', 'Before', 'After'],
  },
} as const;
/** 100 columns with the gaps. */
const WIDTHS = [24, 10, 26, 12, 14, 14];

/** A back-test for the terminal: counts, what flips, the own count, alerts. */
export function backtestText(found: Backtest, names: Names): string {
  const { lang } = names;
  const words = TEXT[lang];
  return [
    found.changes.join('  '),
    `${words.judged}: ${tally(found.judged.before, lang)} → ${tally(found.judged.after, lang)}`,
    `${words.flips}: ${found.flips.length === 0 ? words.none : found.flips.length}`,
    ...(found.flips.length > 0 ? [flipsTable(found, names)] : []),
    ...figuresText(found.figures ?? [], names),
    `${words.composites}: ${found.composites.length === 0 ? words.none : found.composites.length}`,
    ...found.composites.map((shift) => `  ${shiftText(shift, names)}`),
    `${words.alerts}: ${found.alerts === null ? '—' : found.alerts.length === 0 ? words.none : ''}`.trimEnd(),
    ...(found.alerts ?? []).map(
      ({ kind, more, fewer }) => `  ${kindName(kind)[lang]}: ${words.more} ${more}, ${words.fewer} ${fewer}`,
    ),
  ].join('\n');
}

function bare(value: number | boolean | null, lang: Lang): string {
  if (typeof value === 'number') return String(Number(value.toFixed(3)));
  if (value === null) return '—';
  if (lang === 'zh') return value ? '是' : '否';
  return value ? 'yes' : 'no';
}

const FIGURES_SHOWN = 20;

/** A line each; what is not shown is counted. */
function figuresText(figures: NonNullable<Backtest['figures']>, { lang, nameOf, areaOf }: Names): string[] {
  const words = TEXT[lang];
  const more = figures.length - FIGURES_SHOWN;
  return [
    `${words.figures}: ${figures.length === 0 ? words.none : figures.length}`,
    ...figures
      .slice(0, FIGURES_SHOWN)
      .map(
        ({ region, period, indicator, before, after }) =>
          `  ${areaOf(region)} ${period} ${nameOf(indicator)}: ${bare(before, lang)} → ${bare(after, lang)}`,
      ),
    ...(more > 0 ? [lang === 'zh' ? `  另有 ${more} 个` : `  and ${more} more`] : []),
  ];
}

function tally(counts: Record<Verdict, number>, lang: Lang): string {
  return (Object.entries(counts) as [Verdict, number][])
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${verdictWord(verdict, lang)} ${count}`)
    .join(', ');
}

function flipsTable({ flips }: Backtest, { lang, nameOf, areaOf }: Names): string {
  const style = { head: [], border: [], compact: true };
  const table = new Table({ head: [...TEXT[lang].heads], colWidths: WIDTHS, style, chars: BARE });
  for (const flip of flips) {
    const value = flip.denominator === null ? String(flip.value) : `${flip.numerator}/${flip.denominator}`;
    const row = [
      areaOf(flip.region),
      flip.period,
      nameOf(flip.indicator),
      value,
      word(flip.before, lang),
      word(flip.after, lang),
    ];
    table.push(row.map((text, index) => fitted(text, (WIDTHS[index] ?? 0) - 1)));
  }
  return table.toString();
}

function word(verdict: Verdict, lang: Lang): string {
  return `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`;
}

function shiftText({ region, period, before, after }: Backtest['composites'][number], { lang, areaOf }: Names): string {
  const side = ({ range: [least, most], verdict }: typeof before): string =>
    `${least === most ? least : `${least}–${most}`} ${word(verdict, lang)}`;
  return `${areaOf(region)} ${period}: ${side(before)} → ${side(after)}`;
}
