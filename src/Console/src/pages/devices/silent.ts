import type { Alert, Entity } from '../../lib/types';

export interface Standing {
  device: Entity;
  silentSince: string;
  alerts: number; // Open ones besides the silence.
}

/** How each device stands after the alerts that are open, those that are silent first, the longest silent before the others. */
export function standings(devices: Iterable<Entity>, alerts: Iterable<Alert>, area: string): Standing[] {
  const made = new Map<string, Standing>();
  for (const device of devices) if (device.cell.startsWith(area)) made.set(device.id, { device, silentSince: '', alerts: 0 });
  for (const alert of alerts) {
    const standing = made.get(alert.entity);
    if (!standing || alert.state === 'cleared') continue;
    if (alert.kind === 'data-gap') standing.silentSince = alert.openedAt;
    else standing.alerts++;
  }
  const rank = (of: Standing) => of.silentSince || (of.alerts ? '8' : '9'); // A time begins with 2.
  return [...made.values()].sort((a, b) => rank(a).localeCompare(rank(b)) || a.device.id.localeCompare(b.device.id));
}

/** The kinds there are, with how many and how many of them silent: cameras, then each kind of terminal. */
export function kinds(standings: Standing[]) {
  const counts = new Map<string, { type: string; kind: string; total: number; silent: number }>();
  for (const { device, silentSince } of standings) {
    const key = `${device.type}/${device.kind}`;
    const count = counts.get(key) ?? { type: device.type, kind: device.kind, total: 0, silent: 0 };
    count.total++;
    if (silentSince) count.silent++;
    counts.set(key, count);
  }
  return [...counts.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([key, count]) => ({ key, ...count }));
}
