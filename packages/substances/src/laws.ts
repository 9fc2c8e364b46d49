import { compare, decimal } from './decimal.ts';
import { namesOf, plain } from './lookup.ts';
import type { Substance } from './table.ts';

const CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST = 40;

/** Every fault of a table, each with the code that has it; empty = sound. */
export function tableFaults(table: readonly Substance[]): { code: string; zh: string; en: string }[] {
  return [...table.flatMap(entryFaults), ...namesTwice(table), ...needed(table)];
}

function entryFaults({ code, baseline, threshold }: Substance): { code: string; zh: string; en: string }[] {
  const isCode = CODE.test(code) && code.length <= LONGEST;
  const isOther = code === 'other' && (baseline || threshold !== null);
  return [
    ...(isCode
      ? []
      : [
          { code, zh: '代码应为小写字母、数字和 -，至多 40 个', en: 'a code is a-z, 0-9 and -, at most 40 characters' },
        ]),
    ...(isOther
      ? [
          {
            code,
            zh: 'other 不是某一种物质，不能常见，也没有数量标准',
            en: 'it is no one substance: neither common nor with a threshold',
          },
        ]
      : []),
    ...(threshold === null || isAboveZero(threshold.grams)
      ? []
      : [
          {
            code,
            zh: `数量标准 ${threshold.grams} 不是大于 0 的数`,
            en: `the threshold ${threshold.grams} is no number above 0`,
          },
        ]),
  ];
}

function isAboveZero(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && compare(decimal(text), decimal(0)) > 0;
}

/** A name that means two substances would be read as either. */
function namesTwice(table: readonly Substance[]): { code: string; zh: string; en: string }[] {
  const owners = new Map<string, string>();
  return table.flatMap((entry, index) => {
    if (table.findIndex(({ code }) => code === entry.code) !== index)
      return [{ code: entry.code, zh: '重复列出', en: 'listed twice' }];
    return [...new Set(namesOf(entry).map(plain))].flatMap((name) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? entry.code);
      return owner === undefined
        ? []
        : [{ code: entry.code, zh: `名称 ${name} 已属于 ${owner}`, en: `${name} is a name of ${owner} already` }];
    });
  });
}

/** What is sent without a code of its own, and what every ratio is derived from. */
function needed(table: readonly Substance[]): { code: string; zh: string; en: string }[] {
  const heroin = table.find(({ code }) => code === 'heroin');
  return [
    ...(table.some(({ code }) => code === 'other') ? [] : [{ code: 'other', zh: '不能缺少', en: 'it is needed' }]),
    ...(heroin?.threshold
      ? []
      : [
          {
            code: 'heroin',
            zh: '不能缺少数量标准，折算以它为准',
            en: 'its threshold is needed: ratios are derived from it',
          },
        ]),
  ];
}
