interface PostHeaders {
  host?: string | undefined;
  origin?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * Whether a form was posted from a page of ours. Browsers say so themselves; a client that says neither where the form stood nor how
 * it relates to us is refused, since only browsers have cookies that could be abused.
 */
export function isSameOrigin({ host, origin, 'sec-fetch-site': site }: PostHeaders): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  const stood = URL.canParse(origin) ? new URL(origin).host : null;
  return stood !== null && stood === host?.toLowerCase();
}

/** Where to go after signing in: a path of ours, never another site's address. */
export function ownPath(text: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(text) ? text : '/desk';
}
