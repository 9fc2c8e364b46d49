import type { Principal } from '@duqing/access';
import { noteFault } from '@duqing/outlook';
import { addNote, withdrawNote } from '@duqing/warehouse';
import { BadQueryError, type Text } from '../core/query.ts';
import { fieldOf, type Desk } from '../desk/desk.ts';
import { cellLink } from '../pages/links.ts';
import { seeOther, type Answer, type Asked, type Route } from './answer.ts';
import { NotFoundError } from './not-found.ts';
import type { Scene } from './scene.ts';

/** Saying something of a figure, and taking it back: both stay, with the post that did it. */
export function noteRoutes(scene: Scene): Route[] {
  const { desk } = scene;
  if (desk === null) return [];
  const route = (path: string, handle: (given: Given) => Promise<Answer>): Route => ({
    path,
    face: 'page',
    method: 'POST',
    needs: 'write-notes',
    handle: async (asked) => {
      if (asked.principal === null) throw new Error('a route with needs was called without a post');
      return handle({ scene, desk, by: asked.principal, asked });
    },
  });
  return [route('/notes', add), route('/notes/:id/withdraw', withdraw)];
}

interface Given {
  scene: Scene;
  desk: Desk;
  by: Principal;
  asked: Asked;
}

async function add({ scene, desk, by, asked: { form } }: Given): Promise<Answer> {
  const [indicator, region, period, text] = ['indicator', 'region', 'period', 'text'].map((name) =>
    fieldOf(form, name),
  );
  const key = { indicator: indicator ?? '', region: region ?? '', period: period ?? '' };
  await refuseUnlessAllowed({ desk, by, object: keyText(key), region: key.region });
  const fault = noteFault(text ?? '');
  if (fault) refuse('text', fault);
  const [cell, ...more] = await scene.reader.cells(key);
  if (!cell || more.length > 0) throw new NotFoundError('cell');
  await addNote(desk.store, { ...key, period: cell.period, at: scene.clock(), author: by.post, text: text ?? '' });
  await desk.access.audit({ by, action: 'add-note', object: keyText(key), area: key.region, outcome: 'done' });
  return backTo(key, form);
}

async function withdraw({ scene, desk, by, asked: { form, params } }: Given): Promise<Answer> {
  const note = (await scene.reader.notes()).find(({ id }) => id === params['id']);
  if (!note) throw new NotFoundError('note');
  await refuseUnlessAllowed({ desk, by, object: note.id, region: note.region });
  if (note.withdrawn === null) {
    await withdrawNote(desk.store, { note_id: note.id, at: scene.clock(), author: by.post });
    await desk.access.audit({ by, action: 'withdraw-note', object: note.id, area: note.region, outcome: 'done' });
  }
  return backTo(note, form);
}

interface Key {
  indicator: string;
  region: string;
  period: string;
}

function keyText({ indicator, region, period }: Key): string {
  return `${indicator}/${region}/${period}`;
}

function backTo(key: Key, form: Asked['form']): Answer {
  return seeOther(cellLink(key, fieldOf(form, 'lang') === 'en' ? 'en' : 'zh'));
}

/** The post's own area and all below it. */
async function refuseUnlessAllowed(given: {
  desk: Desk;
  by: Principal;
  object: string;
  region: string;
}): Promise<void> {
  const { desk, by, object, region } = given;
  if (desk.access.allows(by, 'write-notes', region)) return;
  await desk.access.audit({ by, action: 'note', object, area: region, outcome: 'refused' });
  refuse('region', { zh: '不在该岗位的辖区内', en: 'not in the area of this post' });
}

function refuse(field: string, reason: Text): never {
  throw new BadQueryError([{ field, reason }]);
}
