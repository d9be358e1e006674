import { describe, expect, it } from 'vitest';
import { bearing, compass, ring } from '../src/field/geometry';
import { distance } from '../src/lib/place';
import { dueOf, merged, offerPatience, stageOf, stageWith, withView, type Seen } from '../src/field/mine';
import { goesWith, nextOf, Queue, type Outcome, type Waiting } from '../src/field/queue';
import { MemoryStore } from '../src/field/store';
import { fitted } from '../src/phone/photo';
import type { Order, OrderView, TimelineEntry } from '../src/lib/types';

const me = 'resp-1';
const at = '2026-01-05T07:00:00Z';
const order = (id: string, version: number, changes: Partial<Order> = {}): Order => ({
  id, version, status: 'dispatched', category: 'event.environment.exposed-waste', channel: 'citizen', cell: '430103001001001', reportedAt: at, changedAt: at, responders: [me],
  dueClock: 'handling', overdue: [], isEscalated: false, reports: [], rating: 0, reworks: 0, extensions: 0, ...changes,
});
const line = (what: string, changes: Partial<TimelineEntry> = {}): TimelineEntry => ({ version: 1, at, actor: 'system', what, status: '', why: '', choices: [], subject: '', round: 1, ...changes });
const chosen = (responder: string) => ({ skill: 'patrol', responder, distanceMetres: 1, candidates: [], english: '', chinese: '' });
const viewed = (of: Order, timeline: TimelineEntry[]): Seen => ({ order: of, view: { order: of, text: '', timeline }, at });
const item = (number: number, changes: Partial<Waiting> = {}): Waiting => ({ id: `id-${number}`, number, person: 'li', order: 'order-a', category: 'c', act: 'start', reason: '', madeAt: at, ...changes });
const why = { at, code: 'not-its-responder', english: 'no', chinese: '否' };

