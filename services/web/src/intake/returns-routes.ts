import type { Principal } from '@duqing/access';
import { csvTemplate, SheetError } from '@duqing/intake';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IntakeScene } from './register-intake.ts';
import { NO_SOURCE, NO_TEMPLATE, NOT_CSV, refuse, TOO_FAST } from './said.ts';
import { sentOf } from './sent.ts';
import { takeSheet, type SheetAnswer } from './sheet.ts';
import { owedRows } from './template.ts';

interface ReturnsRequest {
  request: FastifyRequest;
  reply: FastifyReply;
  principal: Principal;
  waitFor: (principal: Principal, count: number) => number;
}

const SHEETS = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];

/** A spreadsheet of returns as XLSX or CSV; `?check=yes` only says what would become of it. All of it is sent, or nothing. */
export async function takeReturns(
  { intake, clock, logger }: IntakeScene,
  { request, reply, principal, waitFor }: ReturnsRequest,
): Promise<FastifyReply> {
  const { contentType, body } = sentOf(request);
  if (!SHEETS.includes(contentType)) return refuse(reply, 415, NOT_CSV);
  const query = request.query as Record<string, unknown>;
  const source = principal.source ?? query['source'];
  if (typeof source !== 'string') return refuse(reply, 400, NO_SOURCE);
  const wait = waitFor(principal, 1);
  if (wait > 0) return refuse(reply.header('retry-after', wait), 429, TOO_FAST);
  try {
    const sent = { principal, body, source, now: clock(), checkOnly: query['check'] === 'yes' };
    const answered = await takeSheet(intake, sent);
    return await reply.code(isRight(answered) ? 200 : 422).send(answered);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    logger.info({ err: error, route: '/returns' }, 'sheet not readable');
    return refuse(reply, 400, error.said);
  }
}

/** Nothing is wrong with it, and something of it is sent, would be, or is held already. */
function isRight({ faults, results, unchanged }: SheetAnswer): boolean {
  return faults.length === 0 && results.every((one) => one.accepted) && results.length + unchanged.length > 0;
}

/** A department's empty sheet. */
export async function sendTemplate(
  { deployment, clock }: IntakeScene,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { department, period, region } = request.query as Record<string, unknown>;
  const asked = {
    department: String(department),
    period: String(period),
    region: region === undefined ? undefined : String(region),
  };
  const rows = owedRows(asked, { deployment, now: clock() });
  if (rows.length === 0) return refuse(reply, 400, NO_TEMPLATE);
  const name = `returns-${asked.department}-${asked.period}.csv`;
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('text/csv; charset=utf-8')
    .send(csvTemplate(rows.map((row) => ({ ...row, sent: '' }))));
}
