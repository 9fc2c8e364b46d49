import { setTimeout as pause } from 'node:timers/promises';
import { createAccess } from '@duqing/access';
import { createKafkaPublisher } from '@duqing/kafka';
import { liveContext } from '@duqing/mending';
import type { Publisher } from '@duqing/runtime';
import { openStandalone } from '@duqing/standalone';
import type { Intake } from '@duqing/web';
import { note } from './output.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';
import { withWriter } from './writer.ts';

/** ms after an event until figures are computed anew: those that come in between share it */
const SOON = 1_000;

/**
 * Runs `use` with a way in for sending units: through Kafka where DUQING_KAFKA_BROKERS names brokers of a server's services, else
 * through all services in this process, of which there may be one for a folder. What came in is computed before it returns.
 */
export async function withIntake<T>(session: Session, use: (intake: Intake) => Promise<T>): Promise<T> {
  const brokers = (process.env['DUQING_KAFKA_BROKERS'] ?? '').split(',').flatMap((part) => part.trim() || []);
  if (session.dataDir !== null) return withWriter(session, async () => inProcess(session, use));
  if (brokers.length === 0) throw new UsageError('--intake beside a server needs DUQING_KAFKA_BROKERS');
  const publisher = createKafkaPublisher({ brokers, clientId: 'duqing-serve' });
  try {
    return await use(intakeOf(session, publisher));
  } finally {
    await publisher.close();
  }
}

async function inProcess<T>(session: Session, use: (intake: Intake) => Promise<T>): Promise<T> {
  const { store, deployment, clock } = session;
  const { bus, settle } = openStandalone({ store, deployment, clock, replay: false });
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  const compute = async (): Promise<void> => {
    await pause(SOON);
    waiting = null;
    last = last.then(async () => settle('replay')).catch((error: unknown) => note(`not computed: ${String(error)}`));
  };
  const publisher: Publisher = {
    publish: async (topic, messages) => {
      await bus.publish(topic, messages);
      // stored, not only queued, before the sender is told so
      await bus.idle();
      waiting ??= compute();
    },
  };
  try {
    return await use(intakeOf(session, publisher));
  } finally {
    await waiting;
    await last;
  }
}

function intakeOf({ store, deployment, clock }: Session, publisher: Publisher): Intake {
  return {
    publisher,
    store,
    access: createAccess({ store, deployment, clock }),
    context: async () => liveContext({ store, deployment }, clock()),
  };
}
