import type { Alert, Order, Priority } from '../../lib/types';

export interface Open {
  alerts: Record<Priority, number> & { all: number; untaken: number };
  orders: number;
  overdue: Order[];
  suspended: Order[];
}

/** What whoever comes next takes over: what is open in an area, what is late (the latest first) and what is put off (the soonest first). */
export function openIn(area: string, alerts: Iterable<Alert>, orders: Iterable<Order>): Open {
  const open: Open = { alerts: { high: 0, medium: 0, low: 0, all: 0, untaken: 0 }, orders: 0, overdue: [], suspended: [] };
  for (const alert of alerts) {
    if (!alert.cell.startsWith(area) || alert.state === 'cleared') continue;
    open.alerts.all++;
    open.alerts[alert.priority]++;
    if (alert.state === 'open') open.alerts.untaken++;
  }
  for (const order of orders) {
    if (!order.cell.startsWith(area)) continue;
    open.orders++;
    if (order.overdue.length) open.overdue.push(order);
    if (order.status === 'suspended') open.suspended.push(order);
  }
  const due = (order: Order) => order.dueAt ?? '9';
  open.overdue.sort((a, b) => due(a).localeCompare(due(b)));
  open.suspended.sort((a, b) => due(a).localeCompare(due(b)));
  return open;
}
