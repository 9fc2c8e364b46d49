import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendFault, sendPieces, sendWhole, type AnswerContext } from './answer.ts';
import { Body } from './body.ts';
import type { Engine, Outcome, Run } from './engine.ts';
import { Fault, toFault } from './fault.ts';
import { contentTypeOf } from './formats.ts';
import { versioned } from './native.ts';
import { optionsOf, type RequestOptions } from './options.ts';
import { literal } from './scope.ts';
import { classify, type Statement } from './statement.ts';
import { authenticate, type ChdbUser } from './users.ts';

export interface Service {
  engine: Engine;
  /** folder for the data of inserts while they run */
  spool: string;
  users: readonly ChdbUser[];
  /** ids of the statements that run */
  running: Set<string>;
}

/** Answers one statement. */
export async function handleQuery(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const context: AnswerContext = {
    response,
    headers: { 'X-ClickHouse-Server-Display-Name': 'chdb' },
    accept: '',
    version: service.engine.version,
  };
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  let running: string | undefined;
  try {
    const user = authenticate(service.users, request.headers, query);
    const options = optionsOf(query, request.headers);
    context.headers['X-ClickHouse-Query-Id'] = options.queryId;
    context.headers['X-ClickHouse-Timezone'] = 'UTC';
    running = begin(service, options.queryId);
    if (options.compress) context.accept = String(request.headers['accept-encoding'] ?? '');
    const readonly = user.readonly === true || request.method !== 'POST';
    await execute({ service, context, options, readonly }, { inAddress: query.get('query') ?? '', request });
  } catch (error) {
    sendFault(context, toFault(error));
  } finally {
    if (running !== undefined) service.running.delete(running);
    // what was not read of a refused body, so that the connection can be used again
    request.resume();
  }
}

function begin({ running }: Service, id: string): string {
  if (running.has(id))
    throw new Fault(216, 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING', `Query with id = ${id} is already running.`);
  running.add(id);
  return id;
}

interface Job {
  service: Service;
  context: AnswerContext;
  options: RequestOptions;
  readonly: boolean;
}

async function execute(
  job: Job,
  { inAddress, request }: { inAddress: string; request: IncomingMessage },
): Promise<void> {
  const body = new Body(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data'))
    return runForm(job, { type, inAddress, bytes: await body.all(Buffer.alloc(0)) });
  const whole = insertInAddress(inAddress);
  if (whole) return insert(job, { statement: whole, beginning: Buffer.alloc(0), body });
  const head = Buffer.concat([Buffer.from(inAddress && `${inAddress.trimEnd()}\n`), await body.head()]);
  const statement = classify(head.toString('utf8'));
  if (statement.kind === 'insert-data') return insert(job, { statement, beginning: dataOf(statement, head), body });
  const sql = (await body.all(head)).toString('utf8');
  return read(job, { statement: classify(sql), sql });
}

/** The statement where the address holds all of it, so that the whole body is data, whatever its first bytes are. */
function insertInAddress(inAddress: string): Insert | null {
  if (!/^\s*INSERT\b/i.test(inAddress)) return null;
  const statement = classify(inAddress);
  return statement.kind === 'insert-data' && inAddress.slice(statement.dataStart).trim() === '' ? statement : null;
}

function dataOf({ dataStart }: Insert, head: Buffer): Buffer {
  return withoutBreak(head.subarray(Buffer.byteLength(head.toString('utf8').slice(0, dataStart))));
}

/** A form carries the statement and its parameters, which may be too long for an address. */
async function runForm(
  job: Job,
  { type, inAddress, bytes }: { type: string; inAddress: string; bytes: Buffer },
): Promise<void> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  let sql = inAddress;
  for (const [name, value] of form) {
    if (typeof value !== 'string') throw new Fault(48, 'NOT_IMPLEMENTED', `${name}: external tables are not supported`);
    if (name === 'query') sql += value;
    else job.options.settings.push([name, value]);
  }
  const statement = classify(sql);
  if (statement.kind === 'insert-data')
    throw new Fault(48, 'NOT_IMPLEMENTED', 'INSERT with data in a form is not supported');
  return read(job, { statement, sql });
}

type Insert = Extract<Statement, { kind: 'insert-data' }>;

/** The engine reads the data from a file, in any of its formats, as it would read it from a connection. */
async function insert(
  job: Job,
  { statement, beginning, body }: { statement: Insert; beginning: Buffer; body: Body },
): Promise<void> {
  const { into, settings, format } = statement;
  const use = async (path: string): Promise<Outcome> =>
    withoutPath(path, async () =>
      inRun(job, {
        changing: false,
        use: async (run) =>
          run.whole(
            `${into} FROM INFILE ${literal(path)} COMPRESSION 'none' ${settings} FORMAT ${format}`,
            'TabSeparated',
          ),
      }),
    );
  const outcome = await body.inFile(job.service.spool, { beginning, use });
  await answer(job, { outcome: { ...outcome, written: true }, body: new Uint8Array(), format: 'TabSeparated' });
}

/** What the engine says of the file is said of the request's body. */
async function withoutPath<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { code, type, message } = toFault(error);
    throw new Fault(
      code,
      type,
      message.replaceAll(`(in file/uri ${path})`, '(in the request body)').replaceAll(path, 'the request body'),
    );
  }
}

