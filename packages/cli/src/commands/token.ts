import { shanghai } from '@duqing/calendar';
import { ROLES, TokenRequestError, type Access, type Principal, type TokenView } from '@duqing/access';
import { Command } from 'commander';
import { accessOf, principalOr, tokenOption, type TokenOptions } from '../acting.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openSession, type Session } from '../session.ts';
import { UsageError } from '../usage.ts';

interface Options extends StoreOptions, OutputOptions, TokenOptions {
  post: string;
  role: string;
  area: string;
  source?: string;
  days?: string;
}

function make(name: string, description: string): Command {
  return jsonOption(tokenOption(storeOptions(new Command(name).description(description)))).exitOverride();
}

/** `duqing token issue|list|revoke` and, of what was done with them, `duqing audit`. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('令牌:岗位、角色、区域 · tokens of posts')
    .addCommand(
      make('issue', '签发;令牌只显示一次 · issue one, shown once')
        .requiredOption('--post <post>', 'whose it is: a post, never a person')
        .requiredOption('--role <role>', ROLES.join(', '))
        .requiredOption('--area <code>', 'area that it holds for, with all below')
        .option('--source <path>', 'the one source that a sending unit may send as')
        .option('--days <n>', 'days until it ends (365)')
        .action(issue),
    )
    .addCommand(make('list', '清单(不含密钥) · list, without secrets').action(list))
    .addCommand(make('revoke', '吊销 · end one at once').argument('<id>').action(revoke));
}

export function auditCommand(): Command {
  return jsonOption(tokenOption(storeOptions(new Command('audit').description('审计记录 · who did what'))))
    .option('--limit <n>', 'newest rows', '100')
    .action(audit);
}

async function withAccess<T>(
  options: StoreOptions & TokenOptions,
  use: (given: { access: Access; by: Principal; session: Session }) => Promise<T>,
): Promise<T> {
  const session = await openSession(options);
  try {
    const access = accessOf(session);
    return await use({ access, session, by: await principalOr(access, session, options) });
  } finally {
    await session.close();
  }
}

async function issue(options: Options): Promise<void> {
  const { post, role, area, source, days } = options;
  await withAccess(options, async ({ access, by, session }) => {
    await refuseUnlessManager({ access, session }, by);
    const request = { post, role, area, ...(source !== undefined && { source }) };
    const issued = await access
      .issueToken({ ...request, ...(days !== undefined && { days: Number(days) }) }, by)
      .catch((error: unknown) => {
        throw error instanceof TokenRequestError ? new UsageError(error.message) : error;
      });
    note('令牌只显示这一次,请存入该岗位的密钥保管处 · shown this once: keep it where that post keeps its secrets');
    if (options.json) return printJson(issued);
    return print(issued.token);
  });
}

async function revoke(id: string, options: StoreOptions & OutputOptions & TokenOptions): Promise<void> {
  await withAccess(options, async ({ access, by, session }) => {
    await refuseUnlessManager({ access, session }, by);
    if (!(await access.revokeToken(id, by))) throw new UsageError(`no token ${id}`);
    if (options.json) printJson({ revoked: id });
    else print(`${id} 已吊销 · revoked`);
  });
}

/** The console issues the first tokens; from when an engineer has one, only engineers do. */
async function refuseUnlessManager(
  { access, session }: { access: Access; session: Session },
  by: Principal,
): Promise<void> {
  if (by.tokenId !== '' && access.allowsEverywhere(by, 'manage-tokens')) return;
  const hasEngineer = (await access.tokens()).some(
    (token) => token.role === 'engineer' && isLive(token, session.clock()),
  );
  if (by.tokenId !== '' || hasEngineer)
    throw new Error('须由 engineer 角色的令牌签发或吊销 · a token of role engineer is needed (DUQING_TOKEN)');
}

function isLive({ revoked_at, expires_at }: TokenView, now: number): boolean {
  return revoked_at === 0 && now < expires_at;
}

async function list(options: StoreOptions & OutputOptions & TokenOptions): Promise<void> {
  await withAccess(options, async ({ access, session }) => {
    const tokens = await access.tokens();
    if (options.json) return printJson(tokens.map(viewOf));
    return print(tokens.map((token) => lineOf(token, session.clock())).join('\n'));
  });
}

function viewOf(token: TokenView): object {
  const { token_id, post, role, area, source, issued_at, issued_by, expires_at, revoked_at } = token;
  return {
    id: token_id,
    post,
    role,
    area,
    source: source === '' ? null : source,
    issuedAt: shanghai(issued_at),
    issuedBy: issued_by,
    expiresAt: shanghai(expires_at),
    revokedAt: revoked_at === 0 ? null : shanghai(revoked_at),
  };
}

function lineOf(token: TokenView, now: number): string {
  const { token_id, post, role, area, source, expires_at } = token;
  const until = isLive(token, now) ? `至 until ${shanghai(expires_at).slice(0, 10)}` : '已失效 ended';
  return [token_id, role.padEnd(12), area, source, post, until].filter((part) => part !== '').join('  ');
}

async function audit(options: StoreOptions & OutputOptions & TokenOptions & { limit: string }): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit: a whole number from 1, not ${options.limit}`);
  await withAccess(options, async ({ access, by }) => {
    if (!access.allowsEverywhere(by, 'see-audit'))
      throw new Error('该岗位无权查看审计 · this post may not see the audit');
    const rows = await access.auditRows(limit);
    if (options.json) return printJson(rows.map((row) => ({ ...row, at: shanghai(row.at) })));
    return print(
      rows
        .map(({ at, post, action, object, outcome, detail }) =>
          [shanghai(at).slice(0, 19), post, action, object, outcome, detail].join('  '),
        )
        .join('\n'),
    );
  });
}
