// what the readme of the real data says of them

/** CBP, 2025Q4: count of events / pounds, before and after the revision. */
export const BEFORE = {
  Cocaine: '510 / 18043.372',
  Fentanyl: '181 / 3398.282',
  Heroin: '42 / 791.834',
  Marijuana: '5809 / 61400.761',
  Methamphetamine: '567 / 44929.422',
  Ecstasy: '173 / 52.745',
  Ketamine: '340 / 5010.723',
};
export const AFTER = {
  Cocaine: '600 / 17520.520',
  Fentanyl: '239 / 3398.304',
  Heroin: '48 / 749.329',
  Marijuana: '6640 / 61411.346',
  Methamphetamine: '750 / 45202.996',
  Ecstasy: '188 / 40.653',
  Ketamine: '353 / 5010.751',
};

/** Colombia: rows and grams of each drug, by quarter. */
export const COLOMBIA = {
  '2018Q1': {
    'base de coca': [4_155, '4112865'],
    basuco: [5_933, '523383'],
    cocaine: [3_725, '78978676'],
    heroin: [180, '65401'],
    'cannabis-herb': [11_225, '46766531'],
  },
  '2018Q2': {
    'base de coca': [2_843, '5129258'],
    basuco: [3_696, '307231'],
    cocaine: [2_488, '31476341'],
    heroin: [138, '49720'],
    'cannabis-herb': [7_009, '37852996'],
  },
} satisfies Record<string, Record<string, [rows: number, grams: string]>>;
