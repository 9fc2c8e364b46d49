import type { Fault } from '../fault.ts';
import type { Flag, IntelligenceData, SeizureData, SeizureItem } from '../types.ts';

export function seizureFault({ items }: SeizureData): Fault | null {
  for (const [index, { substance, name }] of items.entries()) {
    const field = `data.items[${index}].name`;
    if (substance === 'other' && name === undefined) {
      const right = { zh: 'substance 为 other 时写明物质名称', en: 'the name of the substance where it is other' };
      return { code: 'missing', field, right };
    }
    if (substance !== 'other' && name !== undefined) {
      const right = { zh: '仅在 substance 为 other 时填写 name', en: 'name goes with substance other only' };
      return { code: 'unknown-key', field, right };
    }
  }
  return null;
}

export function seizureFlags({ events = 1, items }: SeizureData): Flag[] {
  const aggregate: Flag[] = events > 1 ? [{ code: 'aggregate', field: 'data.events' }] : [];
  return [...aggregate, ...items.flatMap((item, index) => itemFlags(item, `data.items[${index}]`))];
}

function itemFlags({ substance, quantity }: SeizureItem, at: string): Flag[] {
  const flags: Flag[] = substance === 'other' ? [{ code: 'substance-unknown', field: `${at}.substance` }] : [];
  return quantity.value === 0 ? [...flags, { code: 'quantity-zero', field: `${at}.quantity.value` }] : flags;
}

export function intelligenceFlags({ substances = [] }: IntelligenceData): Flag[] {
  const index = substances.indexOf('other');
  return index < 0 ? [] : [{ code: 'substance-unknown', field: `data.substances[${index}]` }];
}
