import { describe, expect, it } from 'vitest';
import type { Alert, Area, Order } from '../src/lib/types';
import { above, children, counted } from '../src/pages/areas/tree';

const area = (code: string, level: string): Area => ({ code, level, name: code, centre: { longitude: 0, latitude: 0 } });
const tree = [area('4301', 'city'), area('430103', 'district'), area('430103002', 'street'), area('430103001', 'street'), area('430103001001', 'community')];

describe('areas', () => {
  it('lie in what their code begins with', () => {
    expect(above('430103001001')).toEqual(['4301', '430103', '430103001']);
    expect(above('')).toEqual([]);
  });

  it('have the next registered level below them, by code', () => {
    expect(children(tree, '').map(one => one.code)).toEqual(['4301']);
    expect(children(tree, '430103').map(one => one.code)).toEqual(['430103001', '430103002']);
    expect(children(tree, '430103002')).toEqual([]);
  });

  it('count homes apart from what everybody may see', () => {
    const alert = (entity: string, kind: string, cell: string, priority = 'high') => ({ entity, kind, cell, priority }) as Alert;
    const order = (cell: string, overdue: string[]) => ({ cell, overdue }) as Order;
    const row = counted(
      area('430103001', 'street'),
      [alert('home-1', 'inactivity', '430103001001001'), alert('home-1', 'data-gap', '430103001001001', 'low'), alert('cam-1', 'smoke-seen', '430103001001002'), alert('cam-2', 'smoke-seen', '430103002001001')],
      [order('430103001001001', []), order('430103001001009', ['dispatch']), order('430103002001001', ['dispatch'])],
    );
    expect(row).toMatchObject({ care: 1, alerts: { high: 1, medium: 0, low: 1 }, orders: 2, overdue: 1 });
  });
});
