import { describe, expect, it } from 'vitest';
import { bodyOf, usual, wallTime } from '../src/drawer/bodies';
import { likely, possible } from '../src/drawer/commands';
import { candidates } from '../src/drawer/crew';
import type { Alert, May, Order, Responder } from '../src/lib/types';

const may = (...types: string[]): May => ({ version: 1, commands: types.map(type => ({ type, may: true })) });
const alert = { state: 'open' } as Alert;
const order = (status: string) => ({ status, responders: ['resp-1'], department: 'fire' }) as Order;
const first = (given: Alert | undefined, of: Order | undefined, mayAlert?: May, mayOrder?: May) => likely(possible(given, of, mayAlert, mayOrder), given, of)?.type;

describe('the command that comes first', () => {
  it('is the next step that the city allows', () => {
    expect(first(alert, order('dispatched'), may('acknowledge'), may('return'))).toBe('acknowledge');
    expect(first(alert, order('returned'), may('acknowledge'), may('dispatch'))).toBe('dispatch');
    expect(first({ ...alert, state: 'acknowledged' }, order('submitted'), may('on-site'), may('confirm'))).toBe('confirm');
    expect(first(undefined, order('closed'), undefined, may('reopen'))).toBeUndefined();
  });

  it('is none that is refused, and none while nothing is known', () => {
    expect(first(undefined, order('filed'), undefined, { version: 1, commands: [{ type: 'dispatch', may: false, code: 'not-your-role' }] })).toBeUndefined();
    expect(first(alert, order('filed'))).toBeUndefined();
  });

  it('no command vanishes: what the city did not name is not possible, and says nothing of its own', () => {
    const all = possible(alert, order('filed'), may('acknowledge'), may('dispatch'));
    expect(all).toHaveLength(31);
    expect(all.filter(command => command.may).map(command => command.type)).toEqual(['acknowledge', 'dispatch']);
  });
});

describe('what was found', () => {
  it('is asked of alerts about people only', () => {
    const types = (kind: string) => possible({ ...alert, kind }, undefined, may('outcome'), undefined).map(command => command.type);
    expect(types('inactivity')).toContain('outcome');
    expect(types('help-call')).toContain('outcome');
    expect(types('smoke')).not.toContain('outcome');
    expect(bodyOf(['found', 'note'], { values: { found: 'found-well', note: '' }, picked: {} })).toEqual({ found: 'found-well' });
  });
});

describe('what a form sends', () => {
  it('leaves out what was left empty', () => {
    expect(bodyOf(['note'], { values: { note: ' ' }, picked: {} })).toEqual({});
    expect(bodyOf(['department', 'choices', 'reason'], { values: { department: 'fire' }, picked: { fire: 'resp-1', medic: '' } })).toEqual({ department: 'fire', choices: [{ skill: 'fire', responder: 'resp-1' }] });
  });

  it('says times with their offset, numbers and answers as such', () => {
    expect(bodyOf(['until', 'stars', 'granted'], { values: { until: '2026-01-05T08:00', stars: '4', granted: 'false' }, picked: {} })).toEqual({ until: '2026-01-05T08:00:00+08:00', stars: 4, granted: false });
    expect(wallTime(Date.parse('2026-01-05T00:00:00Z'))).toBe('2026-01-05T08:00');
  });

  it('begins with what is usual', () => {
    expect(usual(['responder', 'reason'], order('dispatched'), '', 0)).toEqual({ responder: 'resp-1', reason: '' });
    expect(usual(['department'], undefined, 'police', 0)).toEqual({ department: 'police' });
  });
});

describe('whom to send', () => {
  const at = (metres: number) => ({ longitude: 112.97, latitude: 28.18 + metres / 111_195 });
  const responder = (id: string, metres: number, more: Partial<Responder> = {}) => ({ id, name: id, skills: ['fire'], position: at(metres), shiftStart: '00:00:00', shiftEnd: '00:00:00', capacity: 1, orders: [], reachable: true, ...more }) as unknown as Responder;

  it('those who are free first, the nearest first', () => {
    const found = candidates([responder('busy', 10, { orders: ['o'] }), responder('far', 500), responder('near', 100), responder('other', 1, { skills: ['medic'] }), responder('gone', 5, { reachable: false })], 'fire', at(0), 0);
    expect(found.map(one => `${one.responder.id} ${one.standing}`)).toEqual(['near free', 'far free', 'gone unreachable', 'busy full']);
  });
});
