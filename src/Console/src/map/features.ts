import type { Alert, Entity, Order, Point, Responder } from '../lib/types';
import { isCare, isHome } from '../lib/homes';
import { isOnShift } from '../lib/shift';
import { within } from '../overview/derive';

export interface Place {
  id: string;
  at: [number, number];
  properties: Record<string, string | number>;
}

const at = (point: Point): [number, number] => [point.longitude, point.latitude];

/** Alerts as points. What is of a home is never one: the overview counts it by community. */
export function alertPlaces(alerts: Iterable<Alert>, area: string): Place[] {
  const places: Place[] = [];
  for (const alert of alerts) {
    if (!alert.position || isHome(alert.entity) || !within(alert.cell, area)) continue;
    const rank = alert.priority === 'high' ? 3 : alert.priority === 'medium' ? 2 : 1;
    places.push({ id: alert.id, at: at(alert.position), properties: { rank, high: Number(rank === 3), medium: Number(rank === 2), taken: Number(alert.state !== 'open') } });
  }

  return places;
}

export function orderPlaces(orders: Iterable<Order>, area: string): Place[] {
  const places: Place[] = [];
  for (const order of orders) {
    if (!order.position || isCare(order) || !within(order.cell, area)) continue;
    places.push({ id: order.id, at: at(order.position), properties: { icon: order.overdue.length ? 'order-late' : 'order' } });
  }

  return places;
}

/** Responders while they are on shift; where they are otherwise is nobody's business. */
export function responderPlaces(responders: Iterable<Responder>, area: string, now: number): Place[] {
  const places: Place[] = [];
  for (const responder of responders) {
    if (!responder.position || !isOnShift(responder, now) || !(within(responder.area, area) || within(area, responder.area))) continue;
    places.push({ id: responder.id, at: at(responder.position), properties: { icon: responder.orders.length ? 'responder-busy' : 'responder', name: responder.name } });
  }

  return places;
}

export function devicePlaces(devices: Iterable<Entity>, silent: ReadonlySet<string>, area: string): Place[] {
  const places: Place[] = [];
  for (const device of devices) {
    if (device.privacy !== 'public' || !within(device.cell, area)) continue;
    places.push({ id: device.id, at: at(device.position), properties: { icon: silent.has(device.id) ? `${device.type}-silent` : device.type } });
  }

  return places;
}

export interface Line {
  id: string;
  from: [number, number];
  to: [number, number];
  hot: number;
}

/** From whoever carries an order, straight to its place. */
export function lines(orders: Iterable<Order>, responders: ReadonlyMap<string, Responder>, area: string, now: number): Line[] {
  const found: Line[] = [];
  for (const order of orders) {
    if (!order.position || isCare(order) || !within(order.cell, area) || !['dispatched', 'signed-for', 'handling'].includes(order.status)) continue;
    for (const id of order.responders) {
      const responder = responders.get(id);
      if (responder?.position && isOnShift(responder, now)) found.push({ id: `${order.id} ${id}`, from: at(responder.position), to: at(order.position), hot: order.overdue.length ? 1 : 0 });
    }
  }

  return found;
}
