import { inForceOn, type Version } from '@duqing/regions';
import { SHIPPED } from '@duqing/substances';
import { loadDeployment } from '@duqing/runtime';
import { describe, expect, it } from 'vitest';
import { edited } from '../src/core/edit.ts';
import { differences, flatOf } from '../src/core/flat.ts';
import { proposalFaults } from '../src/core/laws.ts';
import { ConfigError, type Request } from '../src/index.ts';

type Asked = Request;

const deployment = { ...(await loadDeployment('demo')), substances: [SHIPPED] };

const TARGET: Asked = {
  part: 'targets',
  validFrom: '2026-01-01',
  source: '市禁毒委会议纪要',
  reason: '试行更高的目标',
  sets: ['it-solved-share@county=35'],
};

function valueOf({ part, source, validFrom, sets = [], value }: Asked): unknown {
  const base = value ?? inForceOn((deployment[part] ?? []) as Version<unknown>[], validFrom);
  return edited({ part, base, sets, source, city: deployment.city });
}

/** The value, or the faults as an error: what a proposal does first. */
function judged(asked: Asked): unknown {
  const value = valueOf(asked);
  const version = { validFrom: asked.validFrom, recordedAt: null, source: asked.source, value };
  const faults = proposalFaults(deployment, { part: asked.part, version, reason: asked.reason });
  if (faults.length > 0) throw new ConfigError(faults);
  return value;
}

