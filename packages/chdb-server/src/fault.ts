/** A failure as ClickHouse's HTTP interface reports it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** ClickHouse's exception code */
  readonly code: number;
  readonly type: string;

  constructor(code: number, type: string, message: string) {
    super(message);
    this.code = code;
    this.type = type;
  }
}

export function notSupported(what: string): Fault {
  return new Fault(
    48,
    'NOT_IMPLEMENTED',
    `${what}: not supported by this server, which stands in for ClickHouse on a machine without one`,
  );
}

const ENGINE_MESSAGE = /Code: (\d+)\. DB::Exception: ([\s\S]*?)\s*\(([A-Z0-9_]{3,})\)(?: \(version [^)]*\))?\.?\s*$/;

/** The engine reports an exception as text only: "Code: N. DB::Exception: message (TYPE)". */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (isFull(error)) return new Fault(243, 'NOT_ENOUGH_SPACE', error.message);
  const message = error instanceof Error ? error.message : String(error);
  const parts = ENGINE_MESSAGE.exec(message);
  if (!parts) return new Fault(1002, 'UNKNOWN_EXCEPTION', message);
  return new Fault(Number(parts[1]), parts[3] ?? '', parts[2] ?? '');
}

/** Codes of the system where nothing more may be written: no room on the disk, over a quota, over a limit of a file. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function isFull(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && FULL.has(String(error.code));
}

/** ClickHouse's own line for an exception; clients read code and type from it. */
export function faultText({ code, type, message }: Fault, version: string): string {
  return `Code: ${code}. DB::Exception: ${message} (${type}) (version ${version})\n`;
}

const STATUS = new Map<number, number>(
  Object.entries({
    400: [6, 26, 27, 36, 38, 41, 43, 53, 62, 69, 72, 115, 130, 386, 456, 457],
    403: [192, 193, 291, 497, 516],
    404: [16, 46, 47, 50, 56, 60, 73, 81],
    408: [159],
    413: [307],
    501: [48],
    503: [202],
  }).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
);

/** HTTP status of an exception, as ClickHouse chooses it for the common codes; 500 for the rest. */
export function statusOf(fault: Fault): number {
  return STATUS.get(fault.code) ?? 500;
}
