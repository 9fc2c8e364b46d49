import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Wires } from './wire.ts';

/** Between one service and the store: passes requests on, and loses them where a test says so. */
export class StoreProxy {
  readonly wires = new Wires();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #target: string;
  #isCut = false;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer(
      { keepAliveTimeout: 15_000 },
      (message, response) => void this.#relay(message, response),
    );
    this.#server.on('connection', (socket: Socket) => this.#accept(socket));
  }

  static async start(target: string): Promise<StoreProxy> {
    const proxy = new StoreProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Open connections break, new ones are refused, until `heal`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  heal(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#agent.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    if (this.#isCut) return void socket.resetAndDestroy();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
  }

  async #relay(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await bytesOf(message);
      const { searchParams } = new URL(message.url ?? '/', this.#target);
      const statement = `${searchParams.get('query') ?? ''}\n${body.subarray(0, 300).toString('utf8')}`;
      const holds = (what: string): boolean => statement.includes(what);
      if ((await this.wires.ask('before', holds)) === 'drop') return void message.socket.resetAndDestroy();
      const answer = await this.#forward(message, body);
      if ((await this.wires.ask('after', holds)) === 'drop') return void message.socket.resetAndDestroy();
      const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers;
      response.writeHead(answer.status, { ...headers, 'content-length': answer.body.length });
      response.end(answer.body);
    } catch {
      // the store is gone: so is the connection
      message.socket.resetAndDestroy();
    }
  }

  async #forward(message: IncomingMessage, body: Buffer) {
    const { 'transfer-encoding': _, connection: __, ...headers } = message.headers;
    const sent = request(new URL(message.url ?? '/', this.#target), {
      method: message.method,
      agent: this.#agent,
      headers: { ...headers, 'content-length': body.length },
    });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: await bytesOf(answer) };
  }
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
