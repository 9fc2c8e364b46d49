/** Start-up time matters more than peak speed: a broker of the tests lives for seconds. */
export const javaFlags = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
  '-Djava.net.preferIPv4Stack=true',
];

/** The logger's output goes to stderr, which the launcher sends to broker.log. */
export const logFlags = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'];
