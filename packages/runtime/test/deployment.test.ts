import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Setting } from '@duqing/regions';
import { afterEach, describe, expect, it } from 'vitest';
import { loadDeployment } from '../src/index.ts';

const FOLDER = fileURLToPath(new URL('../../../deployments/', import.meta.url));
const made: string[] = [];

afterEach(async () => {
  await Promise.all(made.splice(0).map(async (folder) => rm(folder, { recursive: true })));
});

/** A copy of the demo's folder, with some files' text changed. */
async function changed(edits: Record<string, (text: string) => string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'duqing-deployment-'));
  made.push(folder);
  await cp(join(FOLDER, 'demo'), folder, { recursive: true });
  for (const [file, edit] of Object.entries(edits))
    await writeFile(join(folder, file), edit(await readFile(join(folder, file), 'utf8')));
  return folder;
}

describe('deployments that come with the code', () => {
  it('jinhua has the contract’s areas, dates and methods', async () => {
    const jinhua = await loadDeployment('jinhua');
    const setting = new Setting(jinhua, Date.parse('2026-05-01T00:00:00Z'));
    expect(
      setting.regions
        .unitsOf('330700', '2026-05-01')
        .map(({ code }) => code)
        .join(' '),
    ).toBe('330702 330703 330723 330726 330727 330781 330782 330783 330784 3307A1 3307A2');
    expect(setting.calendar).toMatchObject({
      creation: { from: '2026-01-01', to: '2028-12-31' },
      returnsDueDays: 10,
      provisionalDays: 20,
    });
    expect(jinhua.simulated).toBe(false);
    expect(setting.regions.get('330000')?.role).toBe('reference');
  });

  it('the demo is made up, has as many areas, one code with one successor and one that split', async () => {
    const demo = await loadDeployment('demo');
    const { regions } = new Setting(demo, Date.parse('2026-05-01T00:00:00Z'));
    expect(demo.simulated).toBe(true);
    expect(regions.unitsOf('990100', '2026-05-01')).toHaveLength(11);
    expect(regions.all().every(({ code }) => code.startsWith('99'))).toBe(true);
    expect(regions.place('990125', '2026-05-01')).toEqual({ kind: 'placed', area: '990123', successorUsed: true });
    expect(regions.place('990121', '2026-05-01')).toEqual({ kind: 'unplaced', area: '990100' });
  });

  it.each(['jinhua', 'demo'])('%s classes each category of the contract once', async (id) => {
    const { categories } = await loadDeployment(id);
    for (const { value } of categories) expect(Object.values(value).flat()).toHaveLength(15);
  });
});

describe('faults of a deployment', () => {
  it('are named all at once, with file and path', async () => {
    const folder = await changed({
      'calendar.json': (text) => text.replace('"2028-12-31"', '"2028-02-30"'),
      'methods.json': () => '[',
      'deployment.json': (text) => text.replace('"simulated": true', '"simulated": "yes", "extra": 1'),
    });
    const error = await loadDeployment(folder).catch((caught: unknown) => caught);
    expect(String(error)).toContain('calendar.json 0.value.creation.to: not a calendar day');
    expect(String(error)).toContain('methods.json: ');
    expect(String(error)).toContain('deployment.json simulated: ');
    expect(String(error)).toContain('extra');
  });

  it('a missing file is one fault that names it', async () => {
    const folder = await changed({});
    await rm(join(folder, 'targets.json'));
    await expect(loadDeployment(folder)).rejects.toThrow(/targets\.json: ENOENT/);
  });

  it('an unknown id is an error and not an empty deployment', async () => {
    await expect(loadDeployment('nowhere')).rejects.toThrow(/deployment nowhere: .*regions\.json: ENOENT/);
  });

  const LAWS: [string, Record<string, (text: string) => string>, RegExp][] = [
    [
      'unknown parent',
      { 'regions.json': (t) => t.replace('"990000",\n        "level"', '"980000",\n        "level"') },
      /unknown parent 980000/,
    ],
    [
      'code outside the pattern',
      { 'deployment.json': (t) => t.replace('^99', '^98') },
      /990102 does not fit codePattern/,
    ],
    [
      'pattern that is none',
      { 'deployment.json': (t) => t.replace('^99', '^(99') },
      /codePattern: not a regular expression/,
    ],
    [
      'city not in the table',
      { 'deployment.json': (t) => t.replace('"990100"', '"990200"') },
      /990200 is no monitored city/,
    ],
    [
      'creation period backwards',
      { 'calendar.json': (t) => t.replace('2028-12-31', '2025-12-31') },
      /ends before it starts/,
    ],
    [
      'category in two classes',
      { 'categories.json': (t) => t.replace('"other"', '"other", "drug-use"') },
      /drug-use is listed twice/,
    ],
    [
      'reason for a unit that is not there',
      {
        'targets.json': (t) =>
          t.replace(
            '"notConcerned": []',
            '"notConcerned": [{"indicator":"x","region":"990199","reason":{"zh":"无","en":"none"}}]',
          ),
      },
      /990199 is not in regions\.json/,
    ],
  ];
  it.each(LAWS)('%s', async (_, edits, message) => {
    await expect(loadDeployment(await changed(edits))).rejects.toThrow(message);
  });
});
