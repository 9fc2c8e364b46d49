import { readdirSync, readFileSync } from 'node:fs';
import { expandVariables, type Choices, type Range } from '@duqing/dashboards/plugin';

const GENERATED = new URL('../../dashboards/generated/', import.meta.url);

interface Model {
  rawSql: string;
}

interface BoardJson {
  uid: string;
  panels: { id: number; title: string; targets?: (Model & { refId: string })[] }[];
  templating: { list: { name: string; query: Model | string }[] };
  annotations: { list: { name: string; target?: Model }[] };
}

interface RuleJson {
  uid: string;
  data: { refId: string; relativeTimeRange: { from: number; to: number }; datasourceUid: string; model: Model }[];
}

/** A query as Grafana hands it to the plugin's backend: the model with its variables put in, macros not. */
export interface Asked extends Range {
  id: string;
  model: Model;
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, GENERATED), 'utf8')) as T;
}

function files(folder: string): string[] {
  return readdirSync(new URL(folder, GENERATED), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => `${folder}${name}`);
}

/** Every query of every panel, variable and annotation of the boards as generated, in both languages. */
export function boardQueries(choices: Choices, range: Range): Asked[] {
  return files('boards/').flatMap((file) => {
    const { uid, panels, templating, annotations } = json<BoardJson>(file);
    const asked = (id: string, model: Model): Asked => ({
      id: `${uid} ${id}`,
      model: { ...model, rawSql: expandVariables(model.rawSql, choices) },
      ...range,
    });
    return [
      ...panels.flatMap(({ id, title, targets = [] }) =>
        targets.map((target) => asked(`panel ${id}${target.refId} ${title}`, target)),
      ),
      ...templating.list.flatMap(({ name, query }) =>
        typeof query === 'string' ? [] : [asked(`variable ${name}`, query)],
      ),
      ...annotations.list.flatMap(({ name, target }) => (target ? [asked(`annotation ${name}`, target)] : [])),
    ];
  });
}

/** Every query of every rule as generated; `now` (ms) is when it is evaluated. */
export function ruleQueries(now: number): Asked[] {
  return files('rules-api/')
    .flatMap((file) => json<{ rules: RuleJson[] }>(file).rules)
    .flatMap(({ uid, data }) =>
      data
        .filter(({ datasourceUid }) => datasourceUid !== '__expr__')
        .map(({ refId, relativeTimeRange, model }) => ({
          id: `rule ${uid} ${refId}`,
          model,
          from: now - relativeTimeRange.from * 1_000,
          to: now - relativeTimeRange.to * 1_000,
        })),
    );
}
