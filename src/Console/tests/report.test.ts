import { describe, expect, it } from 'vitest';
import { bodyOf, emptyDraft, grouped, intentOf, lastFour, mayRate, missing, promise, story, tidied } from '../src/report/report';
import type { Order, TimelineEntry } from '../src/lib/types';

const draft = { ...emptyDraft, category: 'event.environment.exposed-waste', what: ' 垃圾桶旁堆了垃圾 ', where: '菜市场南门', phone: '+86 138 0000 5678', point: { longitude: 112.97, latitude: 28.18 } };

describe('a report', () => {
  it('says what is missing, in the order of the page', () => {
    expect(missing(emptyDraft)).toEqual(['category', 'what', 'point', 'phone']);
    expect(missing(draft)).toEqual([]);
  });

  it('carries no more of the phone than its last four digits, and the place in words', () => {
    expect(JSON.parse(bodyOf(draft, '地点：'))).toEqual({ category: draft.category, position: draft.point, text: '垃圾桶旁堆了垃圾\n地点：菜市场南门', phone: '5678' });
    expect([lastFour('12'), lastFour('4417')]).toEqual(['12', '4417']);
  });

  it('keeps its key while it says the same, and has another one when it says something else', () => {
    let n = 0;
    const newKey = () => `key-${n++}`;
    const first = intentOf(null, 'a', newKey);
    expect(intentOf(first, 'a', newKey)).toBe(first);
    expect(intentOf(first, 'b', newKey).key).not.toBe(first.key);
  });
});

describe('a tracking number', () => {
  it('is read as people write it', () => {
    expect(tidied(' 7h3k-v9q2 mxwb')).toBe('7H3KV9Q2MXWB');
    expect(tidied('oil0')).toBe('0110');
    expect(grouped('7H3KV9Q2MXWB')).toBe('7H3K V9Q2 MXWB');
  });
});

describe('how it goes on', () => {
  const line = (what: string, at: string) => ({ what, at }) as TimelineEntry;

  it('is told newest first, without what officers do among themselves', () => {
    const lines = story([line('reported', '1'), line('filed', '2'), line('dispatched', '3'), line('escalated', '4'), line('dispatched', '5'), line('signed-for', '6'), line('signed-for', '7')]);
    expect(lines).toEqual([{ what: 'signed-for', at: '6' }, { what: 'dispatched', at: '3' }, { what: 'filed', at: '2' }, { what: 'reported', at: '1' }]);
  });

  it('promises something only while it is open, and is rated once when it is closed', () => {
    const open = { status: 'handling', dueAt: '2026-01-05T09:00:00Z', dueClock: 'handling', rating: 0 } as Order;
    expect(promise(open)).toEqual({ clock: 'handling', at: open.dueAt });
    expect(promise({ ...open, endedAt: '2026-01-05T08:00:00Z' })).toBeNull();
    expect([mayRate(open), mayRate({ ...open, status: 'closed' }), mayRate({ ...open, status: 'closed', rating: 4 })]).toEqual([false, true, false]);
  });
});
