import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { kafkaClassPath } from './jars.ts';
import { javaFlags } from './java.ts';

export interface ToolRun {
  /** a class of Kafka's own, such as org.apache.kafka.tools.ConsoleProducer */
  main: string;
  args: readonly string[];
  input?: string | Uint8Array;
}

/** Runs one of Kafka's own Java tools to its end and gives its stdout; a status other than 0 throws with its stderr. */
export async function runKafkaTool({ main, args, input }: ToolRun): Promise<string> {
  const child = spawn('java', [...javaFlags, '-cp', await kafkaClassPath(), main, ...args], { stdio: 'pipe' });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // a tool that dies early closes its stdin: its status and stderr tell, not the broken pipe
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  if (status !== 0) throw new Error(`${main} ended with ${status}: ${err.trim().slice(-2000)}`);
  return out;
}