describe('where I am with an order', () => {
  const offer = line('dispatched', { subject: 'police', choices: [chosen(me)] });
  const signed = line('signed-for', { subject: me });

  it('is offered until I sign, whoever else has signed', () => {
    expect(stageOf(viewed(order('a', 1, { status: 'signed-for', responders: [me, 'resp-2'] }), [offer, line('signed-for', { subject: 'resp-2' })]), me)).toBe('offered');
    expect(stageOf(viewed(order('a', 1, { status: 'signed-for' }), [offer, signed]), me)).toBe('signed');
    expect(stageOf(viewed(order('a', 1, { status: 'handling' }), [offer, signed]), me)).toBe('onSite');
  });

  it('stays signed when others are dispatched, not when it goes to another department or back', () => {
    const again = line('dispatched', { subject: 'police', choices: [chosen('resp-2')] });
    expect(stageOf(viewed(order('a', 1, { status: 'signed-for' }), [offer, signed, again]), me)).toBe('signed');
    expect(stageOf(viewed(order('a', 1), [offer, signed, { ...offer, subject: 'fire' }]), me)).toBe('offered');
    expect(stageOf(viewed(order('a', 1), [offer, signed, line('returned'), offer]), me)).toBe('offered');
    expect(stageOf(viewed(order('a', 1, { responders: ['resp-2'] }), [offer, signed]), me)).toBe('gone');
  });

  it('counts what waits on the phone, up to what was refused', () => {
    const seen = viewed(order('order-a', 1), [offer]);
    expect(stageWith(seen, me, [item(1, { act: 'sign-for' }), item(2, { act: 'start' }), item(3, { act: 'photo' })])).toBe('onSite');
    expect(stageWith(seen, me, [item(1, { act: 'sign-for', refused: why }), item(2, { act: 'start' })])).toBe('offered');
    expect(stageWith(seen, me, [item(1, { act: 'sign-for', order: 'order-b' })])).toBe('offered');
  });

  it('is due when the offer ends, then by its clock', () => {
    const seen = viewed(order('a', 1, { dueAt: '2026-01-05T09:00:00Z' }), [offer]);
    expect(dueOf(seen, 'offered', me)).toBe(Date.parse(at) + offerPatience);
    expect(dueOf(seen, 'signed', me)).toBe(Date.parse('2026-01-05T09:00:00Z'));
    expect(dueOf({ order: order('a', 1), at }, 'signed', me)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what is known of my orders', () => {
  it('is never replaced by something older, and read anew when the list is newer', () => {
    const known = [viewed(order('a', 5), []), viewed(order('b', 2), [])];
    const { seen, toRead } = merged(known, [order('a', 4), order('b', 3), order('c', 1)], [], at);
    expect(seen.map(one => [one.order.id, one.order.version])).toEqual([['a', 5], ['b', 3], ['c', 1]]);
    expect(toRead).toEqual(['b', 'c']);
  });

  it('goes when it is listed no longer, unless something of it waits here', () => {
    const known = [viewed(order('a', 1), []), viewed(order('b', 1), [])];
    expect(merged(known, [], [item(1, { order: 'b' })], at).seen.map(one => one.order.id)).toEqual(['b']);
  });

  it('takes a reading unless it is older', () => {
    const view: OrderView = { order: order('a', 3), text: 'new', timeline: [] };
    const [seen] = withView([viewed(order('a', 2), [])], view, at);
    expect([seen!.order.version, seen!.view!.text]).toEqual([3, 'new']);
    expect(withView([seen!], { ...view, order: order('a', 1), text: 'old' }, at)[0]!.view!.text).toBe('new');
  });
});

describe('what waits on the phone', () => {
  const bodyOf = (one: Waiting) => `${one.act} of ${one.id}`;
  const filled = async (...items: Waiting[]) => {
    const store = new MemoryStore();
    const queue = new Queue(store);
    for (const one of items) await queue.add(one);
    return { store, queue };
  };

  it('is handed in once, in the order in which it was done', async () => {
    const { store, queue } = await filled(item(1, { act: 'sign-for' }), item(2), item(3, { order: 'order-b' }));
    const sent: string[] = [];
    await queue.handIn('li', bodyOf, async one => (sent.push(one.id), { type: 'done' }));
    expect(sent).toEqual(['id-1', 'id-2', 'id-3']);
    expect(await store.all('queue')).toEqual([]);
  });

  it('stays without an answer, and carries the same body and id when it is sent again by another page', async () => {
    const { store, queue } = await filled(item(1));
    const bodies: (string | undefined)[] = [];
    await queue.handIn('li', () => 'first', async one => (bodies.push(one.body), { type: 'later' }));
    const reopened = new Queue(store);
    await reopened.load();
    await reopened.handIn('li', () => 'second', async one => (bodies.push(one.body), { type: 'done' }));
    expect(bodies).toEqual(['first', 'first']);
  });

  it('stops an order at a refusal and goes on with the others', async () => {
    const { queue } = await filled(item(1, { act: 'sign-for' }), item(2), item(3, { order: 'order-b' }));
    const sent: string[] = [];
    const send = async (one: Waiting): Promise<Outcome> => (sent.push(one.id), one.id === 'id-1' ? { type: 'refused', why } : { type: 'done' });
    await queue.handIn('li', bodyOf, send);
    expect(sent).toEqual(['id-1', 'id-3']);
    expect(queue.items.map(one => [one.id, one.refused?.code])).toEqual([['id-1', 'not-its-responder'], ['id-2', undefined]]);
  });

  it('gives up what followed a refused command when that was understood, and still hands in its photos', async () => {
    const { queue } = await filled(item(1, { act: 'sign-for', refused: why }), item(2), item(3, { act: 'photo' }), item(4, { act: 'submit' }));
    expect(nextOf(queue.items, 'li')).toBeUndefined();
    await queue.understood(queue.items[0]!);
    expect(queue.items.map(one => one.id)).toEqual(['id-3']);
    expect(nextOf(queue.items, 'li')?.id).toBe('id-3');
  });

  it('goes on without a photo that was refused', () => {
    const items = [item(1, { act: 'photo', refused: why }), item(2, { act: 'submit' })];
    expect(goesWith(items, items[0]!).map(one => one.id)).toEqual(['id-1']);
  });

  it('of one person is never handed in by another', async () => {
    const { queue } = await filled(item(1, { person: 'wang' }));
    await queue.handIn('li', bodyOf, async () => ({ type: 'done' }));
    expect(queue.of('wang')).toHaveLength(1);
  });

  it('is sent by one run at a time', async () => {
    const { queue } = await filled(item(1));
    let sent = 0;
    const send = async (): Promise<Outcome> => (sent++, await new Promise(done => setTimeout(done)), { type: 'done' });
    await Promise.all([queue.handIn('li', bodyOf, send), queue.handIn('li', bodyOf, send)]);
    expect(sent).toBe(1);
  });
});

describe('the way there', () => {
  const here = { longitude: 112.97, latitude: 28.18 };

  it('has a length and a direction', () => {
    expect(distance(here, { longitude: 112.97, latitude: 28.19 })).toBeCloseTo(1112, 0);
    expect(distance({ longitude: 179.999, latitude: 0 }, { longitude: -179.999, latitude: 0 })).toBeCloseTo(222.4, 0);
    expect(compass(bearing(here, { longitude: 112.97, latitude: 28.2 }))).toBe(0);
    expect(compass(bearing(here, { longitude: 112.98, latitude: 28.18 }))).toBe(2);
    expect(compass(bearing(here, { longitude: 112.96, latitude: 28.19 }))).toBe(7);
    expect(compass(359)).toBe(0);
  });

  it('is shown with rings of round numbers', () => {
    expect([0, 25, 260, 900, 4100].map(ring)).toEqual([5, 10, 100, 200, 2000]);
  });
});

it('a photo is made smaller, never larger', () => {
  expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 });
  expect(fitted(300, 4000)).toEqual({ width: 120, height: 1600 });
  expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
});
