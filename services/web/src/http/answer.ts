import type { Fault } from '../core/query.ts';

/** What a route gives: everything of a response but the headers that all responses share. */
export interface Answer {
  status: number;
  type: string;
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

/** What a route is asked: parameters of the path, decoded, and the query as it was parsed (a field given twice is an array). */
export interface Asked {
  path: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
}

export interface Route {
  path: string;
  /** how errors are told: as a page or as JSON */
  face: 'page' | 'json';
  handle(asked: Asked): Promise<Answer> | Answer;
}

export function json(value: unknown, status = 200): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n` };
}

/** 400 with every fault of the query by field. */
export function badQuery(faults: readonly Fault[]): Answer {
  return json({ error: 'bad-query', faults }, 400);
}

export function markup(body: string, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body };
}
