import type { Order, OrderView } from '../lib/types';
import type { Waiting } from './queue';

/** An order as this phone last saw it: the list's line may be newer than the history. */
export interface Seen {
  order: Order;
  view?: OrderView;
  at: string;
}

/** How far I am with an order. */
export type Stage = 'offered' | 'signed' | 'onSite' | 'submitted' | 'gone';

/** How long the city waits for a signature before it asks the next one, unless its operator set another time (`Dispatch:OfferPatience`). */
export const offerPatience = 120_000;

const after = new Set(['submitted', 'confirmed', 'verifying', 'closed', 'not-filed', 'merged', 'cancelled']);

/** What the city says, without what waits on this phone. */
export function stageOf({ order, view }: Seen, me: string): Stage {
  if (!order.responders.includes(me)) return 'gone';
  if (after.has(order.status)) return 'submitted';
  if (!isSigned(order, view, me)) return 'offered';
  return order.status === 'handling' ? 'onSite' : 'signed';
}

/** Who has signed stays in the crew whatever is dispatched after that, until the order goes back, to another department, or away from it. */
function isSigned(order: Order, view: OrderView | undefined, me: string): boolean {
  const isAlone = order.responders.length === 1 && order.status !== 'dispatched';
  if (!view || view.order.version < order.version) return isAlone;
  let [has, department] = [false, ''];
  for (const { what, subject } of view.timeline) {
    if (what === 'signed-for') has ||= subject === me;
    else if (['returned', 'transferred', 'suspended', 'rework-ordered', 'reopened'].includes(what) || (what === 'declined' && subject === me)) has = false;
    else if (what === 'dispatched') [has, department] = [has && subject === department, subject];
  }
  return has;
}

const leads: Record<string, Stage> = { 'sign-for': 'signed', decline: 'gone', start: 'onSite', submit: 'submitted' };

/** Where I am once everything that waits on this phone has been taken. */
export function stageWith(seen: Seen, me: string, waiting: readonly Waiting[]): Stage {
  const own = waiting.filter(item => item.order === seen.order.id && item.act !== 'photo');
  const refusedAt = own.findIndex(item => item.refused);
  const last = (refusedAt < 0 ? own : own.slice(0, refusedAt)).at(-1);
  return last ? leads[last.act]! : stageOf(seen, me);
}

/** When an unsigned offer goes to the next one; null where it is not known or signed. */
export function offerEnds(seen: Seen, me: string): number | null {
  const offer = seen.view?.timeline.findLast(entry => entry.what === 'dispatched' && entry.choices.some(choice => choice.responder === me));
  return offer ? Date.parse(offer.at) + offerPatience : null;
}

/** When the next thing is due: the signature, then the order's own clock; never: at the end. */
export function dueOf(seen: Seen, stage: Stage, me: string): number {
  const ends = stage === 'offered' ? offerEnds(seen, me) : null;
  return ends ?? (seen.order.dueAt ? Date.parse(seen.order.dueAt) : Number.POSITIVE_INFINITY);
}

/**
 * What is known after the city's list was read: nothing newer is replaced by something older, what is no longer listed goes unless something
 * of it still waits on this phone.
 */
export function merged(known: readonly Seen[], listed: readonly Order[], waiting: readonly Waiting[], at: string): { seen: Seen[]; toRead: string[] } {
  const before = new Map(known.map(seen => [seen.order.id, seen]));
  const seen = listed.map(order => {
    const had = before.get(order.id);
    before.delete(order.id);
    if (!had) return { order, at };
    return { ...had, order: had.order.version > order.version ? had.order : { ...order, position: order.position ?? had.order.position }, at };
  });
  const held = [...before.values()].filter(had => waiting.some(item => item.order === had.order.id));
  const whole: Seen[] = [...seen, ...held];
  return { seen: whole, toRead: seen.filter(one => !one.view || one.view.order.version < one.order.version).map(one => one.order.id) };
}

/** What a reading of one order adds to what is known. */
export function withView(known: readonly Seen[], view: OrderView, at: string): Seen[] {
  return known.map(seen => (seen.order.id !== view.order.id || (seen.view && seen.view.order.version > view.order.version) ? seen : { order: seen.order.version > view.order.version ? seen.order : view.order, view, at }));
}
