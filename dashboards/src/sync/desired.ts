import type { Lang } from '@duqing/catalogue';
import { BOARDS } from '../boards/index.ts';
import { finish } from '../finish.ts';
import { contactPointsFile, muteTimesFile, policiesFile } from '../provisioning/alerting.ts';
import { ruleGroups } from '../rules/rules.ts';
import { apiGroup, FOLDER } from '../rules/shapes.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

interface DesiredFolder {
  uid: string;
  title: string;
}

interface DesiredBoard {
  uid: string;
  folder: string;
  dashboard: JsonObject;
}

interface DesiredGroup {
  folder: string;
  name: string;
  group: JsonObject & { rules: JsonObject[] };
}

/** All that a Grafana is to hold of ours. */
export interface Desired {
  folders: DesiredFolder[];
  boards: DesiredBoard[];
  groups: DesiredGroup[];
  /** where rules go unless a deployment chose otherwise: a receiver that tells nobody, muted all day */
  nobody: { contactPoint: JsonObject; muteTime: JsonObject; route: JsonObject };
}

const LANGS: Lang[] = ['zh', 'en'];

/** Boards in both languages, rules in one: a rule's uid can stand once. */
export function desiredState(rulesLang: Lang): Desired {
  return {
    folders: LANGS.map((lang) => ({ uid: folderOf(lang), title: FOLDER.title[lang] })),
    boards: LANGS.flatMap((lang) =>
      BOARDS.map((board) => {
        const dashboard = plain(finish(board, lang)) as JsonObject;
        return { uid: String(dashboard['uid']), folder: folderOf(lang), dashboard };
      }),
    ),
    groups: ruleGroups().map((group) => ({
      folder: folderOf(rulesLang),
      name: group.name,
      group: plain(apiGroup(group, rulesLang)) as DesiredGroup['group'],
    })),
    nobody: nobodyOf(),
  };
}

function folderOf(lang: Lang): string {
  return `${FOLDER.uid}-${lang}`;
}

/** The provisioning files' own entries, in the shape of the API: one receiver a contact point, no organisation. */
function nobodyOf(): Desired['nobody'] {
  const files = plain([contactPointsFile(), muteTimesFile(), policiesFile()]) as [
    { contactPoints: { name: string; receivers: JsonObject[] }[] },
    { muteTimes: JsonObject[] },
    { policies: { routes: JsonObject[] }[] },
  ];
  const [{ contactPoints }, { muteTimes }, { policies }] = files;
  const [point] = contactPoints;
  const [always] = muteTimes;
  const route = policies[0]?.routes[0];
  if (!point?.receivers[0] || !always || !route) throw new Error('provisioning without the receiver that tells nobody');
  const { orgId: _, ...muteTime } = always;
  return { contactPoint: { name: point.name, ...point.receivers[0] }, muteTime, route };
}

/** As JSON carries it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
