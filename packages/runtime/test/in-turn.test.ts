import { expect, it } from 'vitest';
import { inTurn } from '../src/index.ts';

it('turns are taken one after the other, also after one that failed', async () => {
  const inTheirTurn = inTurn();
  const said: string[] = [];
  const turn = async (name: string): Promise<void> => {
    said.push(`${name} begins`);
    await Promise.resolve();
    said.push(`${name} ends`);
    if (name === 'b') throw new Error('b');
  };
  const all = ['a', 'b', 'c'].map(async (name) => inTheirTurn(async () => turn(name)));
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(said).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
