import type { AlertView, RejectRow } from '@duqing/warehouse';

/** A sending unit and until when what it sent is held. */
export interface SourceLine {
  source: string;
  /** code of its area, '' where the path names none */
  region: string;
  /** ms of its last valid message; null = everything it sent was refused */
  receivedAt: number | null;
  /** whole days since then */
  days: number | null;
  /** ms of its last refused message; null = none was refused */
  refusedAt: number | null;
  /** an alert says that it has fallen silent */
  isSilent: boolean;
}

export interface SourcesInput {
  sources: readonly { source: string; receivedAt: number }[];
  rejects: readonly Pick<RejectRow, 'source' | 'received_at'>[];
  alerts: readonly Pick<AlertView, 'kind' | 'key' | 'state'>[];
  now: number;
}

const DAY = 86_400_000;
const OPEN = new Set<AlertView['state']>(['pending', 'firing', 'recovering']);

/** Those that fell silent or never sent anything valid first, then the longest without a message. */
export function sourceLines({ sources, rejects, alerts, now }: SourcesInput): SourceLine[] {
  const silent = new Set(
    alerts.flatMap(({ kind, key, state }) => (kind === 'source-silent' && OPEN.has(state) ? key : [])),
  );
  const received = new Map(sources.map(({ source, receivedAt }) => [source, receivedAt]));
  const refused = new Map<string, number>();
  for (const { source, received_at } of rejects)
    refused.set(source, Math.max(refused.get(source) ?? 0, Number(received_at)));
  const all = [...new Set([...received.keys(), ...refused.keys()])].filter((source) => source !== '');
  const lines = all.map((source): SourceLine => {
    const receivedAt = received.get(source) ?? null;
    const days = receivedAt === null ? null : Math.max(0, Math.floor((now - receivedAt) / DAY));
    const isSilent = silent.has(`source-silent/${source}`);
    return { source, region: regionOf(source), receivedAt, days, refusedAt: refused.get(source) ?? null, isSilent };
  });
  return lines.sort(
    (a, b) => rankOf(b) - rankOf(a) || (a.receivedAt ?? 0) - (b.receivedAt ?? 0) || (a.source < b.source ? -1 : 1),
  );
}

function regionOf(source: string): string {
  return /^\/([^/]+)/.exec(source)?.[1] ?? '';
}

function rankOf({ isSilent, receivedAt }: SourceLine): number {
  return Number(isSilent) + 2 * Number(receivedAt === null);
}
