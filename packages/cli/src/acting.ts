import { readFile } from 'node:fs/promises';
import { consoleOf, createAccess, type Access, type Principal } from '@duqing/access';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

export interface TokenOptions {
  tokenFile?: string;
}

/** A token is never given on the command line, where every process of the machine could read it. */
export function tokenOption(command: Command): Command {
  return command.option('--token-file <file>', 'file that holds your token (or DUQING_TOKEN)');
}

export function accessOf({ store, deployment, clock }: Session): Access {
  return createAccess({ store, deployment, clock });
}

/** Whose token was given, null where none was; throws where it is not, or no longer, good for anything. */
export async function givenPrincipal(access: Access, { tokenFile }: TokenOptions): Promise<Principal | null> {
  const token = tokenFile === undefined ? process.env['DUQING_TOKEN'] : await tokenIn(tokenFile);
  if (!token?.trim()) return null;
  const principal = await access.verify(token.trim());
  if (principal === null)
    throw new Error('令牌无效、已过期或已吊销 · the token is not valid, has ended or was revoked');
  return principal;
}

async function tokenIn(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--token-file: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** The token's post, or this machine's console where none was given. */
export async function principalOr(access: Access, session: Session, options: TokenOptions): Promise<Principal> {
  return (await givenPrincipal(access, options)) ?? consoleOf(session.deployment);
}
