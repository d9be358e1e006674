import { categoryName, departmentName, who } from '../drawer/names';
import { city } from '../lib/city.svelte';
import { isCare } from '../lib/homes';
import { named, t } from '../lib/language.svelte';
import type { Order } from '../lib/types';
import { channels, clocks, stages } from '../texts/common';
import { lists } from '../texts/orders';

type Cell = string | number | undefined;

/** The columns of an exported list: a home's order without its place, as on every list. */
export const columns: { name: () => string; value: (order: Order & { reportCount?: number }) => Cell }[] = [
  { name: () => t(lists.id), value: order => order.id },
  { name: () => t(lists.csvStatus), value: order => named(stages, order.status) },
  { name: () => t(lists.category), value: order => categoryName(order.category) },
  { name: () => t(lists.csvCode), value: order => order.category },
  { name: () => t(lists.channel), value: order => named(channels, order.channel) },
  { name: () => t(lists.place), value: order => city.placeOf(cellOf(order)) },
  { name: () => t(lists.cell), value: order => cellOf(order) },
  { name: () => t(lists.longitude), value: order => (isCare(order) ? undefined : order.position?.longitude) },
  { name: () => t(lists.latitude), value: order => (isCare(order) ? undefined : order.position?.latitude) },
  { name: () => t(lists.csvReported), value: order => order.reportedAt },
  { name: () => t(lists.csvChanged), value: order => order.changedAt },
  { name: () => t(lists.csvEnded), value: order => order.endedAt },
  { name: () => t(lists.department), value: order => departmentName(order.department) },
  { name: () => t(lists.responder), value: order => order.responders.map(who).join('; ') },
  { name: () => t(lists.csvDue), value: order => order.dueAt },
  { name: () => t(lists.csvClock), value: order => (order.dueClock ? named(clocks, order.dueClock) : '') },
  { name: () => t(lists.csvOverdue), value: order => order.overdue.map(name => named(clocks, name)).join('; ') },
  { name: () => t(lists.csvReports), value: order => order.reportCount ?? order.reports.length },
  { name: () => t(lists.csvRating), value: order => order.rating || undefined },
  { name: () => t(lists.csvReworks), value: order => order.reworks },
  { name: () => t(lists.csvExtensions), value: order => order.extensions },
];

/** Of a home's order only the community. */
export const cellOf = (order: Order) => (isCare(order) ? order.cell.slice(0, 12) : order.cell);

/** Whether a row is meant by words: of its id, category, place, people. */
export function means(order: Order, words: string): boolean {
  const text = [order.id, order.category, categoryName(order.category), city.placeOf(cellOf(order)), named(stages, order.status), departmentName(order.department), ...order.responders, ...order.responders.map(who)].join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every(word => text.includes(word));
}
