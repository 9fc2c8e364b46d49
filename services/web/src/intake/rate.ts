export interface RateLimit {
  /** events a minute, on average */
  perMinute: number;
  /** events that may come at once after a pause */
  burst: number;
}

/** What one token still may send; `left` grows with time up to the burst. */
export interface Allowance {
  left: number;
  /** ms */
  at: number;
}

/**
 * The allowance after `count` events at `now` (ms), or how many seconds to wait; the first request ever may use the whole burst. A
 * request larger than the burst is let through when the whole burst is there, else it could never be sent.
 */
export function spend(
  before: Allowance | undefined,
  { count, now, limit }: { count: number; now: number; limit: RateLimit },
): { after: Allowance; waitSeconds: number } {
  const { perMinute, burst } = limit;
  const elapsed = before === undefined ? 0 : Math.max(0, now - before.at);
  const left = before === undefined ? burst : Math.min(burst, before.left + (elapsed * perMinute) / 60_000);
  const needed = Math.min(count, burst);
  if (left >= needed) return { after: { left: left - count, at: now }, waitSeconds: 0 };
  return { after: { left, at: now }, waitSeconds: Math.ceil(((needed - left) * 60) / perMinute) };
}
