import { KINDS } from '../core/kinds/index.ts';
import type { Severity } from '../core/types.ts';

/** How long Alertmanager gathers, waits between changes of a group, and repeats, by severity. */
const TIMES: Record<Severity, { wait: string; interval: string; repeat: string }> = {
  critical: { wait: '0s', interval: '1m', repeat: '1h' },
  warning: { wait: '30s', interval: '5m', repeat: '24h' },
  info: { wait: '5m', interval: '1h', repeat: '168h' },
};

/** Of two about the same thing only the graver is said, and of one event only what its county is told. */
const INHIBITS: { source: string[]; target: string[]; equal: string[] }[] = [
  { source: ['level="county"', 'event!=""'], target: ['level="city"', 'event!=""'], equal: ['kind', 'event'] },
  { source: ['kind="target-missed"'], target: ['kind="close-to-target"'], equal: ['indicator', 'region', 'period'] },
  { source: ['kind="trend"'], target: ['kind="close-to-target"'], equal: ['indicator', 'region', 'period'] },
  {
    source: ['kind="composite"', 'severity="critical"'],
    target: ['kind="composite"', 'severity="warning"'],
    equal: ['region', 'period'],
  },
];

/** Alertmanager's configuration (YAML; valid for 0.25): everything goes to one webhook of ours, critical ones each by itself. */
export function alertmanagerConfig({ webhook }: { webhook: string }): string {
  const kinds = Object.keys(KINDS).join(', ');
  return [
    '# Generated from the kinds and roles of services/alerts; do not edit.',
    `# Kinds: ${kinds}`,
    'global:',
    '  resolve_timeout: 10m',
    'route:',
    '  receiver: duqing',
    '  group_by: [role, kind, period]',
    ...timesOf('warning', '  '),
    '  routes:',
    ...routeOf('critical', ['role', 'alert_id']),
    ...routeOf('info', ['role', 'kind', 'period']),
    'receivers:',
    '  - name: duqing',
    '    webhook_configs:',
    `      - url: '${webhook}'`,
    '        send_resolved: true',
    '        max_alerts: 0',
    'inhibit_rules:',
    ...INHIBITS.flatMap(inhibitOf),
    '',
  ].join('\n');
}

function timesOf(severity: Severity, indent: string): string[] {
  const { wait, interval, repeat } = TIMES[severity];
  return [`group_wait: ${wait}`, `group_interval: ${interval}`, `repeat_interval: ${repeat}`].map(
    (line) => indent + line,
  );
}

function routeOf(severity: Severity, groupBy: string[]): string[] {
  return [
    '    - receiver: duqing',
    `      matchers: ['severity="${severity}"']`,
    `      group_by: [${groupBy.join(', ')}]`,
    ...timesOf(severity, '      '),
  ];
}

function inhibitOf({ source, target, equal }: (typeof INHIBITS)[number]): string[] {
  return [
    `  - source_matchers: [${source.map(quoted).join(', ')}]`,
    `    target_matchers: [${target.map(quoted).join(', ')}]`,
    `    equal: [${[...equal, 'role'].join(', ')}]`,
  ];
}

function quoted(matcher: string): string {
  return `'${matcher}'`;
}
