import { roleMay, type Action, type Principal } from '@duqing/access';
import { langField, readQuery } from '../core/query.ts';
import { ownPath } from '../desk/same-origin.ts';
import { deskPage, signInPage, type Task } from '../pages/desk-pages.ts';
import { markup, type Answer, type Asked, type Route } from './answer.ts';
import type { Scene } from './scene.ts';

/** What a post may go to from its desk, in this order; shown where its role may do it. */
const TASKS: readonly (Task & { needs: Action })[] = [
  {
    path: '/alerts',
    needs: 'acknowledge-alerts',
    zh: '签收、指派、办结预警',
    en: 'Acknowledge, assign, close alerts',
  },
  { path: '/signals', needs: 'assess-signals', zh: '研判周计数异常', en: 'Judge signals of early warning' },
  { path: '/returns', needs: 'send-events', zh: '报送报表、确认数据', en: 'Send returns, attest feeds' },
  { path: '/rejects', needs: 'see-rejects', zh: '处理退回数据', en: 'Deal with rejected data' },
  {
    path: '/bulletins/desk',
    needs: 'write-bulletin',
    zh: '起草、审核、签发通报',
    en: 'Draft, review and seal bulletins',
  },
  {
    path: '/configuration',
    needs: 'propose-configuration',
    zh: '提出、批准配置的新版本',
    en: 'Propose and approve versions of the configuration',
  },
];

/** Signing in, and the post's own page. */
export function deskRoutes(scene: Scene): Route[] {
  return [
    { path: '/sign-in', face: 'page', handle: (asked) => signIn(scene, asked) },
    { path: '/desk', face: 'page', handle: (asked) => desk(scene, asked) },
  ];
}

function signIn({ deployment, desk: held }: Scene, { query }: Asked): Answer {
  const { lang = 'zh', to = '/desk' } = readQuery(query, { lang: langField, to: ownPath });
  const problem = held === null ? 'none-here' : null;
  const common = { lang, place: deployment.name[lang], simulated: deployment.simulated };
  return markup(signInPage({ ...common, to, problem }));
}

function desk(scene: Scene, asked: Asked): Answer {
  const { lang = 'zh' } = readQuery(asked.query, { lang: langField });
  if (asked.principal === null) return signIn(scene, { ...asked, query: { lang, to: asked.path } });
  const { deployment } = scene;
  const common = { lang, place: deployment.name[lang], simulated: deployment.simulated };
  return markup(deskPage({ ...common, principal: asked.principal, tasks: tasksOf(asked.principal) }));
}

function tasksOf({ role }: Principal): Task[] {
  return TASKS.filter(({ needs }) => role !== 'console' && roleMay(role, needs));
}