describe('what is proposed', () => {
  it.each<[string, Partial<Asked>, RegExp]>([
    ['an unknown item', { sets: ['no-such@county=3'] }, /no-such@county: 没有指标.*unknown indicator/],
    ['what is no unit', { sets: ['lost-contact-rate@990000=无|none'] }, /no monitored unit/],
    ['a share over 100', { sets: ['it-solved-share@county=130'] }, /more than 100/],
    ['no number', { sets: ['it-solved-share@county=many'] }, /no plain number/],
    ['a direction', { sets: ['cases-filed@county=3'] }, /no number/],
    [
      'a comparator of the other side',
      { sets: ['it-solved-share@county<30'] },
      /与该指标的要求相反.*contradicts it-solved-share: > or >=/,
    ],
    [
      'a direction of the other side',
      { sets: ['minors-share@city=not-falling'] },
      /contradicts minors-share: falling or not-rising/,
    ],
    [
      'a direction of an item with a limit',
      { sets: ['lost-contact-rate@county=falling'] },
      /contradicts lost-contact-rate: < or <=/,
    ],
    ['a comparator of a zero item', { sets: ['zero-cultivation@county<=2'] }, /no comparator to choose/],
    ['another limit of a zero item', { sets: ['zero-cultivation@county=2'] }, /the limit of a zero item is 0/],
    ['a comparator of a yes or no', { sets: ['transit-hub@county=<='] }, /no comparator to choose/],
    ['a target that no share can meet', { sets: ['it-solved-share>100'] }, /every figure meets it, or none can/],
    ['a target that every count keeps', { sets: ['education-bases@city>=0'] }, /every figure meets it, or none can/],
    ['a comparator alone that makes it so', { sets: ['class-hours@county=>'] }, /every figure meets it, or none can/],
    [
      'a substance taken away',
      { part: 'substances', sets: [], value: SHIPPED.value.filter(({ code }) => code !== 'ketamine') },
      /ketamine: .*never taken away/,
    ],
    [
      'a substance without a name',
      { part: 'substances', sets: ['new-one.baseline=yes'] },
      /new-one.name: .*not written/,
    ],
    [
      'a name of another substance',
      { part: 'substances', sets: ['new-one.name=Ｋ粉|new one'] },
      /k粉 is a name of ketamine/,
    ],
    [
      'a threshold in words',
      { part: 'substances', sets: ['ketamine.threshold=much'] },
      /ketamine: .*no number above 0/,
    ],
    ['a line of substances that is none', { part: 'substances', sets: ['ketamine.colour=blue'] }, /not CODE.name/],
    ['no reason', { reason: ' ' }, /reason: 不能为空 · empty/],
    ['no day', { validFrom: '2026-02-30' }, /valid-from: .*is no day/],
    ['nothing changed', { sets: ['it-solved-share@county=none'] }, /not in the version in force/],
    ['the same again', { part: 'methods', sets: ['video=yes'] }, /changes nothing/],
    ['an unknown method', { part: 'methods', sets: ['magic=yes'] }, /magic: .*not one of/],
    ['a category without a class', { part: 'categories', sets: ['other=none'] }, /other: .*has no class/],
    [
      'a code taken away',
      { part: 'regions', sets: [], value: deployment.regions[0]?.value.slice(0, 4) },
      /990123: .*never taken away/,
    ],
    ['a code that does not fit', { part: 'regions', sets: ['12.name=甲|A', '12.validFrom=2026-01-01'] }, /codePattern/],
    [
      'a creation period that ends before it starts',
      { part: 'calendar', sets: ['creation.to=2020-01-01'] },
      /ends before/,
    ],
    ['a personal number', { reason: '联系 13912345678' }, /personal data/],
  ])('%s is refused, with the field', (_, more, message) => {
    expect(() => judged({ ...TARGET, ...more })).toThrow(message);
  });

  it('lists every fault at once, in both languages', () => {
    const sets = ['no-such@county=3', 'it-solved-share@county=130'];
    expect(() => judged({ ...TARGET, sets })).toThrow(
      /没有指标 no-such · unknown indicator no-such[^]*不能大于 100 % · a share of more than 100 %/,
    );
  });

  it.each<[Partial<Asked>, string[]]>([
    [{}, ['it-solved-share@county null 35']],
    [
      { sets: ['minors-share@990102=无|none', 'it-solved-share@city=30'] },
      ['it-solved-share@city null 30', 'minors-share@990102 null 无|none'],
    ],
    [{ sets: ['it-solved-share>=30'] }, ['it-solved-share@county null >=30', 'it-solved-share@city null >=30']],
    [{ sets: ['it-solved-share@county=>='] }, ['it-solved-share@county null >=']],
    [{ sets: ['minors-share@city = not-rising'] }, ['minors-share@city null not-rising']],
    [{ sets: ['new-user-rate@county=<='] }, ['new-user-rate@county null <=']],
    [
      { part: 'substances', sets: ['ketamine.threshold=250', 'etomidate.baseline=yes'] },
      ['etomidate.baseline no yes', 'ketamine.threshold 500 250'],
    ],
    [
      { part: 'substances', sets: ['new-one.name=新物质|new one', 'new-one.synonyms=甲|乙'] },
      [
        'new-one.name null 新物质|new one',
        'new-one.synonyms null 甲|乙',
        'new-one.dimensions null mass',
        'new-one.baseline null no',
        'new-one.threshold null none',
      ],
    ],
    [{ part: 'methods', sets: ['video=none', 'tip=yes'] }, ['video yes null', 'tip null yes']],
    [{ part: 'categories', sets: ['drug-driving=drugCrime'] }, ['drug-driving administrative drugCrime']],
    [{ part: 'calendar', sets: ['returnsDueDays=12'] }, ['returnsDueDays 10 12']],
    [
      { part: 'regions', sets: ['990102.validTo=2027-01-01', '990102.successors=990103'] },
      ['990102.validTo none 2027-01-01', '990102.successors none 990103'],
    ],
  ])('%j changes these lines and no others', (more, expected) => {
    const asked = { ...TARGET, ...more };
    const before = flatOf(asked.part, inForceOn((deployment[asked.part] ?? []) as Version<unknown>[], asked.validFrom));
    const found = differences(before, flatOf(asked.part, judged(asked)));
    expect(found.map(({ key, before: was, after }) => `${key} ${was} ${after}`)).toEqual(expected);
  });

  it('a new code is a monitored county of the city without an end, written where the proposal says', () => {
    const sets = ['990105.name=新县|New County', '990105.validFrom=2027-01-01'];
    expect(judged({ ...TARGET, part: 'regions', sets })).toContainEqual({
      code: '990105',
      name: { zh: '新县', en: 'New County' },
      parent: '990100',
      level: 'county',
      role: 'monitored',
      validFrom: '2027-01-01',
      validTo: null,
      successors: [],
      source: TARGET.source,
    });
  });
});
