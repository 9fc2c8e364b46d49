import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Wires } from './wire.ts';

const NAMES: Record<number, string> = { 0: 'produce', 8: 'commit' };

/** Between one service and the broker's listener made for it: reads requests frame by frame, to break off at a chosen one. */
export class KafkaProxy {
  readonly wires = new Wires();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #target = 0;
  #isCut = false;

  private constructor() {
    this.#server = createServer((client) => this.#accept(client));
  }

  static async start(): Promise<KafkaProxy> {
    const proxy = new KafkaProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The broker's port on 127.0.0.1: known only after ours, which the broker must advertise. */
  connectTo(port: number): void {
    this.#target = port;
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
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    if (this.#isCut) return void client.resetAndDestroy();
    const broker = connect({ host: '127.0.0.1', port: this.#target });
    const end = (): void => {
      client.resetAndDestroy();
      broker.resetAndDestroy();
    };
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.on('error', end);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    const named = new Map<number, Buffer>();
    eachFrame(client, async (frame) => {
      const isNamed = NAMES[frame.readInt16BE(4)] !== undefined;
      if (isNamed) named.set(frame.readInt32BE(8), frame);
      if (isNamed && (await this.wires.ask('before', holds(frame))) === 'drop') return end();
      broker.write(frame);
    });
    eachFrame(broker, async (frame) => {
      const request = named.get(frame.readInt32BE(4));
      named.delete(frame.readInt32BE(4));
      if (request && (await this.wires.ask('after', holds(request))) === 'drop') return end();
      client.write(frame);
    });
  }
}

/** `produce TOPIC` or `commit`. */
function holds(request: Buffer): (what: string) => boolean {
  const name = NAMES[request.readInt16BE(4)] ?? '';
  return (what) => {
    const [api, text = ''] = what.split(' ');
    return api === name && request.includes(text);
  };
}

/** Whole frames (length and content), one after the other, each when the one before has been dealt with. */
function eachFrame(socket: Socket, use: (frame: Buffer) => Promise<void>): void {
  let held: Buffer = Buffer.alloc(0);
  let turn = Promise.resolve();
  socket.on('data', (part: Buffer) => {
    held = held.length === 0 ? part : Buffer.concat([held, part]);
    while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
      const frame = held.subarray(0, 4 + held.readInt32BE(0));
      held = held.subarray(frame.length);
      turn = turn.then(async () => use(frame)).catch(() => undefined);
    }
  });
}
