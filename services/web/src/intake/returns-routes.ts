import type { Principal } from '@duqing/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IntakeScene } from './register-intake.ts';
import { sentOf } from './sent.ts';
import { NO_SOURCE, NO_TEMPLATE, NOT_CSV, refuse, TOO_FAST, UNREADABLE } from './said.ts';
import { takeSheet, templateOf } from './sheet.ts';

interface ReturnsRequest {
  request: FastifyRequest;
  reply: FastifyReply;
  principal: Principal;
  waitFor: (principal: Principal, count: number) => number;
}

/** A spreadsheet of returns as CSV; `?check=yes` only says what would become of it. All of it is sent, or nothing. */
export async function takeReturns(
  { intake, clock, logger }: IntakeScene,
  { request, reply, principal, waitFor }: ReturnsRequest,
): Promise<FastifyReply> {
  const { contentType, body } = sentOf(request);
  if (contentType !== 'text/csv') return refuse(reply, 415, NOT_CSV);
  const query = request.query as Record<string, unknown>;
  const source = principal.source ?? query['source'];
  if (typeof source !== 'string') return refuse(reply, 400, NO_SOURCE);
  const wait = waitFor(principal, 1);
  if (wait > 0) return refuse(reply.header('retry-after', wait), 429, TOO_FAST);
  try {
    const sent = { principal, body, source, now: clock(), checkOnly: query['check'] === 'yes' };
    const answered = await takeSheet(intake, sent);
    const isRight = answered.sent || (answered.faults.length === 0 && answered.results.every((one) => one.accepted));
    return await reply.code(isRight ? 200 : 422).send(answered);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    logger.info({ err: error, route: '/returns' }, 'sheet not readable');
    return refuse(reply, 400, UNREADABLE);
  }
}

/** What the CSV parser and the decoder say of bytes that are no sheet. */
function isUnreadable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof RangeError || code.startsWith('CSV_');
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
  const sheet = templateOf(asked, { deployment, now: clock() });
  if (sheet === null) return refuse(reply, 400, NO_TEMPLATE);
  const name = `returns-${asked.department}-${asked.period}.csv`;
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('text/csv; charset=utf-8')
    .send(sheet);
}
