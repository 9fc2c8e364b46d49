import { startOfDay } from '@duqing/calendar';
import { Setting } from '@duqing/regions';
import { describe, expect, it } from 'vitest';
import { loadDeployment } from '@duqing/runtime';
import { isReconfigured, tickedCells, turningMoments } from '../src/core/tick.ts';

const deployment = await loadDeployment('demo');
const setting = new Setting(deployment, Date.parse('2026-12-01T00:00:00Z'));

function ticked(after: string, until: string): Set<string> {
  return new Set(tickedCells({ setting, after, until }).map(({ indicator, period }) => `${indicator} ${period}`));
}

describe('tickedCells', () => {
  it('holds nothing where no day has passed', () => {
    expect(tickedCells({ setting, after: '2026-07-10', until: '2026-07-10' })).toEqual([]);
  });

  it.each([
    ['the first day of a quarter gives its cells', '2026-06-30', '2026-07-01', 'lost-contact-rate 2026Q3'],
    ['the day after a period ends turns its stage', '2026-06-30', '2026-07-01', 'lost-contact-rate 2026Q2'],
    ['the day after a return is due', '2026-07-10', '2026-07-11', 'lost-contact-rate 2026Q2'],
    ['the day on which a period is final', '2026-10-19', '2026-10-20', 'lost-contact-rate 2026Q2'],
    ['the day after a thing had to be done', '2026-10-31', '2026-11-01', 'five-ones-coverage 2026Q4'],
    [
      'the day after the bulletin of the quarter before had to be out',
      '2026-07-20',
      '2026-07-21',
      'bulletin-issued 2026Q3',
    ],
    ['events of a running quarter: attestations age', '2026-08-03', '2026-08-04', 'zero-manufacturing 2026Q3'],
    ['of the running creation period too', '2026-08-03', '2026-08-04', 'zero-manufacturing creation'],
    [
      'the composite of a quarter in which anything turns',
      '2026-07-10',
      '2026-07-11',
      'self-assessed-failing-items 2026Q2',
    ],
  ])('%s', (_, after, until, key) => {
    expect(ticked(after, until)).toContain(key);
  });

  it('leaves out what no day turns: a return not due yet, a quarter long final', () => {
    const found = ticked('2026-08-03', '2026-08-04');
    expect(found).not.toContain('lost-contact-rate 2026Q3');
    expect(found).not.toContain('lost-contact-rate 2025Q2');
    expect(found).not.toContain('cases-filed 2026Q2');
  });

  it('names the city and every unit', () => {
    const regions = tickedCells({ setting, after: '2026-07-10', until: '2026-07-11' })
      .filter(({ indicator }) => indicator === 'lost-contact-rate')
      .map(({ region }) => region);
    expect(regions).toHaveLength(12);
    expect(regions).toContain(setting.city);
  });
});

function between(after: string, before: string): number[] {
  return turningMoments(setting, { after: Date.parse(after), before: Date.parse(before) });
}

describe('turningMoments', () => {
  it('are the starts of the days between two passes on which something turns', () => {
    const found = between('2026-07-05T12:00:00+08:00', '2026-07-25T12:00:00+08:00');
    expect(found).toEqual(['2026-07-11', '2026-07-20', '2026-07-21'].map(startOfDay));
  });

  it('are none within a day', () => {
    expect(between('2026-07-11T01:00:00+08:00', '2026-07-11T23:00:00+08:00')).toEqual([]);
  });
});

describe('isReconfigured', () => {
  const [first] = deployment.methods;
  const changed = {
    ...deployment,
    methods: first ? [first, { ...first, validFrom: '2026-01-01', recordedAt: '2026-07-15T00:00:00+08:00' }] : [],
  };
  const at = Date.parse('2026-07-15T00:00:00+08:00');

  it('of the table of substances too, on the day from which it holds', () => {
    const held = { validFrom: '2016-04-11', recordedAt: null, source: 'made up', value: [] };
    const later = { ...held, validFrom: '2026-08-01' };
    const asked = { after: Date.parse('2026-07-31T12:00:00+08:00'), until: Date.parse('2026-08-01T12:00:00+08:00') };
    expect(isReconfigured({ ...deployment, substances: [held, later] }, asked)).toBe(true);
    expect(isReconfigured({ ...deployment, substances: [held] }, asked)).toBe(false);
  });

  it('says so once a version is recorded, inclusive', () => {
    expect(isReconfigured(changed, { after: at - 1, until: at })).toBe(true);
    expect(isReconfigured(changed, { after: at, until: at + 1 })).toBe(false);
  });
});
