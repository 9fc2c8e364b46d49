import type { Lang } from '@duqing/catalogue';
import { ruleGroups } from '../rules/rules.ts';
import { fileGroup } from '../rules/shapes.ts';
import { REMOVED_RULES } from './removed.ts';

const NOBODY = 'duqing-nobody';
const ALWAYS = 'duqing-always';

/** Rules and the uids of rules that earlier versions had: Grafana keeps what a file no longer names. */
export function rulesFile(lang: Lang): object {
  return {
    apiVersion: 1,
    deleteRules: REMOVED_RULES.map((uid) => ({ orgId: 1, uid })),
    groups: ruleGroups().map((group) => fileGroup(group, lang)),
  };
}

/** The default receiver. Nothing reaches it: every route to it is muted all day long. */
export function contactPointsFile(): object {
  const settings = { url: 'http://127.0.0.1:9/', httpMethod: 'POST' };
  const receivers = [{ uid: NOBODY, type: 'webhook', settings, disableResolveMessage: true }];
  return { apiVersion: 1, deleteContactPoints: [], contactPoints: [{ orgId: 1, name: NOBODY, receivers }] };
}

function point(type: string, settings: Record<string, string>): object {
  return {
    orgId: 1,
    name: `duqing-${type}`,
    receivers: [{ uid: `duqing-${type}`, type, settings, disableResolveMessage: false }],
  };
}

/** Receivers to choose from; addresses and keys come from the environment of the one who copies the file. */
export function choicesFile(): object {
  const text = '{{ template "duqing.text" . }}';
  return {
    apiVersion: 1,
    contactPoints: [
      point('wecom', { url: '${DUQING_ALERT_WECOM}', message: text }),
      point('dingding', { url: '${DUQING_ALERT_DINGTALK}', msgType: 'link', message: text }),
      point('email', { addresses: '${DUQING_ALERT_EMAIL}', message: text }),
      point('webhook', { url: '${DUQING_ALERT_WEBHOOK}', httpMethod: 'POST' }),
    ],
  };
}

const GROUPING = {
  group_by: ['alertname', 'severity'],
  group_wait: '30s',
  group_interval: '5m',
  repeat_interval: '24h',
};

/** The whole tree: a policy file replaces what stands in Grafana. */
export function policiesFile(): object {
  const route = {
    receiver: NOBODY,
    object_matchers: [['system', '=', 'duqing']],
    mute_time_intervals: [ALWAYS],
    ...GROUPING,
  };
  return { apiVersion: 1, policies: [{ orgId: 1, receiver: NOBODY, ...GROUPING, routes: [route] }] };
}

function at(start_time: string, end_time: string): object {
  return { start_time, end_time };
}

/** `duqing-always` mutes the default; `duqing-night` is there to choose. */
export function muteTimesFile(): object {
  return {
    apiVersion: 1,
    deleteMuteTimes: [],
    muteTimes: [
      { orgId: 1, name: ALWAYS, time_intervals: [{ times: [at('00:00', '24:00')] }] },
      {
        orgId: 1,
        name: 'duqing-night',
        time_intervals: [{ times: [at('00:00', '07:00'), at('22:00', '24:00')], location: 'Asia/Shanghai' }],
      },
    ],
  };
}

/** Kind, area and count only: no ids leave the house, and no figure of minors or intelligence. */
export function templatesFile(lang: Lang): object {
  const page = lang === 'zh' ? '详情见看板' : 'see the board';
  const template = `{{ define "duqing.text" }}{{ range .Alerts }}[{{ .Labels.severity }}] {{ .Labels.alertname }} · {{ .Labels.area_${lang} }}
{{ end }}${page}{{ end }}`;
  return { apiVersion: 1, deleteTemplates: [], templates: [{ orgId: 1, name: 'duqing', template }] };
}
