import type { ValidationContext } from '../context.ts';
import type { Fault } from '../fault.ts';
import { SUBSTANCE_RIGHT } from '../schema/seizure.ts';
import type { Flag, IntelligenceData, SeizureData, SeizureItem } from '../types.ts';

type Table = ValidationContext['substances'];

function unknownSubstance(code: string, { field, table }: { field: string; table: Table }): Fault | null {
  return table.isKnown(code) ? null : { code: 'unknown-code', field, right: SUBSTANCE_RIGHT };
}

export function intelligenceFault({ substances = [] }: IntelligenceData, table: Table): Fault | null {
  const faults = substances.flatMap(
    (code, index) => unknownSubstance(code, { field: `data.substances[${index}]`, table }) ?? [],
  );
  return faults[0] ?? null;
}

export function seizureFault({ items }: SeizureData, table: Table): Fault | null {
  for (const [index, { substance, name }] of items.entries()) {
    const unknown = unknownSubstance(substance, { field: `data.items[${index}].substance`, table });
    if (unknown) return unknown;
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
  return [...aggregate, ...items.flatMap((item, index) => itemFlags(item, { at: `data.items[${index}]`, events }))];
}

/**
 * What one item of a seizure plausibly is, in its own unit, both ends inclusive (ours): below or above it a slip of the unit or of
 * the point is likelier. Kilograms written as grams give a milligram's worth, grams written as milligrams tons.
 */
const PLAUSIBLE: Record<SeizureItem['quantity']['unit'], { from: number; to: number }> = {
  mg: { from: 0.01, to: 1_000_000 },
  g: { from: 0.001, to: 5_000_000 },
  kg: { from: 0.001, to: 20_000 },
  ml: { from: 0.01, to: 1_000_000 },
  l: { from: 0.001, to: 100_000 },
  tablet: { from: 0.1, to: 20_000_000 },
  plant: { from: 1, to: 5_000_000 },
};

function isImplausible({ value, unit }: SeizureItem['quantity'], events: number): boolean {
  const { from, to } = PLAUSIBLE[unit];
  return value > 0 && (value < from || value > to * events);
}

function itemFlags({ substance, quantity }: SeizureItem, { at, events }: { at: string; events: number }): Flag[] {
  const flags: Flag[] = substance === 'other' ? [{ code: 'substance-unknown', field: `${at}.substance` }] : [];
  if (quantity.value === 0) return [...flags, { code: 'quantity-zero', field: `${at}.quantity.value` }];
  return isImplausible(quantity, events)
    ? [...flags, { code: 'quantity-implausible', field: `${at}.quantity` }]
    : flags;
}

export function intelligenceFlags({ substances = [] }: IntelligenceData): Flag[] {
  const index = substances.indexOf('other');
  return index < 0 ? [] : [{ code: 'substance-unknown', field: `data.substances[${index}]` }];
}
