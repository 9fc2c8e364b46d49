import { rebuild, type RebuildReport } from '@duqing/indicators';
import { caseEvent, returnEvent, attestation, tinyDeployment, withdrawal, type ReferenceRecord } from '@duqing/testkit';
import { vintageMoments, vintagesAt } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRig, openServerRig, type Rig } from './rig.ts';

const EARLIER = Date.parse('2026-07-12T12:00:00+08:00');
const LATER = Date.parse('2026-07-19T12:00:00+08:00');

/** Cases of which one is moved to another area and one withdrawn later; a return that is corrected. */
function history(): [ReferenceRecord[], ReferenceRecord[]] {
  const moved = caseEvent({ filedAt: '2026-05-01' }, { subject: '980101-C-1' });
  const gone = caseEvent({ filedAt: '2026-05-02' }, { subject: '980101-C-2' });
  const withdrawn = { ...withdrawal(gone), receivedAt: LATER - 1 };
  const rate = returnEvent({ measure: 'lost-contact-rate', period: '2026Q2', numerator: 3, denominator: 80 });
  return [
    [moved, gone, rate, attestation({ region: '980101', period: '2026Q2', feed: 'cases' })],
    [
      caseEvent(
        { revision: 2, filedAt: '2026-05-01', region: '980102' },
        { subject: '980101-C-1', receivedAt: LATER - 1 },
      ),
      withdrawn,
    ],
  ];
}

describe.each([
  ['embedded', openRig],
  ['over a server', openServerRig],
])('%s', (_where, open) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await open();
  });
  beforeEach(async () => {
    await rig.empty();
    const [first, then] = history();
    await rig.replay({ records: first, deployment: tinyDeployment, now: EARLIER });
    await rig.replay({ records: then, deployment: tinyDeployment, now: LATER });
  }, 120_000);
  afterAll(async () => rig.close());

  async function rebuilt(accept = false, progress?: (text: string) => void): Promise<RebuildReport> {
    const options = { store: rig.store, deployment: tinyDeployment, accept, now: LATER + 1 };
    return rebuild({ ...options, ...(progress && { progress }) });
  }

  async function writeBeside(): Promise<void> {
    const [row] = await rig.store.query<object>('SELECT * FROM ledger LIMIT 1');
    await rig.store.insert('ledger', [{ ...row, offset: '99', subject: '980101-C-9' }]);
  }

  async function filed(region: string): Promise<number> {
    const [row] = await rig.store.query<{ rows: number }>(
      'SELECT count() AS rows FROM facts_case_filed FINAL WHERE region = {region:String}',
      { region },
    );
    return row?.rows ?? -1;
  }

  async function tables(): Promise<string[]> {
    const rows = await rig.store.query<{ name: string }>(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'shadow%'",
    );
    return rows.map(({ name }) => name);
  }

  describe('rebuild', () => {
    it('finds nothing different after any history, swaps, and every vintage says the same as before', async () => {
      const { moments } = await vintageMoments(rig.store);
      const before = await Promise.all(moments.map(async (asOf) => vintagesAt(rig.store, { asOf })));
      const report = await rebuilt();
      expect(report).toMatchObject({ swapped: true, values: { differing: 0, moments: moments.length } });
      expect(report.facts.map(({ onlyHeld, onlyDerived }) => onlyHeld + onlyDerived)).toEqual([0, 0, 0, 0, 0, 0]);
      expect(report.values.cells).toBeGreaterThan(1_000);
      expect(await Promise.all([filed('980101'), filed('980102')])).toEqual([0, 1]);
      for (const [index, asOf] of moments.entries()) {
        const after = await vintagesAt(rig.store, { asOf });
        for (const [key, text] of before[index] ?? []) expect([key, after.get(key)]).toEqual([key, text]);
      }
    });

    it('a fact that the ledger does not know stops the swap, is named, and stays', async () => {
      const [row] = await rig.store.query<object>('SELECT * FROM facts_case_filed FINAL LIMIT 1');
      await rig.store.insert('facts_case_filed', [{ ...row, subject: '980101-C-9', region: '980101' }]);
      const report = await rebuilt();
      expect(report.swapped).toBe(false);
      expect(report.facts.find(({ table }) => table === 'facts_case_filed')).toMatchObject({
        onlyHeld: 1,
        onlyDerived: 0,
        examples: [{ region: '980101', quarter: '2026Q2', subject: '980101-C-9' }],
      });
      expect(await filed('980101')).toBe(1);
    });

    it('with accept it is gone', async () => {
      const [row] = await rig.store.query<object>('SELECT * FROM facts_case_filed FINAL LIMIT 1');
      await rig.store.insert('facts_case_filed', [{ ...row, subject: '980101-C-9', region: '980101' }]);
      expect(await rebuilt(true)).toMatchObject({ swapped: true });
      expect(await filed('980101')).toBe(0);
    });

    it('a vintage that says something else stops it too', async () => {
      const [row] = await rig.store.query<{ cell: string }>(
        "SELECT * FROM indicator_values WHERE indicator = 'cases-filed' AND region = '980102' AND period = '2026Q2' ORDER BY as_of DESC LIMIT 1",
      );
      const cell = JSON.stringify({ ...JSON.parse(row?.cell ?? '{}'), value: 7 });
      await rig.store.insert('indicator_values', [{ ...row, cell, computed_at: LATER + 1_000 }]);
      expect(await rebuilt()).toMatchObject({
        swapped: false,
        values: { differing: 1, examples: ['cases-filed/980102/2026Q2'] },
      });
    });

    it('what something else writes meanwhile is not lost: nothing is put in place, accepted or not', async () => {
      let written: Promise<void> | undefined;
      const report = await rebuilt(true, (text) => {
        if (text.startsWith('values')) written ??= writeBeside();
      });
      await written;
      expect(report).toMatchObject({ disturbed: true, swapped: false });
    });

    it('leaves no shadow behind, swapped or not', async () => {
      await rebuilt();
      expect(await tables()).toEqual([]);
    });

    it('what comes in afterwards still counts, a late lower revision among it', async () => {
      await rebuilt();
      const late = caseEvent({ filedAt: '2026-05-03', region: '980102' }, { subject: '980102-C-3', receivedAt: LATER });
      const reader = await rig.replay({ records: [late], deployment: tinyDeployment, now: LATER + 2 });
      const [cell] = await reader.cells({ indicator: 'cases-filed', region: '980102', period: '2026Q2' });
      expect(cell?.value).toBe(2);
    });
  });
});
