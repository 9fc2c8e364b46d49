import type { Json, JsonObject } from './desired.ts';

/** Grafana cannot be asked, or refused: the message names the request and never the token. */
class GrafanaError extends Error {
  override readonly name = 'GrafanaError';
}

export interface GrafanaApi {
  /** null where there is none */
  folder(uid: string): Promise<JsonObject | null>;
  createFolder(folder: { uid: string; title: string }): Promise<void>;
  board(uid: string): Promise<{ dashboard: JsonObject; folder: string } | null>;
  /** uids of boards with a tag */
  boardsTagged(tag: string): Promise<string[]>;
  saveBoard(board: { dashboard: JsonObject; folder: string }): Promise<void>;
  deleteBoard(uid: string): Promise<void>;
  rules(): Promise<JsonObject[]>;
  saveGroup(group: { folder: string; name: string; group: JsonObject }): Promise<void>;
  deleteRule(uid: string): Promise<void>;
  contactPoints(): Promise<JsonObject[]>;
  createContactPoint(point: JsonObject): Promise<void>;
  muteTimes(): Promise<JsonObject[]>;
  createMuteTime(time: JsonObject): Promise<void>;
  policies(): Promise<JsonObject>;
  savePolicies(tree: JsonObject): Promise<void>;
}

export interface ApiOptions {
  /** address of Grafana, without a slash at its end */
  url: string;
  /** of a service account */
  token: string;
  timeoutMs?: number;
}

/** The documented HTTP API of Grafana 11 to 13: boards, folders, and alerting's provisioning with rules that stay editable. */
export function grafanaApi({ url, token, timeoutMs = 30_000 }: ApiOptions): GrafanaApi {
  const ask = async (method: string, path: string, body?: Json): Promise<Json | undefined> => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'x-disable-provenance': 'true',
    };
    const init = { method, headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' } as const;
    const response = await fetch(
      `${url}${path}`,
      body === undefined ? init : { ...init, body: JSON.stringify(body) },
    ).catch((error: unknown) => {
      throw new GrafanaError(`${method} ${path}: Grafana was not reached (${causeOf(error)})`);
    });
    const text = await response.text();
    if (response.status === 404 && method === 'GET') return undefined;
    if (!response.ok) throw new GrafanaError(`${method} ${path}: ${response.status} ${said(text)}`);
    return parsed(text, `${method} ${path}`);
  };
  const list = async (path: string): Promise<JsonObject[]> => ((await ask('GET', path)) ?? []) as JsonObject[];
  const ALERTING = '/api/v1/provisioning';
  return {
    folder: async (uid) =>
      ((await ask('GET', `/api/folders/${encodeURIComponent(uid)}`)) as JsonObject | undefined) ?? null,
    createFolder: async (folder) => void (await ask('POST', '/api/folders', folder)),
    board: async (uid) => {
      const found = (await ask('GET', `/api/dashboards/uid/${encodeURIComponent(uid)}`)) as
        { dashboard: JsonObject; meta: { folderUid?: string } } | undefined;
      return found ? { dashboard: found.dashboard, folder: found.meta.folderUid ?? '' } : null;
    },
    boardsTagged: async (tag) =>
      (await list(`/api/search?type=dash-db&tag=${encodeURIComponent(tag)}&limit=5000`)).map(({ uid }) => String(uid)),
    saveBoard: async ({ dashboard, folder }) =>
      void (await ask('POST', '/api/dashboards/db', {
        dashboard: { ...dashboard, id: null },
        folderUid: folder,
        overwrite: true,
        message: 'duqing dashboards:push',
      })),
    deleteBoard: async (uid) => void (await ask('DELETE', `/api/dashboards/uid/${encodeURIComponent(uid)}`)),
    rules: async () => list(`${ALERTING}/alert-rules`),
    saveGroup: async ({ folder, name, group }) =>
      void (await ask(
        'PUT',
        `${ALERTING}/folder/${encodeURIComponent(folder)}/rule-groups/${encodeURIComponent(name)}`,
        group,
      )),
    deleteRule: async (uid) => void (await ask('DELETE', `${ALERTING}/alert-rules/${encodeURIComponent(uid)}`)),
    contactPoints: async () => list(`${ALERTING}/contact-points`),
    createContactPoint: async (point) => void (await ask('POST', `${ALERTING}/contact-points`, point)),
    muteTimes: async () => list(`${ALERTING}/mute-timings`),
    createMuteTime: async (time) => void (await ask('POST', `${ALERTING}/mute-timings`, time)),
    policies: async () => ((await ask('GET', `${ALERTING}/policies`)) ?? {}) as JsonObject,
    savePolicies: async (tree) => void (await ask('PUT', `${ALERTING}/policies`, tree)),
  };
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** What Grafana says of a refusal, short. */
function said(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? '').slice(0, 200);
  } catch {
    return '';
  }
}

function parsed(text: string, what: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new GrafanaError(`${what}: the answer is no JSON; is this Grafana's address?`);
  }
}
