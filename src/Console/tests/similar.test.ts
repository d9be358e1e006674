import { expect, it } from 'vitest';
import { similar } from '../src/drawer/similar';
import type { Alert, Order } from '../src/lib/types';

const at = (metresNorth: number) => ({ longitude: 112.97, latitude: 28.18 + metresNorth / 111_195 });
const alert = (id: string, more: Partial<Alert> = {}) => ({ id, entity: 'cam-1', kind: 'fire-lane-blocked', cell: '430103004001001', position: at(0), ...more }) as Alert;
const order = (id: string, more: Partial<Order> = {}) => ({ id, category: 'event.other.x', cell: '430103004001001', position: at(0), reports: [], ...more }) as Order;

it('the same cell, or the same kind near by', () => {
  const found = similar({ alert: alert('a') }, [alert('b', { position: at(250), cell: '2' }), alert('c', { position: at(350), cell: '2' }), alert('d', { kind: 'smoke', position: at(100) }), alert('e', { kind: 'smoke', position: at(100), cell: '2' })], []);
  expect(found.map(matter => matter.id)).toEqual(['d', 'b']);
  expect(Math.round(found[1]!.away!)).toBe(250);
});

it('homes are never shown, and from a home nothing is measured', () => {
  expect(similar({ alert: alert('a') }, [alert('b', { entity: 'home-1' })], [order('o', { category: 'service.care.inactivity' }), order('p', { reports: ['home-1.inactivity.main.1'] })])).toEqual([]);
  const fromHome = similar({ alert: alert('a', { entity: 'home-1', kind: 'inactivity' }) }, [alert('b'), alert('c', { cell: '2' })], []);
  expect(fromHome).toEqual([{ type: 'alert', id: 'b', kind: 'fire-lane-blocked', cell: '430103004001001', away: undefined }]);
});

it('neither itself, nor its own order, nor a matter twice', () => {
  expect(similar({ alert: alert('a', { order: 'o' }) }, [alert('a'), alert('b', { order: 'p' })], [order('o'), order('p'), order('q', { reports: ['a'] })]).map(matter => matter.id)).toEqual(['p']);
});
