import { sendAttestations, type Feeds } from './attestations.ts';
import { sendBad } from './bad.ts';
import { casesOf, type Case } from './cases.ts';
import { sendHistory, type History } from './history.ts';
import { intelligenceOf } from './intelligence.ts';
import type { Message } from './message.ts';
import { Outbox } from './outbox.ts';
import { randomOf } from './random.ts';
import { sendReturns } from './returns/returns.ts';
import { seizureOf } from './seizures.ts';
import { storiesOf } from './stories.ts';
import { isActive, worldOf, type Area, type CityOptions, type Quarter, type World } from './world.ts';

const FEED = { case: 'cases', seizure: 'seizures', intelligence: 'intelligence' } as const;

/**
 * A made-up city's messages in order of receipt: the asked number of complete quarters and the days of the running one up to
 * `until`. The same options give the same bytes. Everything is marked simulated and valid save for the messages of role `bad`.
 */
export function generateCity(options: CityOptions): Message[] {
  const world = worldOf(options);
  const outbox = new Outbox(world.end);
  const feeds: Feeds = { cases: [], seizures: [], intelligence: [] };
  const histories = [
    ...areaQuarters(world).flatMap((each) => feedOf(world, each)),
    ...storiesOf(world, randomOf(world.seed, 'stories')),
  ];
  for (const history of histories)
    feeds[FEED[history.family]].push(
      sendHistory(outbox, history, randomOf(world.seed, 'send', history.family, history.subject)),
    );
  sendConflicts(outbox, world, histories);
  sendAttestations(outbox, world, feeds);
  sendReturns(outbox, world);
  sendBad(outbox, world);
  return outbox.inOrder();
}

interface AreaQuarter {
  area: Area;
  quarter: Quarter;
}

function areaQuarters({ areas, withRunning }: World): AreaQuarter[] {
  return areas.flatMap((area) =>
    withRunning.filter((quarter) => isActive(area, quarter)).map((quarter) => ({ area, quarter })),
  );
}

/** Cases of an area and quarter, what was seized in them, and its intelligence. */
function feedOf(world: World, { area, quarter }: AreaQuarter): History[] {
  const stream = (name: string) => randomOf(world.seed, name, area.code, quarter.key);
  const cases = casesOf(world, area, { quarter, random: stream('cases') });
  const random = stream('seizures');
  const seizures = cases.flatMap(({ subject, steps }, index) => {
    const filed = steps[0]?.data as Case;
    const found = { area, quarter, random, subject: `${subject}-S${index}`, caseId: subject, filed };
    return seizureOf(found) ?? [];
  });
  const ids = cases.map(({ subject }) => subject);
  return [...cases, ...seizures, ...intelligenceOf({ area, quarter, random: stream('intelligence'), cases: ids })];
}

/** A few cases come twice at one revision with different persons: two clerks, one file. */
function sendConflicts(outbox: Outbox, { seed }: World, histories: readonly History[]): void {
  const random = randomOf(seed, 'conflicts');
  for (const { family, subject, steps } of histories) {
    const [first] = steps;
    if (family !== 'case' || !first?.data || !random.chance(0.006)) continue;
    const data = { revision: 1, ...first.data, persons: { involved: 5, minors: 0, pupils: 0, users: 1 } };
    const { source, time } = first;
    outbox.send(
      { id: `${subject}-r1-b`, source, type: 'duqing.case.recorded.v1', subject, time: time + 60_000, data },
      { receivedAt: time + 7_200_000, role: 'conflict' },
    );
  }
}
