import type { Store } from '@duqing/warehouse';
import { expandMacros, expandVariables, type Choices, type Range } from '../plugin/expand.ts';
import type { Answer } from './frame.ts';

/** A query as a board holds it, answered by the engine. */
export type Ask = (rawSql: string, choices: Choices) => Promise<Answer>;

/** Answers queries over a store after the same expansion that the tests prove; one that was asked before is not run again. */
export function createAsk(store: Store, range: Range): Ask {
  const held = new Map<string, Promise<Answer>>();
  return async (rawSql, choices) => {
    const sql = expandMacros(expandVariables(rawSql, choices), range);
    const answer = held.get(sql) ?? run(store, sql);
    held.set(sql, answer);
    return answer;
  };
}

async function run(store: Store, query: string): Promise<Answer> {
  const answer = await store.client.query({ query, format: 'JSON' });
  const { meta = [], data } = await answer.json<Record<string, unknown>>();
  return { columns: meta as Answer['columns'], rows: data };
}
