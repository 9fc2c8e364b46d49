import { connect } from 'node:net';

const correlation = 7;

/**
 * Asks for the cluster's metadata (Kafka protocol, api 3 version 1) and says whether a broker is listed: a broker is listed only
 * once it takes requests. False where nothing answers within a second.
 */
export function listsBroker(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    let received = Buffer.alloc(0);
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      if (received.length >= 12) end(received.readInt32BE(4) === correlation && received.readInt32BE(8) > 0);
    });
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
    socket.once('close', () => end(false));
  });
}

/** No client id, an empty list of topics. */
function metadataRequest(): Buffer {
  const frame = Buffer.alloc(18);
  frame.writeInt32BE(14, 0);
  frame.writeInt16BE(3, 4);
  frame.writeInt16BE(1, 6);
  frame.writeInt32BE(correlation, 8);
  frame.writeInt16BE(-1, 12);
  frame.writeInt32BE(0, 14);
  return frame;
}
