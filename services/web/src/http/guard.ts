/** Sent with every response: nothing is loaded from elsewhere, no script runs, nothing is framed, kept or told to others. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a Host header names this machine, with any port, or the address that the server was told to listen on. Another name that
 * resolves to it (DNS rebinding) is refused, and so is a missing one.
 */
export function isOwnHost(header: string | undefined, listeningOn: string): boolean {
  const found = /^(\[[0-9a-f:.]+\]|[^:[\]@/\s]+)(:\d{1,5})?$/i.exec(header ?? '');
  const name = found?.[1]?.toLowerCase();
  if (name === undefined) return false;
  const own = listeningOn.includes(':') ? `[${listeningOn}]` : listeningOn;
  return LOOPBACK.includes(name) || (name === own.toLowerCase() && own !== '0.0.0.0' && own !== '[::]');
}
