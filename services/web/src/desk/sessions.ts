import { randomBytes } from 'node:crypto';
import type { Clock } from '@duqing/runtime';

const HOUR = 3_600_000;
/** ms for which a post stays signed in: a working day */
export const SESSION_MS = 10 * HOUR;
const MOST_SESSIONS = 10_000;

interface Held {
  token: string;
  until: number;
}

/** Sessions in memory: a restart signs everybody out, and the browser never holds the token itself. */
export interface Sessions {
  /** The session's name, not to be guessed. */
  open(token: string): string;
  tokenOf(session: string): string | null;
  end(session: string): void;
}

export function createSessions(clock: Clock): Sessions {
  const held = new Map<string, Held>();
  const forget = (): void => {
    const now = clock();
    for (const [session, { until }] of held) if (until <= now || held.size >= MOST_SESSIONS) held.delete(session);
  };
  return {
    open: (token) => {
      forget();
      const session = randomBytes(32).toString('base64url');
      held.set(session, { token, until: clock() + SESSION_MS });
      return session;
    },
    tokenOf: (session) => {
      const found = held.get(session);
      return found !== undefined && found.until > clock() ? found.token : null;
    },
    end: (session) => {
      held.delete(session);
    },
  };
}
