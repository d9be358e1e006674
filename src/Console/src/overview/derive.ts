import { isHome } from '../lib/homes';
import type { Alert, Priority } from '../lib/types';

export const fiveMinutes = 300_000;
export const within = (cell: string, area: string) => cell.startsWith(area);

/** What is left of the five minutes in which somebody must have answered, ms; null once somebody has. */
export const left = (alert: Alert, now: number) => (alert.respondedAt ? null : Date.parse(alert.openedAt) + fiveMinutes - now);

/** The alerts of a priority that are not of homes: who has the least time left first, then what is answered, oldest first. */
export function queue(alerts: Iterable<Alert>, area: string, priority: Priority): Alert[] {
  const found = [...alerts].filter(alert => alert.priority === priority && within(alert.cell, area) && !isHome(alert.entity));
  return found.sort((a, b) => Number(Boolean(a.respondedAt)) - Number(Boolean(b.respondedAt)) || a.openedAt.localeCompare(b.openedAt) || a.id.localeCompare(b.id));
}

export interface Group {
  key: string;
  kind: string;
  priority: Priority;
  alerts: Alert[];
  untaken: number;
  places: string[];
}

/** In a flood what is of one kind and priority stands in one row; the row with the least time left first. */
export function groups(alerts: Alert[], placeOf: (cell: string) => string): Group[] {
  const found = new Map<string, Group>();
  for (const alert of alerts) {
    const key = `${alert.priority} ${alert.kind}`;
    const group = found.get(key) ?? { key, kind: alert.kind, priority: alert.priority, alerts: [], untaken: 0, places: [] };
    group.alerts.push(alert);
    if (alert.state === 'open') group.untaken++;
    found.set(key, group);
  }

  const rank: Record<Priority, number> = { high: 0, medium: 1, low: 2 };
  for (const group of found.values()) {
    group.alerts.sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || a.openedAt.localeCompare(b.openedAt));
    const counts = new Map<string, number>();
    for (const alert of group.alerts) counts.set(placeOf(alert.cell), (counts.get(placeOf(alert.cell)) ?? 0) + 1);
    group.places = [...counts].sort((a, b) => b[1] - a[1]).map(([place, n]) => (n > 1 ? `${place} ${n}` : place));
  }

  return [...found.values()].sort((a, b) => rank[a.priority] - rank[b.priority] || a.alerts[0]!.openedAt.localeCompare(b.alerts[0]!.openedAt));
}

/** Load of an area, in five steps of grey: orders in hand for each responder on shift. */
export function loadStep(orders: number, responders: number): 1 | 2 | 3 | 4 | 5 {
  const load = orders === 0 ? 0 : orders / Math.max(1, responders);
  return load < 0.25 ? 1 : load < 0.75 ? 2 : load < 1.25 ? 3 : load < 2 ? 4 : 5;
}

/** How the load of one officer stands, after EEMUA 191: about one alert in ten minutes is fine, more than ten are a flood. */
export const burden = (inTenMinutes: number): 'manageable' | 'busy' | 'flood' => (inTenMinutes > 10 ? 'flood' : inTenMinutes > 5 ? 'busy' : 'manageable');