/** The white space between a format's name and its data, one line break at most. */
function withoutBreak(data: Buffer): Buffer {
  const blank = /^[ \t]*(?:;[ \t]*)?(?:\r?\n)?/.exec(data.subarray(0, 1024).toString('latin1'))?.[0].length ?? 0;
  return data.subarray(blank);
}

type Read = Exclude<Statement, Insert>;

async function read(job: Job, { statement, sql }: { statement: Read | Insert; sql: string }): Promise<void> {
  const format = statement.format ?? job.options.defaultFormat;
  const use = async (run: Run): Promise<void> => {
    const pieces = statement.kind === 'select' && !job.options.waitEnd ? run.pieces(sql, format) : null;
    job.context.headers['X-ClickHouse-Format'] = format;
    const version = format === 'Native' ? job.options.protocolVersion : 0;
    if (pieces) {
      const headers = { ...job.context.headers, 'Content-Type': contentTypeOf(format) };
      return sendPieces({ ...job.context, headers }, version === 0 ? pieces : eachVersioned(pieces, version));
    }
    const { body, ...outcome } = await run.whole(sql, format);
    await answer(job, { outcome: { ...outcome, written: false }, body: versioned(body, version), format });
  };
  await inRun(job, { changing: statement.kind === 'other', use });
}

/** Each piece holds whole blocks. */
async function* eachVersioned(pieces: AsyncGenerator<Uint8Array>, version: number): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield versioned(piece, version);
}

async function inRun<T>(
  { service, options, readonly }: Job,
  { changing, use }: { changing: boolean; use: (run: Run) => Promise<T> },
): Promise<T> {
  return service.engine.use({ database: options.database, settings: options.settings, readonly, changing }, use);
}

interface Answer {
  outcome: Outcome & { written: boolean };
  body: Uint8Array;
  format: string;
}

async function answer({ context }: Job, { outcome, body, format }: Answer): Promise<void> {
  const headers = {
    ...context.headers,
    'Content-Type': contentTypeOf(format),
    'X-ClickHouse-Summary': summaryOf(outcome),
  };
  await sendWhole({ ...context, headers }, body);
}

function summaryOf({ rows, bytes, elapsed, written }: Answer['outcome']): string {
  return JSON.stringify({
    read_rows: String(rows),
    read_bytes: String(bytes),
    written_rows: written ? String(rows) : '0',
    written_bytes: written ? String(bytes) : '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: '0',
    elapsed_ns: String(Math.round(elapsed * 1e9)),
  });
}
