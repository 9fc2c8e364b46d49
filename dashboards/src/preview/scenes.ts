import type { Choices } from '../plugin/expand.ts';
import type { VariableJson } from './board-json.ts';

interface Option {
  value: string;
  text: string;
}

/** What can be chosen for each variable of a board, the default first. */
export type Lists = ReadonlyMap<string, readonly Option[]>;

/** A choice for each variable of a board, by value. */
export type Scene = Readonly<Record<string, string>>;

const QUARTERS = 3;

/** The board as it opens: the first of every list. */
export function defaultScene(lists: Lists): Scene {
  return Object.fromEntries([...lists].map(([name, [first]]) => [name, first?.value ?? '']));
}

/**
 * The combinations that are drawn, each once: the default; two more quarters; one earlier moment; and where the board is named in
 * `every`, each choice of that variable by itself. Any other is left to Grafana.
 */
export function scenesOf(lists: Lists, every: readonly string[]): Scene[] {
  const base = defaultScene(lists);
  const some = { period: QUARTERS, asof: 2 };
  const varied = [...lists].flatMap(([name, options]) => {
    const count = every.includes(name) ? options.length : (some[name as keyof typeof some] ?? 1);
    return options.slice(1, count).map(({ value }) => ({ ...base, [name]: value }));
  });
  return [base, ...varied];
}

/** The scene's name within its board's pages: what differs from the default. */
export function slugOf(scene: Scene, base: Scene): string {
  const parts = Object.entries(scene).filter(([name, value]) => base[name] !== value);
  return parts.map(([, value]) => `-${value.replaceAll(/[^\w-]/g, '')}`).join('');
}

/** Constants as they stand in the board, and the scene's choices with the texts of their lists. */
export function choicesOf(scene: Scene, lists: Lists, variables: readonly VariableJson[]): Choices {
  const constants = variables.flatMap(({ name, type, query }) =>
    type === 'constant' && typeof query === 'string' ? [[name, { text: query, value: query }] as const] : [],
  );
  const chosen = Object.entries(scene).map(
    ([name, value]) =>
      [
        name,
        {
          value,
          text:
            lists
              .get(name)
              ?.find((option) => option.value === value)
              ?.text.trim() ?? value,
        },
      ] as const,
  );
  return Object.fromEntries([...constants, ...chosen]);
}
