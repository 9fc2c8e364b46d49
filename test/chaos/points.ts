import type { ServiceName, Stack } from '../support/stack.ts';
import type { Outcome, Wire } from '../support/wire.ts';

/** What happens in a window. */
export const MODES = ['kill', 'freeze', 'cut', 'terminate', 'store', 'broker'] as const;
type Mode = (typeof MODES)[number];

/** A gap between two steps of a service, by what it says to the store or to Kafka before or after it. */
interface Window {
  program: 'ingest' | 'indicators' | 'alerts';
  side: 'store' | 'kafka';
  what: string;
}

/** Each request in the order of the flow; the gap before and the gap after each are windows. */
const REQUESTS: readonly Window[] = [
  { program: 'ingest', side: 'store', what: 'INSERT INTO ledger' },
  { program: 'ingest', side: 'store', what: 'FROM ledger WHERE family =' },
  { program: 'ingest', side: 'store', what: 'INSERT INTO facts_case_filed' },
  { program: 'ingest', side: 'store', what: 'INSERT INTO facts_case_solved' },
  { program: 'ingest', side: 'store', what: 'INSERT INTO facts_return' },
  { program: 'ingest', side: 'store', what: 'INSERT INTO facts_attestation' },
  { program: 'ingest', side: 'store', what: 'INSERT INTO rejects' },
  { program: 'ingest', side: 'kafka', what: 'produce duqing.dead-letter' },
  { program: 'ingest', side: 'kafka', what: 'produce duqing.changed' },
  { program: 'ingest', side: 'kafka', what: 'commit duqing.' },
  { program: 'indicators', side: 'store', what: 'INSERT INTO indicator_values' },
  { program: 'indicators', side: 'store', what: 'INSERT INTO watermarks' },
  { program: 'indicators', side: 'kafka', what: 'produce duqing.indicators' },
  { program: 'indicators', side: 'kafka', what: 'commit duqing.changed' },
  { program: 'alerts', side: 'store', what: 'INSERT INTO alert_transitions' },
  { program: 'alerts', side: 'kafka', what: 'produce duqing.alerts' },
  { program: 'alerts', side: 'kafka', what: 'commit duqing.indicators' },
  { program: 'alerts', side: 'kafka', what: 'commit duqing.changed' },
];

export interface Point extends Window {
  when: Wire['when'];
  mode: Mode;
}

export function nameOf({ program, what, when, mode }: Point): string {
  return `${mode} ${program} ${when} ${what}`;
}

/** Every window with a mode, the modes in turn; `round` shifts them, so that six rounds are every window in every mode. */
export function pointsOf(round: number): Point[] {
  const windows = REQUESTS.flatMap((request) => (['before', 'after'] as const).map((when) => ({ ...request, when })));
  return windows.map((window, index) => ({ ...window, mode: MODES[(index + round) % MODES.length] ?? 'kill' }));
}

/** Longer than the session timeout: the partitions are someone else's when it wakes. */
const FREEZE_MS = 8_000;
const CUT_MS = 2_000;

/** A point that is armed on one process. */
export interface Armed {
  point: Point;
  service: ServiceName;
  hasFired: boolean;
  /** resolves when what the point broke is whole again; at once where it did not fire */
  healed: Promise<unknown>;
  disarm(): void;
}

export function arm(stack: Stack, service: ServiceName, point: Point): Armed {
  const proxy = stack.services[service][point.side];
  const armed: Armed = {
    point,
    service,
    hasFired: false,
    healed: Promise.resolve(),
    disarm: () => proxy.wires.disarm(wire),
  };
  const wire: Wire = {
    what: point.what,
    when: point.when,
    act: async () => {
      armed.hasFired = true;
      return strike(stack, armed);
    },
  };
  proxy.wires.arm(wire);
  return armed;
}

/** Breaks something at this very moment, and says what becomes of the message that was on its way. */
async function strike(stack: Stack, armed: Armed): Promise<Outcome> {
  const service = stack.services[armed.service];
  switch (armed.point.mode) {
    case 'kill':
      service.kill();
      return 'drop';
    case 'terminate':
      service.terminate();
      return 'pass';
    case 'freeze':
      armed.healed = service.freeze(FREEZE_MS);
      await armed.healed;
      return 'pass';
    case 'cut':
      armed.healed = cutOff(service[armed.point.side]);
      return 'drop';
    case 'store':
      armed.healed = stack.restartStore();
      return 'drop';
    case 'broker':
      armed.healed = stack.restartBroker();
      return 'drop';
  }
}

async function cutOff(proxy: { cut(): void; heal(): void }): Promise<void> {
  proxy.cut();
  await new Promise((resolve) => setTimeout(resolve, CUT_MS));
  proxy.heal();
}
