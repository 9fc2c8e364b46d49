import type { Act } from '../types.ts';

interface Steps {
  toMeet: number | null;
  toBreak: number | null;
  /** whether a higher number is a better one */
  upward: boolean;
}

/** "2 more cases solved with IT support would meet it", in the unit people act on. */
export function distanceText(act: Act, { toMeet, toBreak, upward }: Steps): { zh: string; en: string } {
  if (toMeet === null) return { zh: '按现有分母无法达标', en: 'cannot be met as things stand' };
  if (toMeet > 0) return step(act, { count: toMeet, more: upward, end: { zh: '即可达标', en: 'would meet it' } });
  if (toBreak === null) return { zh: '按现有分母不会不达标', en: 'cannot be missed as things stand' };
  return step(act, {
    count: toBreak,
    more: !upward,
    end: { zh: '即不达标', en: toBreak === 1 ? 'breaks it' : 'break it' },
  });
}

function step(
  { zh, en }: Act,
  { count, more, end }: { count: number; more: boolean; end: { zh: string; en: string } },
): { zh: string; en: string } {
  const noun = count === 1 ? en[0] : en[1];
  return {
    zh: `${more ? '再增加' : '减少'} ${count} ${zh}${end.zh}`,
    en: `${count} ${more ? 'more' : 'fewer'} ${noun} ${end.en}`,
  };
}
