import type { Deployment, Region, Version } from '@duqing/regions';
import { SHIPPED, type Substance } from '@duqing/substances';

const SOURCE = 'made up for tests';

function region(code: string, [zh, en]: [string, string], more: Partial<Region> = {}): Region {
  return {
    code,
    name: { zh, en },
    parent: '980100',
    level: 'county',
    role: 'monitored',
    validFrom: '2000-01-01',
    validTo: null,
    successors: [],
    source: SOURCE,
    ...more,
  };
}

const REGIONS: Region[] = [
  region('980000', ['测试省', 'Test Province'], { parent: null, level: 'province', role: 'reference' }),
  region('980100', ['测试市', 'Test City'], { parent: '980000', level: 'city' }),
  region('980101', ['甲县', 'Jia County']),
  region('980102', ['乙县', 'Yi County']),
  region('9801A1', ['丙区', 'Bing Zone'], { level: 'zone' }),
  region('980103', ['丁县', 'Ding County (to 2024)'], { validTo: '2025-01-01', successors: ['980102'] }),
  region('980104', ['戊县', 'Wu County (to 2019)'], {
    role: 'historical',
    validTo: '2020-01-01',
    successors: ['980101', '980102'],
  }),
];

function installed<T>(value: T): [{ validFrom: string; recordedAt: null; source: string; value: T }] {
  return [{ validFrom: '2000-01-01', recordedAt: null, source: SOURCE, value }];
}

/**
 * A made-up city of three units: 980101, 980102, zone 9801A1. 980103 was a unit until the end of 2024 (one successor, 980102);
 * 980104 ended with 2019 and became two. Reference 980000; creation period 2026-01-01 to 2028-12-31.
 */
export const tinyDeployment: Deployment = {
  id: 'tiny',
  name: { zh: '测试市', en: 'Test City' },
  city: '980100',
  simulated: true,
  codePattern: '^98\\d{2}[0-9A]\\d$',
  regions: installed(REGIONS),
  calendar: installed({
    creation: { from: '2026-01-01', to: '2028-12-31' },
    returnsDueDays: 10,
    provisionalDays: 20,
    source: SOURCE,
  }),
  methods: installed({
    itSupported: [
      'analysis-platform',
      'network-sweep',
      'logistics-data',
      'communications-data',
      'video',
      'device-forensics',
    ],
  }),
  categories: installed({
    drugCrime: [
      'trafficking',
      'smuggling',
      'manufacturing',
      'precursor-manufacturing',
      'precursor-trafficking',
      'precursor-diversion',
      'medicine-diversion',
      'cultivation',
      'possession',
      'harbouring',
      'inducing-use',
    ],
    administrative: ['drug-use', 'drug-driving'],
    userCaused: ['user-incident', 'other'],
  }),
  targets: installed({ limits: [], notConcerned: [] }),
};

/** The same city as if it were real: what is simulated is so record by record. */
export const realDeployment: Deployment = { ...tinyDeployment, simulated: false };

/** The same city, where the table of substances changes in the middle of quarters: a threshold, what is commonly known, and back. */
export const changedSubstances: Deployment = {
  ...tinyDeployment,
  substances: [
    SHIPPED,
    substancesFrom('2024-08-15', {
      ketamine: { threshold: { grams: '250', source: SOURCE } },
      bromazolam: { baseline: true },
      heroin: { baseline: false },
    }),
    substancesFrom('2025-05-20', { bromazolam: { baseline: false } }),
  ],
};

function substancesFrom(validFrom: string, said: Record<string, Partial<Substance>>): Version<Substance[]> {
  const value = SHIPPED.value.map((entry) => ({ ...entry, ...said[entry.code] }));
  return { validFrom, recordedAt: null, source: SOURCE, value };
}

const [plain] = tinyDeployment.targets;
/** The same city, which compares otherwise than the catalogue wherever it may. */
export const comparingOtherwise: Deployment = {
  ...tinyDeployment,
  targets: tinyDeployment.targets.map((version) => ({
    ...version,
    value: {
      ...version.value,
      comparators: (
        [
          ['it-solved-share', '>='],
          ['lost-contact-rate', '<='],
          ['new-user-rate', '<='],
          ['minors-share', 'not-rising'],
          ['user-caused-cases', 'not-rising'],
          ['awareness-rate-rising', 'not-falling'],
          ['new-users-growth', 'not-rising'],
          ['abstinent-3y-growth', 'not-falling'],
          ['self-assessed-failing-items', '<='],
        ] as const
      ).flatMap(([indicator, comparator]) =>
        (['county', 'city'] as const).map((level) => ({ indicator, level, comparator })),
      ),
    },
  })),
};

const REASON = { zh: '以统计报表为准', en: 'the statistics stand' };

/** The same city, where returns stand for some of what events count, of periods that end on `from` or later. */
export function withReturnsStanding(indicators: readonly string[], from: string): Deployment {
  if (!plain) throw new Error('no targets');
  const returnsAuthoritative = indicators.map((indicator) => ({ indicator, reason: REASON }));
  const later = { ...plain, validFrom: from, value: { ...plain.value, returnsAuthoritative } };
  return { ...tinyDeployment, targets: [plain, later] };
}
