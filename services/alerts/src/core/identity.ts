import type { AlertKind } from './types.ts';

export function cellKey({ indicator, region, period }: { indicator: string; region: string; period: string }): string {
  return `${indicator}/${region}/${period}`;
}

export function alertKey(kind: AlertKind, ...parts: string[]): string {
  return [kind, ...parts].join('/');
}
