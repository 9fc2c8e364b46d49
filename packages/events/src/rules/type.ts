import type { Fault } from '../fault.ts';
import { EVENT_TYPES } from '../registry.ts';

const NAMES = EVENT_TYPES.map(({ type }) => type);
const RIGHT = { zh: `下列之一：${NAMES.join('、')}`, en: `one of ${NAMES.join(', ')}` };

/** Why a type is none of ours: a version to come is told apart from a name that never was. */
export function typeFault(type: unknown): Fault {
  const fault = { field: 'type', right: RIGHT } as const;
  if (type === undefined || type === null || type === '') return { code: 'missing', ...fault };
  if (typeof type !== 'string') return { code: 'wrong-type', ...fault };
  const [, base] = /^(.*\.)v\d+$/.exec(type) ?? [];
  const isVersion = base !== undefined && NAMES.includes(`${base}v1`);
  return { code: isVersion ? 'unknown-version' : 'unknown-type', ...fault };
}
