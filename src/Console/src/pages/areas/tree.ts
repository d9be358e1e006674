import type { Alert, Area, Order, Overview } from '../../lib/types';

/** The lengths of the codes: city, district, street, community, cell. A code's beginning is what it lies in. */
const lengths = [4, 6, 9, 12, 15];

export const above = (code: string) => lengths.filter(length => length < code.length).map(length => code.slice(0, length));
export const childLength = (code: string) => lengths.find(length => length > code.length) ?? 0;

/** The registered areas right below one; below nothing, the uppermost that are there. */
export function children(areas: Iterable<Area>, code: string): Area[] {
  const below = [...areas].filter(area => area.code.startsWith(code) && area.code.length > code.length);
  const length = Math.min(...below.map(area => area.code.length));
  return below.filter(area => area.code.length === length).sort((a, b) => a.code.localeCompare(b.code));
}

export type AreaRow = Overview['areas'][number];

/** What is open in an area by what this page knows; of homes only their number. */
export function counted(area: Area, alerts: Iterable<Alert>, orders: Iterable<Order>): Omit<AreaRow, 'onShift'> {
  const row = { code: area.code, name: area.name, level: area.level, alerts: { high: 0, medium: 0, low: 0 }, care: 0, orders: 0, overdue: 0 };
  for (const alert of alerts) {
    if (!alert.cell.startsWith(area.code)) continue;
    if (alert.entity.startsWith('home-') && alert.kind === 'inactivity') row.care++;
    else row.alerts[alert.priority]++;
  }
  for (const order of orders) {
    if (!order.cell.startsWith(area.code)) continue;
    row.orders++;
    if (order.overdue.length) row.overdue++;
  }
  return row;
}
