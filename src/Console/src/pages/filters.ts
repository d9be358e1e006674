import { router } from '../lib/router.svelte';

const hour = 3_600_000;

/** How far back a list goes, as its address says it. */
export const ranges: Record<string, number> = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour };
export const sinceOf = (range: string, now: number) => (ranges[range] ? new Date(now - ranges[range]!).toISOString() : '');

/** The address of the same list with something open in the drawer. */
export function hrefWith(kind: 'alert' | 'order', id: string): string {
  const values = router.values;
  for (const other of ['alert', 'order', 'household', 'camera', 'terminal']) values.delete(other);
  values.set(kind, id);
  return `${router.path}?${values}`;
}
