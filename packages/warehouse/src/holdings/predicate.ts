import type { Predicate, Weight } from '@duqing/catalogue';
import type { Day } from '@duqing/calendar';
import type { Setting, Version } from '@duqing/regions';
import type { Params } from './params.ts';

/** What a predicate needs beside itself: the configuration known at the as-of, and where values are bound. */
export interface Scope {
  setting: Setting;
  params: Params;
}

/** A three-valued condition over a facts row: 1, 0, or NULL where an attribute that decides it is absent. */
export function conditionOf(predicate: Predicate, scope: Scope): string {
  switch (predicate.op) {
    case 'and':
      return joined('and', predicate.of, scope);
    case 'any':
      return joined('or', predicate.of, scope);
    case 'class':
      return byVersion(scope.setting.categories, scope, (value) => `category IN ${codes(value[predicate.is], scope)}`);
    case 'category':
      return `category IN ${codes(predicate.in, scope)}`;
    case 'is':
      return `${ATTRIBUTES[predicate.attribute]} = ${predicate.value}`;
    case 'severity':
      return `if(isNull(severity), NULL, assumeNotNull(severity) IN ${codes(predicate.in, scope)})`;
    case 'target-level-above-none':
      return "target_level != 'none'";
    case 'it-supported':
      return byVersion(
        scope.setting.methods,
        scope,
        (value) => `hasAny(solved_by, ${codes(value.itSupported, scope)})`,
      );
    case 'persons-above-zero':
      return `${predicate.part} > 0`;
    case 'disposition':
      return `disposition = ${scope.params.bind(predicate.is, 'String')}`;
    case 'intelligence-kind':
      return `kind = ${scope.params.bind(predicate.is, 'String')}`;
    case 'channel':
      return `channel = ${scope.params.bind(predicate.is, 'String')}`;
  }
}

/** causedByUser is asked of category `other` only; elsewhere an absent one reads false (SEMANTICS "Which cases count"). */
const ATTRIBUTES = {
  largeScale: 'large_scale',
  causedByUser: "if(category = 'other', caused_by_user, ifNull(caused_by_user, false))",
  outOfSupervision: 'out_of_supervision',
  preControlled: 'pre_controlled',
} as const;

function joined(name: 'and' | 'or', of: readonly Predicate[], scope: Scope): string {
  const parts = of.map((part) => conditionOf(part, scope));
  if (parts.length === 0) return name === 'and' ? '1' : '0';
  return parts.length === 1 ? (parts[0] ?? '') : `${name}(${parts.join(', ')})`;
}

function codes(values: readonly string[], { params }: Scope): string {
  return params.bind(values, 'Array(String)');
}

/** The condition of the version in force on the row's day, versions of one valid-from resolved by the later recorded. */
function byVersion<T>(versions: readonly Version<T>[], { params }: Scope, condition: (value: T) => string): string {
  const latest = new Map<Day, Version<T>>();
  for (const version of [...versions].sort((a, b) => (a.recordedAt ?? '').localeCompare(b.recordedAt ?? '')))
    latest.set(version.validFrom, version);
  const order = [...latest.values()].sort((a, b) => b.validFrom.localeCompare(a.validFrom));
  const oldest = order.pop();
  if (!oldest) throw new Error('configuration without any version');
  const branches = order.map(
    ({ validFrom, value }) => `day >= ${params.bind(validFrom, 'String')}, ${condition(value)}`,
  );
  return branches.length === 0
    ? condition(oldest.value)
    : `multiIf(${[...branches, condition(oldest.value)].join(', ')})`;
}

/** What a selected row adds; NULL where it is not known. Grams and the like are summed by substance, see `itemsQuery`. */
export function weightOf(weight: Exclude<Weight, ItemWeight>): string {
  switch (weight) {
    case 'one':
      return '1';
    case 'events':
      return 'events';
    case 'minors':
      return 'minors';
    case 'involved':
      return 'involved';
  }
}

export type ItemWeight = 'grams' | 'pure-grams' | 'heroin-equivalent-grams' | 'plants';

export function isItemWeight(weight: Weight): weight is ItemWeight {
  return weight === 'grams' || weight === 'pure-grams' || weight === 'heroin-equivalent-grams' || weight === 'plants';
}
