export interface Ports {
  broker: number;
  controller: number;
}

/** What arrives whole must also fit as a dead letter, which is the message with headers about it. */
const largestMessage = 16 * 1024 * 1024;

/** One process that is broker and controller; replication is 1 wherever a single broker would otherwise refuse. */
export function serverProperties({
  ports,
  logDir,
  extra,
}: {
  ports: Ports;
  logDir: string;
  extra: Record<string, string>;
}): string {
  const all: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.broker}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'auto.create.topics.enable': 'false',
    'log.message.timestamp.type': 'LogAppendTime',
    'message.max.bytes': largestMessage,
    'replica.fetch.max.bytes': largestMessage,
    'socket.request.max.bytes': 2 * largestMessage,
    // after a kill the controller takes the broker back only when its old session has ended: 9 seconds by default
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 250,
    ...extra,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
