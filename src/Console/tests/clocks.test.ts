import { describe, expect, it } from 'vitest';
import { clocksOf, responseOf, shown } from '../src/drawer/clocks';
import type { Alert, TimelineEntry } from '../src/lib/types';

const minute = 60_000;
const start = Date.parse('2026-01-05T00:00:00Z');
const iso = (minutes: number) => new Date(start + minutes * minute).toISOString();
let version = 0;
const line = (minutes: number, what: string, dueClock = '', dueMinutes?: number, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  version: ++version, at: iso(minutes), actor: 'ann', what, status: 'handling', why: '', choices: [], subject: '', round: 1,
  dueClock, dueAt: dueMinutes === undefined ? undefined : iso(dueMinutes), ...more,
});
const names = (lines: TimelineEntry[]) => clocksOf(lines).map(run => `${run.name} ${run.state}`);

describe('clocks of an order', () => {
  const begun = () => [line(0, 'reported', 'acceptance', 15), line(5, 'filed', 'dispatch', 20), line(8, 'dispatched', 'handling', 68, { subject: 'fire' })];

  it('run one after another', () => {
    expect(names(begun())).toEqual(['acceptance ended', 'dispatch ended', 'handling running']);
  });

  it('count what was used and what is left', () => {
    const at = shown(clocksOf(begun())[2]!, start + 38 * minute);
    expect(at.used).toBe(30 * minute);
    expect(at.left).toBe(30 * minute);
    expect(at.parts.map(part => [part.kind, part.share])).toEqual([['used', 0.5], ['left', 0.5]]);
    expect(at.isLate).toBe(false);
  });

  it('stand still while an order is returned, and keep what was left', () => {
    const lines = [...begun(), line(18, 'returned', 'dispatch', 33)];
    const handling = clocksOf(lines).find(run => run.name === 'handling')!;
    const at = shown(handling, start + 28 * minute);
    expect(handling.state).toBe('paused');
    expect(at.left).toBe(50 * minute);
    expect(at.used).toBe(10 * minute);
    expect(at.parts.map(part => part.kind)).toEqual(['used', 'paused', 'left']);
  });

  it('wait where an order was handed to another level, and begin anew for another department', () => {
    expect(names([...begun(), line(18, 'transferred', 'dispatch', 33, { subject: 'fire 430103' })])).toEqual(['acceptance ended', 'dispatch ended', 'handling paused', 'dispatch running']);
    expect(names([...begun(), line(18, 'transferred', 'dispatch', 33, { subject: 'police 430103002001001' }), line(20, 'dispatched', 'handling', 80, { subject: 'police' })]))
      .toEqual(['acceptance ended', 'dispatch ended', 'handling ended', 'dispatch ended', 'handling running']);
  });

  it('go on for the same department and begin anew for another', () => {
    const returned = [...begun(), line(18, 'returned', 'dispatch', 33)];
    expect(names([...returned, line(20, 'dispatched', 'handling', 70, { subject: 'fire' })]).filter(name => name.startsWith('handling'))).toEqual(['handling running']);
    expect(names([...returned, line(20, 'dispatched', 'handling', 80, { subject: 'police' })]).filter(name => name.startsWith('handling'))).toEqual(['handling ended', 'handling running']);
  });

  it('say that they ran out, and go on counting', () => {
    const lines = [...begun(), line(68, 'handling-overdue'), line(70, 'signed-for')];
    const handling = clocksOf(lines)[2]!;
    expect(handling.state).toBe('running');
    expect(handling.overdueAt).toBe(start + 68 * minute);
    const at = shown(handling, start + 78 * minute);
    expect(at.isLate).toBe(true);
    expect(at.left).toBe(-10 * minute);
  });

  it('begin anew after rework of a confirmed order, and not before', () => {
    const submitted = [...begun(), line(30, 'submitted', 'handling', 68)];
    expect(names([...submitted, line(31, 'rework-ordered', 'handling', 68)]).filter(name => name.startsWith('handling'))).toEqual(['handling running']);
    const confirmed = [...submitted, line(32, 'confirmed', 'closing', 47)];
    expect(names([...confirmed, line(33, 'rework-ordered', 'handling', 93)]).slice(2)).toEqual(['handling ended', 'closing ended', 'handling running']);
  });

  it('all end with the order', () => {
    expect(names([...begun(), line(40, 'suspended', 'suspension', 400), line(50, 'cancelled')]).every(name => name.endsWith('ended'))).toBe(true);
  });

  it('are told in whatever order the lines come', () => {
    expect(names(begun().reverse())).toEqual(['acceptance ended', 'dispatch ended', 'handling running']);
  });
});

describe('the five minutes', () => {
  const alert = { priority: 'high', openedAt: iso(0) } as Alert;

  it('count from the opening until somebody is there', () => {
    expect(shown(responseOf(alert)!, start + 2 * minute)).toMatchObject({ left: 3 * minute, isLate: false });
    expect(shown(responseOf({ ...alert, respondedAt: iso(4) })!, start + 9 * minute)).toMatchObject({ left: null, used: 4 * minute, isLate: false });
    expect(shown(responseOf({ ...alert, respondedAt: iso(7) })!, start + 9 * minute).isLate).toBe(true);
  });

  it('are for high priority only', () => {
    expect(responseOf({ ...alert, priority: 'low' })).toBeNull();
  });
});
