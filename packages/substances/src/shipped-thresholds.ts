import type { Threshold } from './table.ts';

export const LAW = '刑法第三百四十七条 (Criminal Law art. 347)';
export const RULES = '法释〔2016〕8号第一条 (Fashi 2016 No. 8, art. 1)';

const BY_LAW = {
  heroin: '50',
  methamphetamine: '50',
  opium: '1000',
};
/** MDMA's is that of amphetamine-type stimulants but methamphetamine; fentanyl's is of fentanyl alone, not of its analogues. */
const BY_RULES = {
  alprazolam: '100000',
  barbital: '250000',
  bromazepam: '500000',
  buprenorphine: '5000',
  caffeine: '200000',
  'caffeine-sodium-benzoate': '250000',
  'cannabis-herb': '150000',
  'cannabis-oil': '5000',
  'cannabis-resin': '10000',
  chlordiazepoxide: '500000',
  cocaine: '50',
  codeine: '5000',
  diazepam: '500000',
  dihydroetorphine: '0.01',
  estazolam: '500000',
  fentanyl: '125',
  ghb: '2000',
  ketamine: '500',
  khat: '100000',
  mdma: '100',
  methadone: '1000',
  methaqualone: '50000',
  methcathinone: '200',
  morphine: '100',
  nimetazepam: '250000',
  pethidine: '250',
  phenobarbital: '250000',
  'poppy-husk': '200000',
  tramadol: '2000',
  triazolam: '50000',
};

/** By code, as the deployment is shipped. */
export const SHIPPED_THRESHOLDS: Readonly<Record<string, Threshold>> = {
  ...thresholds(BY_LAW, LAW),
  ...thresholds(BY_RULES, RULES),
};

function thresholds(grams: Record<string, string>, source: string): Record<string, Threshold> {
  return Object.fromEntries(Object.entries(grams).map(([code, text]) => [code, { grams: text, source }]));
}
