import { dayOf, quarterOfDay } from '@duqing/calendar';
import { createEvaluator, INDICATORS, type Evaluator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { currentTable, occurredDays, readHoldings, type Store } from '@duqing/warehouse';
import { daysWithout, SEVEN_ZEROS, type DaysWithout } from './days-without.ts';
import { owed, type Owed } from './pace.ts';

export interface Pace {
  owed: Owed[];
  zeros: DaysWithout[];
}

export interface PaceAsked {
  setting: Setting;
  region?: string | undefined;
  department?: string | undefined;
}

/** What is owed and how long each zero has held, by what the store holds at the setting's moment. */
export async function paceOf(store: Store, { setting, region, department }: PaceAsked): Promise<Pace> {
  const { asOf } = setting;
  const holdings = await readHoldings(store, { setting, indicators: INDICATORS, table: currentTable, asOf });
  const evaluator = createEvaluator({ setting, holdings });
  const cellOf: Parameters<typeof owed>[0]['cellOf'] = (key) => evaluator.cell(key.indicator, key.region, key.period);
  return {
    owed: owed({ setting, today: dayOf(asOf), cellOf, region, department }),
    zeros: await zerosOf(store, { setting, evaluator, region }),
  };
}

async function zerosOf(
  store: Store,
  { setting, evaluator, region }: { setting: Setting; evaluator: Evaluator; region: string | undefined },
): Promise<DaysWithout[]> {
  const days = await occurredDays(store, { setting, indicators: SEVEN_ZEROS });
  const { city, regions } = setting;
  const areas = [city, ...regions.unitsOf(city, dayOf(setting.asOf)).map(({ code }) => code)];
  const asked = areas.filter((code) => region === undefined || code === region);
  return SEVEN_ZEROS.flatMap((indicator) =>
    asked.map((code) => {
      const cells = evaluator
        .cellsOf({ indicator, region: code })
        .filter(({ period }) => period !== 'creation' && period <= quarterOfDay(dayOf(setting.asOf)));
      const within = days.filter((one) => one.indicator === indicator && regions.isWithin(one.area, code));
      return daysWithout({ indicator, region: code, cells, occurred: within.map(({ day }) => day) });
    }),
  );
}
