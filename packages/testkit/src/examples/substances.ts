import type { Deployment } from '@duqing/regions';
import { SHIPPED, type Substance } from '@duqing/substances';
import { tinyDeployment } from '../build/deployment.ts';
import { seizureEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const Q2 = attestedBy(['980101'], '2026Q2', 'seizures');
const NEW = ask('new-substances', '980101', '2026Q2');
const HEROIN = ask('seized-heroin-equivalent', '980101', '2026Q2');

function seized(substance: string, value: number, seizedAt: string): SemanticExample['records'][number] {
  return seizureEvent(
    { seizedAt, items: [{ substance, quantity: { value, unit: 'g' } }] },
    { subject: `S-${seizedAt}` },
  );
}

/** The shipped table, and one that says otherwise of a substance from a day on, known since a moment. */
function said(
  code: string,
  more: Partial<Substance>,
  { validFrom, recordedAt }: { validFrom: string; recordedAt: string | null },
): Deployment {
  const value = SHIPPED.value.map((entry) => (entry.code === code ? { ...entry, ...more } : entry));
  return { ...tinyDeployment, substances: [SHIPPED, { validFrom, recordedAt, source: 'made up for tests', value }] };
}

const HALF = { threshold: { grams: '250', source: 'made up for tests' } };

/** SEMANTICS "every configuration version": the table of substances. */
export const SUBSTANCES: SemanticExample[] = [
  {
    name: 'a threshold holds from its day on: 100 g of ketamine in April are 10 g of heroin, as many in June 20 g',
    records: [...Q2, seized('ketamine', 100, '2026-04-30'), seized('ketamine', 100, '2026-06-01')],
    deployment: said('ketamine', HALF, { validFrom: '2026-05-01', recordedAt: null }),
    asOf: AUGUST,
    query: HEROIN,
    expect: { value: 30 },
  },
  {
    name: 'a threshold that was recorded later is not known yet',
    records: [...Q2, seized('ketamine', 100, '2026-06-01')],
    deployment: said('ketamine', HALF, { validFrom: '2026-05-01', recordedAt: '2026-08-02T00:00:00+08:00' }),
    asOf: AUGUST,
    query: HEROIN,
    expect: { value: 10 },
  },
  {
    name: 'what is commonly known on the day of its first sighting is not new',
    records: [...Q2, seized('etomidate', 5, '2026-05-03')],
    deployment: said('etomidate', { baseline: true }, { validFrom: '2026-05-01', recordedAt: null }),
    asOf: AUGUST,
    query: NEW,
    expect: { value: 0 },
  },
  {
    name: 'what was new before it became commonly known stays new',
    records: [...Q2, seized('etomidate', 5, '2026-04-03'), seized('etomidate', 5, '2026-05-03')],
    deployment: said('etomidate', { baseline: true }, { validFrom: '2026-05-01', recordedAt: null }),
    asOf: AUGUST,
    query: NEW,
    expect: { value: 1 },
  },
  {
    name: 'what was seen while it was commonly known is not new when it no longer is',
    records: [...Q2, seized('heroin', 5, '2026-04-03'), seized('heroin', 5, '2026-05-03')],
    deployment: said('heroin', { baseline: false }, { validFrom: '2026-05-01', recordedAt: null }),
    asOf: AUGUST,
    query: NEW,
    expect: { value: 0 },
  },
];
