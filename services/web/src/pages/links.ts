import type { Lang } from '@duqing/catalogue';

/** An address of our own with its query; Chinese is the default and is not written, absent fields are left out. */
export function link(path: string, { lang, ...fields }: { lang: Lang } & Record<string, string | undefined>): string {
  const given = Object.entries({ ...fields, lang: lang === 'zh' ? undefined : lang });
  const query = new URLSearchParams();
  for (const [name, value] of given) if (value !== undefined) query.append(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** The page of one figure. */
export function cellLink(
  { indicator, region, period }: { indicator: string; region: string; period: string },
  lang: Lang,
): string {
  return link(`/indicators/${indicator}`, { region, period, lang });
}
