import { dayOf } from '@duqing/calendar';
import type { Block, BulletinInput, Letter } from './types.ts';

/** The frame of an official document; its date is the day of the cut-off, so that it never depends on when it is made. */
export function letterOf({ city, lang, asOf }: BulletinInput, blocks: readonly Block[]): Letter {
  const [year = '', month = '', day = ''] = dayOf(asOf).split('-');
  const annexes = blocks.flatMap((block) => (block.kind === 'heading' && block.annex ? [block.text] : []));
  if (lang === 'zh') {
    const names = annexes.map((text, index) => `${index + 1}．${text.replace(/^附件[一二三四五]\s*/, '')}`);
    return {
      issuer: `${city.name.zh}禁毒委员会办公室`,
      number: `〔${year}〕　　号`,
      addressee: '各县（市、区）禁毒委员会，市禁毒委员会各成员单位：',
      annexes: names.length === 0 ? [] : [`附件：${names.join('　')}`],
      date: `${year}年${Number(month)}月${Number(day)}日`,
    };
  }
  return {
    issuer: `Office of the Narcotics Control Commission, ${city.name.en}`,
    number: `No. ____ (${year})`,
    addressee: 'To the commissions of the counties and districts and to the members of the city commission:',
    annexes,
    date: `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`,
  };
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
