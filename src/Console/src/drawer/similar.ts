import { isCare } from '../lib/homes';
import { distance } from '../lib/place';
import type { Alert, Order, Point } from '../lib/types';

export interface Matter {
  type: 'alert' | 'order';
  id: string;
  kind: string;
  cell: string;
  /** Missing where a distance would tell where a home is. */
  away?: number;
}

interface Subject {
  alert?: Alert;
  order?: Order;
}

const near = 300; // m

/** What is open in the same cell, or is of the same kind and near; homes are never among it, and from a home nothing is measured. */
export function similar({ alert, order }: Subject, alerts: Iterable<Alert>, orders: Iterable<Order>, most = 6): Matter[] {
  const subject = alert ?? order;
  if (!subject) return [];
  const own = new Set([alert?.id, order?.id, alert?.order, ...(order?.reports ?? [])]);
  const from: Point | undefined = isCare({ entity: alert?.entity, category: order?.category, reports: order?.reports }) ? undefined : subject.position;
  const found: Matter[] = [];
  const take = (type: Matter['type'], id: string, kind: string, isSameKind: boolean, at: { cell: string; position?: Point }) => {
    const away = from && at.position ? distance(from, at.position) : undefined;
    if (at.cell === subject.cell || (isSameKind && away !== undefined && away <= near)) found.push({ type, id, kind, cell: at.cell, away });
  };
  for (const other of orders) {
    if (own.has(other.id) || isCare(other) || other.reports.some(report => own.has(report))) continue;
    take('order', other.id, other.category, other.category === order?.category, other);
  }

  const told = new Set(found.map(matter => matter.id));
  for (const other of alerts) {
    if (own.has(other.id) || isCare(other) || (other.order && (own.has(other.order) || told.has(other.order)))) continue;
    take('alert', other.id, other.kind, other.kind === alert?.kind, other);
  }

  return found.sort((a, b) => (a.away ?? near) - (b.away ?? near)).slice(0, most);
}
