import { redactText } from './redact.ts';

/** Why something is not as it should be; null = all is well. A throw counts as its message. */
type Check = () => string | null | Promise<string | null>;

interface Fault {
  name: string;
  reason: string;
}

export interface Health {
  /** `live`: only a restart would mend it. `ready`: no new work for now. A second check of one name replaces the first. */
  check(kind: 'live' | 'ready', name: string, check: Check): void;
  /** Start-up is over; before, readiness says `start`. */
  started(): void;
  /** From here on readiness says `stop`. */
  stopping(): void;
  /** Everything at fault by name, in order of registration; empty = well. Readiness includes liveness. */
  faults(kind: 'live' | 'ready'): Promise<Fault[]>;
}

/** A check that does not answer is at fault after this many ms. */
const PATIENCE = 2_000;

export function createHealth({ patienceMs = PATIENCE }: { patienceMs?: number } = {}): Health {
  const checks = { live: new Map<string, Check>(), ready: new Map<string, Check>() };
  checks.ready.set('start', () => 'not started yet');
  const ask = async (kind: 'live' | 'ready'): Promise<Fault[]> => {
    const answers = [...checks[kind]].map(async ([name, check]) => ({ name, reason: await answer(check, patienceMs) }));
    return (await Promise.all(answers)).flatMap(({ name, reason }) =>
      reason === null ? [] : [{ name, reason: redactText(reason) }],
    );
  };
  return {
    check: (kind, name, check) => void checks[kind].set(name, check),
    started: () => void checks.ready.delete('start'),
    stopping: () => void checks.ready.set('stop', () => 'stopping'),
    faults: async (kind) => (kind === 'live' ? ask('live') : [...(await ask('live')), ...(await ask('ready'))]),
  };
}

async function answer(check: Check, patienceMs: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${patienceMs} ms`), patienceMs);
  });
  try {
    return await Promise.race([(async () => check())(), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
