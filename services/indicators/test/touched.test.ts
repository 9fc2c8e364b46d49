import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { describe, expect, it } from 'vitest';
import { touchedCells, type Change } from '@duqing/outlook';

const deployment = await loadDeployment('demo');
const setting = new Setting(deployment, Date.parse('2026-12-01T00:00:00Z'));
const UNIT = '990101';

function touched(change: Partial<Change>, today = '2026-12-01'): string[] {
  const whole = { table: 'facts_case_filed', region: UNIT, quarter: '2025Q2', measure: '', ...change };
  return touchedCells([whole], { setting, today }).map(
    ({ indicator, region, period }) => `${indicator}/${region}/${period}`,
  );
}

describe('touchedCells', () => {
  const [unit = ''] = setting.regions.unitsOf(setting.city, '2026-01-01').map(({ code }) => code);

  it('a case filed: its quarter, its own area and the city', () => {
    const found = touched({ region: unit }).filter((key) => key.startsWith('cases-filed/'));
    expect(found.toSorted()).toEqual([`cases-filed/${setting.city}/2025Q2`, `cases-filed/${unit}/2025Q2`].toSorted());
  });

  it('a falling item: the year after too', () => {
    const found = touched({ region: unit }).filter((key) => key.startsWith(`user-caused-cases/${unit}/`));
    expect(found).toEqual([`user-caused-cases/${unit}/2025Q2`, `user-caused-cases/${unit}/2026Q2`]);
  });

  it('a year to date: the later quarters of the year, and those of the year that compares', () => {
    const periods = touched({ region: unit }).flatMap((key) =>
      key.startsWith(`minors-share/${unit}/`) ? key.slice(-6) : [],
    );
    expect(periods.toSorted()).toEqual(['2025Q2', '2025Q3', '2025Q4', '2026Q2', '2026Q3', '2026Q4']);
  });

  it('a growth of growth: two years', () => {
    const change = { table: 'facts_return', measure: 'abstinent-3y-growth', quarter: '2024Q1', region: unit };
    const periods = touched(change).flatMap((key) =>
      key.startsWith(`abstinent-3y-growth/${unit}/`) ? key.slice(-6) : [],
    );
    expect(periods).toEqual(['2024Q1', '2025Q1', '2026Q1']);
  });

  it('what was seen first: every quarter from there to now', () => {
    const periods = touched({ table: 'facts_seizure', quarter: '2026Q2', region: unit }).flatMap((key) =>
      key.startsWith(`new-substances/${unit}/`) ? key.slice(-6) : [],
    );
    expect(periods).toEqual(['2026Q2', '2026Q3', '2026Q4']);
  });

  it('a case filed changes what was attested: items of cases solved are marked', () => {
    expect(touched({ region: unit })).toContain(`it-solved-share/${unit}/2025Q2`);
  });

  it('a population: the cells of the year after', () => {
    const change = { table: 'facts_return', measure: 'population', quarter: '2025Q4', region: unit };
    const periods = touched(change).flatMap((key) => (key.startsWith(`new-user-rate/${unit}/`) ? key.slice(-6) : []));
    expect(periods).toEqual(['2026Q1', '2026Q2', '2026Q3', '2026Q4']);
  });

  it('a reference region: every unit', () => {
    const reference = setting.regions.all().find(({ role }) => role === 'reference')?.code ?? '';
    const found = touched({ table: 'facts_return', measure: 'new-users-found', quarter: '2026Q1', region: reference });
    expect(found.filter((key) => key.startsWith('new-user-rate/') && key.endsWith('2026Q1')).length).toBeGreaterThan(
      11,
    );
  });

  it('the composite of the quarters in which a counted item changes, and of no others', () => {
    const periods = touched({
      table: 'facts_return',
      measure: 'inspection-class-b',
      quarter: '2026Q2',
      region: unit,
    }).flatMap((key) => (key.startsWith(`self-assessed-failing-items/${unit}/`) ? key.slice(-6) : []));
    expect(periods.toSorted()).toEqual(['2026Q1', '2026Q2']);
  });

  it('nothing of quarters ahead', () => {
    expect(touched({ region: unit }, '2025-08-01').filter((key) => key.endsWith('2026Q2'))).toEqual([]);
  });
});
