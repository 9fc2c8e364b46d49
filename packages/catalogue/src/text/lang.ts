export type Lang = 'zh' | 'en';
export type Words = Record<Lang, string>;
