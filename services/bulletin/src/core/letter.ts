import { dayOf } from '@duqing/calendar';
import type { Letterhead } from '@duqing/regions';
import { focusOf } from './assessment.ts';
import type { Area, Block, BulletinInput, Letter } from './types.ts';

/** The frame of an official document; its date is the day of the cut-off, so that it never depends on when it is made. */
export function letterOf(input: BulletinInput, blocks: readonly Block[]): Letter {
  const { city, lang, asOf, letterhead = commissionOf(city) } = input;
  const [year = '', month = '', day = ''] = dayOf(asOf).split('-');
  const annexes = blocks.flatMap((block) => (block.kind === 'heading' && block.annex ? [block.text] : []));
  const common = {
    issuer: letterhead.issuer[lang],
    number: letterhead.number[lang].replaceAll('{year}', year),
    addressee: addresseeOf(input, letterhead),
  };
  if (lang === 'en') return { ...common, annexes, date: `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}` };
  const names = annexes.map((text, index) => `${index + 1}．${text.replace(/^附件[一二三四五]\s*/, '')}`);
  return {
    ...common,
    annexes: names.length === 0 ? [] : [`附件：${names.join('　')}`],
    date: `${year}年${Number(month)}月${Number(day)}日`,
  };
}

/** A public edition is addressed to nobody, a county edition to the area's own commission. */
function addresseeOf(input: BulletinInput, { addressee }: Letterhead): string {
  const { audience, lang, city } = input;
  const { code, name } = focusOf(input);
  if (audience === 'public') return '';
  if (code === city.code) return addressee[lang];
  return lang === 'zh' ? `${name.zh}禁毒委员会：` : `To the commission of ${name.en}:`;
}

/** Where a deployment says nothing else. */
function commissionOf({ name }: Area): Letterhead {
  return {
    issuer: {
      zh: `${name.zh}禁毒委员会办公室`,
      en: `Office of the Narcotics Control Commission, ${name.en}`,
    },
    number: { zh: '〔{year}〕　　号', en: 'No. ____ ({year})' },
    addressee: {
      zh: '各县（市、区）禁毒委员会，市禁毒委员会各成员单位：',
      en: 'To the commissions of the counties and districts and to the members of the city commission:',
    },
  };
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
