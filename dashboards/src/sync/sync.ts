import { boardDifferences, ruleDifferences, type Difference } from './compare.ts';
import type { Desired, JsonObject } from './desired.ts';
import type { GrafanaApi } from './grafana-api.ts';

/** Boards that carry it are ours, and so are rules in our folders. */
const TAG = 'duqing';

/** Where a Grafana is other than generated, in a steady order; empty = the same. */
export async function diff(api: GrafanaApi, desired: Desired): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { uid, title } of desired.folders) {
    const held = await api.folder(uid);
    if (held === null) found.push({ what: `folder ${uid}`, path: '', kind: 'missing' });
    else if (held['title'] !== title) found.push({ what: `folder ${uid}`, path: 'title', kind: 'other' });
  }
  for (const board of desired.boards) {
    const what = `board ${board.uid}`;
    const held = await api.board(board.uid);
    if (held === null) found.push({ what, path: '', kind: 'missing' });
    else {
      if (held.folder !== board.folder) found.push({ what, path: 'folder', kind: 'other' });
      found.push(...boardDifferences(what, { held: held.dashboard, wanted: board.dashboard }));
    }
  }
  for (const uid of await strayBoards(api, desired)) found.push({ what: `board ${uid}`, path: '', kind: 'extra' });
  return [...found, ...(await ruleDiff(api, desired)), ...(await receiverDiff(api, desired))];
}

async function strayBoards(api: GrafanaApi, { boards }: Desired): Promise<string[]> {
  const ours = new Set(boards.map(({ uid }) => uid));
  return (await api.boardsTagged(TAG)).filter((uid) => !ours.has(uid)).sort();
}

async function ruleDiff(api: GrafanaApi, { groups }: Desired): Promise<Difference[]> {
  const held = new Map((await api.rules()).map((rule) => [String(rule['uid']), rule]));
  const found: Difference[] = [];
  for (const { folder, name, group } of groups)
    for (const rule of group.rules) {
      const uid = String(rule['uid']);
      const there = held.get(uid);
      if (there === undefined) found.push({ what: `rule ${uid}`, path: '', kind: 'missing' });
      else {
        const place = there['folderUID'] === folder && there['ruleGroup'] === name;
        if (!place) found.push({ what: `rule ${uid}`, path: 'group', kind: 'other' });
        found.push(...ruleDifferences(`rule ${uid}`, { held: there, wanted: rule }));
      }
    }
  for (const uid of strayRules([...held.values()], groups))
    found.push({ what: `rule ${uid}`, path: '', kind: 'extra' });
  return found;
}

/** Rules that stand in our folders and are none of ours: of an earlier version, or made by hand. */
function strayRules(held: readonly JsonObject[], groups: Desired['groups']): string[] {
  const ours = new Set(groups.flatMap(({ group }) => group.rules.map(({ uid }) => String(uid))));
  const folders = new Set(groups.map(({ folder }) => folder));
  return held
    .filter((rule) => folders.has(String(rule['folderUID'])) && !ours.has(String(rule['uid'])))
    .map(({ uid }) => String(uid))
    .sort();
}

/** Our rules must lead somewhere that was chosen: to nobody, or where the deployment's own route for them leads. */
async function receiverDiff(api: GrafanaApi, desired: Desired): Promise<Difference[]> {
  if (routesOurs(await api.policies())) return [];
  return [{ what: `route of ${String(desired.nobody.route['object_matchers'])}`, path: '', kind: 'missing' }];
}

interface Policies extends JsonObject {
  routes: (JsonObject & { object_matchers?: string[][] })[];
}

function routesOurs(tree: JsonObject): boolean {
  const { routes = [] } = tree as Partial<Policies>;
  return routes.some(({ object_matchers = [] }) =>
    object_matchers.some(([label, sign, value]) => label === 'system' && sign === '=' && value === 'duqing'),
  );
}

/**
 * Makes a Grafana what is generated: first where rules lead, so that none of them tells anyone who was not chosen; then folders,
 * boards, rules; last what is no longer ours. Whatever else Grafana holds stays as it is. Run again it changes nothing.
 */
export async function push(api: GrafanaApi, desired: Desired, said: (text: string) => void): Promise<void> {
  await ensureRoute(api, desired.nobody);
  for (const folder of desired.folders) if ((await api.folder(folder.uid)) === null) await api.createFolder(folder);
  for (const { dashboard, folder, uid } of desired.boards) {
    await api.saveBoard({ dashboard, folder });
    said(`board ${uid}`);
  }
  for (const group of desired.groups) {
    await api.saveGroup(group);
    said(`rules ${group.name}`);
  }
  for (const uid of strayRules(await api.rules(), desired.groups)) {
    await api.deleteRule(uid);
    said(`rule ${uid} removed`);
  }
  for (const uid of await strayBoards(api, desired)) {
    await api.deleteBoard(uid);
    said(`board ${uid} removed`);
  }
}

function isNamed(held: readonly JsonObject[], { name }: JsonObject): boolean {
  return held.some((one) => one['name'] === name);
}

/** A route that is there stays as the deployment made it, and so does all else of the tree. */
async function ensureRoute(api: GrafanaApi, { contactPoint, muteTime, route }: Desired['nobody']): Promise<void> {
  const tree = await api.policies();
  if (routesOurs(tree)) return;
  if (!isNamed(await api.contactPoints(), contactPoint)) await api.createContactPoint(contactPoint);
  if (!isNamed(await api.muteTimes(), muteTime)) await api.createMuteTime(muteTime);
  const { routes = [] } = tree as Partial<Policies>;
  await api.savePolicies({ ...tree, routes: [route, ...routes] });
}
