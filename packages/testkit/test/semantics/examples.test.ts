import { describe, expect, test } from 'vitest';
import {
  referenceModel,
  SEMANTIC_GROUPS,
  tinyDeployment,
  type ReferenceCell,
  type SemanticExample,
} from '../../src/index.ts';

function cellOf({
  records,
  asOf,
  query,
  deployment = tinyDeployment,
  sealedBulletins = [],
}: SemanticExample): ReferenceCell | undefined {
  return referenceModel({ records, asOf, deployment, sealedBulletins }).cell(
    query.indicator,
    query.region,
    query.period,
  );
}

describe.each(Object.entries(SEMANTIC_GROUPS))('%s', (_section, examples) => {
  test.each(examples.map((example) => [example.name, example] as const))('%s', (_name, example) => {
    expect(cellOf(example)).toMatchObject(example.expect);
  });
});

test('no two examples have one name', () => {
  const names = Object.values(SEMANTIC_GROUPS)
    .flat()
    .map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
