import type { Action, Principal } from '@duqing/access';
import type { Fault } from '../core/query.ts';
import type { Form } from '../desk/desk.ts';

/** What a route gives: everything of a response but the headers that all responses share. */
export interface Answer {
  status: number;
  type: string;
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

/**
 * What a route is asked: parameters of the path, decoded, the query as it was parsed (a field given twice is an array), who asks, and
 * what was posted.
 */
export interface Asked {
  path: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  /** the post that has signed in; null = anyone who can reach the server */
  principal: Principal | null;
  /** what the post showed, or signed in with: for who asks others in its name */
  token: string | null;
  form: Form;
}

export interface Route {
  path: string;
  /** how errors are told: as a page or as JSON */
  face: 'page' | 'json';
  /** default GET; a POST is taken from our own pages, or with a bearer token */
  method?: 'GET' | 'POST';
  /** what the post must be allowed in its own area; the route itself looks at the area that it acts on */
  needs?: Action;
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

/** After a form was taken: the browser goes on to that page of ours with a GET. */
export function seeOther(location: string): Answer {
  return { status: 303, type: 'text/plain; charset=utf-8', body: '', headers: { location } };
}
