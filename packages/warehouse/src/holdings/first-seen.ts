import type { Setting } from '@duqing/regions';

/** Whose finds count as an area's, and where a substance must not have been seen before. */
export interface FirstSeenAreas {
  own: readonly string[];
  seen: readonly string[];
}

/**
 * An area finds itself, and has seen what the codes before it saw: it is the same ground. A city finds where its units and its own code
 * do, and has seen what anything within it saw.
 */
export function firstSeenAreas({ regions, city }: Setting, area: string): FirstSeenAreas {
  if (area !== city) return { own: [area], seen: [area, ...regions.predecessorsOf(area)] };
  const all = regions.all();
  const units = all.filter(({ parent, role }) => parent === city && role === 'monitored').map(({ code }) => code);
  return {
    own: [city, ...units],
    seen: all.map(({ code }) => code).filter((code) => regions.isWithin(code, city)),
  };
}
