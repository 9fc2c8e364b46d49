import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dayOf, periodOf, shanghai } from '@duqing/calendar';
import type { Cell } from '@duqing/catalogue';
import { Setting } from '@duqing/regions';
import { generateCity, type Message } from '@duqing/simulator';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { claimDataDir } from '@duqing/warehouse';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { note, print } from '../output.ts';
import { areasTable } from '../render/areas-table.ts';
import { cellsTable } from '../render/cells-table.ts';
import { setHeldClock } from '../held-clock.ts';
import { publish } from '../replay.ts';
import { heldDeployment, openSession, type Session } from '../session.ts';
import { langOption, UsageError, type Lang } from '../usage.ts';
import { alertLines } from './alerts.ts';
import { sealBulletin } from './bulletin.ts';

/** The made-up city's data ends here, and the demo's clock begins on the morning after: the same figures on any day. */
const UNTIL = '2026-10-25';
/** Mornings on which what has come in by then is computed: on the second Monday it is seen what the first had told. */
const MORNINGS = ['2026-10-05T08:00:00+08:00', '2026-10-26T08:00:00+08:00'].map((text) => Date.parse(text));
const NOW = Math.max(...MORNINGS);
const QUARTER = '2026Q3';
const QUARTERS = 12;
const SEED = 1;
const CHUNK = 2_500;
const DEFAULT_FOLDER = '.duqing/demo';
const DEPLOYMENT = 'demo';

/** `duqing demo`: a made-up city of twelve quarters through the whole pipeline, and what comes out. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('演示:虚构城市十二个季度 · a made-up city of twelve quarters')
    .option('--data <dir>', `where its store is kept (default ${DEFAULT_FOLDER}, made anew)`)
    .option('--lang <lang>', 'zh or en', 'zh')
    .action(run);
}

async function run(options: { data?: string; lang: string }): Promise<void> {
  const lang = langOption(options.lang);
  const started = performance.now();
  const data = resolve(options.data ?? DEFAULT_FOLDER);
  await emptied(data);
  const session = await openSession({ data, deployment: DEPLOYMENT });
  try {
    const standalone = await filled(session);
    await setHeldClock(data, NOW);
    const out = `${data}/bulletins/${QUARTER}-${lang}`;
    note('编制通报 · making the bulletin …');
    const files = await sealBulletin(session, { request: { quarter: QUARTER, out, lang }, clock: () => NOW });
    await show({ standalone, session, lang });
    print(
      lookFurther({
        data: options.data ?? DEFAULT_FOLDER,
        bulletin: files.find((file) => file.endsWith('.html')) ?? out,
        lang,
        seconds: (performance.now() - started) / 1_000,
      }),
    );
  } finally {
    await session.close();
  }
}

/** Removes what an earlier demo left. Throws where the folder is anything else, or where a process has it open. */
async function emptied(data: string): Promise<void> {
  const held = await readdir(data).catch(() => []);
  if (held.length === 0) return;
  if ((await heldDeployment(data)) !== DEPLOYMENT)
    throw new UsageError(`--data: ${data} is not empty and holds no demo; nothing was removed`);
  const claim = await claimDataDir(data);
  if (claim.kind === 'guest') throw new Error(`${data}: another process has it open`);
  for (const name of held) if (name !== 'lock.json') await rm(join(data, name), { recursive: true, force: true });
  await claim.release();
}

async function filled(session: Session): Promise<Standalone> {
  let now = NOW;
  const standalone = openStandalone({ ...session, clock: () => now, replay: true });
  const { deployment } = session;
  const messages = generateCity({ deployment, quarters: QUARTERS, seed: SEED, until: UNTIL });
  note(`生成 ${messages.length} 条模拟消息 · ${messages.length} made-up messages`);
  let end = 0;
  for (now of MORNINGS) {
    const start = end;
    end = messages.findLastIndex(({ receivedAt }) => receivedAt <= now) + 1;
    await fill(standalone, messages.slice(start, end));
    note(`  ${shanghai(now).slice(0, 10)}:接收 ingested ${end} / ${messages.length},计算指标与预警 · computed`);
  }
  return standalone;
}

async function fill({ bus, settle }: Standalone, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += CHUNK)
    await publish(bus, messages.slice(start, start + CHUNK).map(replayed));
  await settle('replay');
}

function replayed({ topic, key, value }: Message): Parameters<typeof publish>[1][number] {
  return { topic, message: { key, value } };
}

async function show({
  standalone,
  session,
  lang,
}: {
  standalone: Standalone;
  session: Session;
  lang: Lang;
}): Promise<void> {
  const { reader } = standalone;
  const { deployment } = session;
  const { city } = deployment;
  const cells = await reader.cells({ period: QUARTER });
  const names = { lang, nameOf: itemName(lang), areaOf: areaName(deployment, lang) };
  const own = cells.filter(({ region, verdict }) => region === city && verdict !== 'information');
  print(`\n${cellsTable({ cells: own.filter(isOfQuarter), ...names })}\n`);
  const units = new Setting(deployment, NOW).regions.unitsOf(city, dayOf(NOW)).map(({ code }) => code);
  print(`${areasTable({ cells, areas: [city, ...units], ...names })}\n`);
  const alerts = await reader.alerts();
  const firing = alerts.filter(({ state, period }) => state === 'firing' && period === QUARTER);
  print(lang === 'zh' ? `预警:本季度 ${firing.length} 条` : `Alerts of the quarter: ${firing.length}`);
  print(alertLines(firing.slice(0, 12), lang));
  if (firing.length > 12)
    print(lang === 'zh' ? `   …… 另有 ${firing.length - 12} 条` : `   … and ${firing.length - 12} more`);
}

/** Cells of the quarter itself: those of a half-year or a year that hold it are not over. */
function isOfQuarter({ period }: Cell): boolean {
  return period === periodOf('quarter', `${QUARTER.slice(0, 4)}-08-01`).key;
}

interface Further {
  data: string;
  bulletin: string;
  lang: Lang;
  seconds: number;
}

function lookFurther({ data, bulletin, lang, seconds }: Further): string {
  const zh = [
    `\n模拟数据,演示库的时钟从 2026-10-26 08:00 走起。用时 ${seconds.toFixed(0)} 秒。`,
    `通报:     ${bulletin}`,
    `网页:     npx duqing serve --data ${data}`,
    `这个数由哪些案件构成: npx duqing explain it-solved-share --region 990100 --period ${QUARTER} --data ${data}`,
    `更多:     npx duqing indicators --period ${QUARTER} --region 990181 --data ${data};npx duqing alerts --data ${data}`,
  ];
  const en = [
    `\nSimulated data; the clock of this store began at 2026-10-26 08:00. Took ${seconds.toFixed(0)} s.`,
    `Bulletin: ${bulletin}`,
    `Pages:    npx duqing serve --data ${data}`,
    `Which cases make up a figure: npx duqing explain it-solved-share --region 990100 --period ${QUARTER} --data ${data}`,
    `More:     npx duqing indicators --period ${QUARTER} --region 990181 --lang en --data ${data}; npx duqing alerts --lang en --data ${data}`,
  ];
  return (lang === 'zh' ? zh : en).join('\n');
}
