import type { Lang } from '@duqing/catalogue';

/** Names by code as a map, read once a query: an unknown code gives an empty text. */
function names(from: string, code: string, lang: Lang): string {
  return `CAST((SELECT groupArray((${code}, name_${lang})) FROM ${from}), 'Map(String, String)')`;
}

/** An area's name; a code without one stays. */
export function areaName(code: string, lang: Lang): string {
  return named(names('published_regions', 'region', lang), code);
}

/** An item's name; a code without one stays. */
export function itemName(code: string, lang: Lang): string {
  return named(names('published_indicators', 'indicator', lang), code);
}

function named(map: string, code: string): string {
  return `if(${map}[${code}] = '', ${code}, ${map}[${code}])`;
}
