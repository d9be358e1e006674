import { expect, it } from 'vitest';
import type { Alert, Order } from '../src/lib/types';
import { openIn } from '../src/pages/duty/open';

const alert = (cell: string, priority: string, state: string) => ({ cell, priority, state }) as Alert;
const order = (id: string, cell: string, status: string, overdue: string[], dueAt?: string) => ({ id, cell, status, overdue, dueAt }) as Order;

it('hands over what is open in the area, the longest overdue and the soonest resumed first', () => {
  const open = openIn(
    '430103002',
    [alert('430103002001001', 'high', 'open'), alert('430103002001002', 'low', 'acknowledged'), alert('430103003001001', 'high', 'open')],
    [
      order('late', '430103002001001', 'handling', ['handling'], '2026-05-12T08:00:00Z'),
      order('later', '430103002001001', 'dispatched', ['dispatch'], '2026-05-12T06:00:00Z'),
      order('put-off', '430103002001001', 'suspended', [], '2026-06-01T00:00:00Z'),
      order('elsewhere', '430103003001001', 'handling', ['handling']),
    ],
  );
  expect(open.alerts).toEqual({ high: 1, medium: 0, low: 1, all: 2, untaken: 1 });
  expect(open.orders).toBe(3);
  expect(open.overdue.map(one => one.id)).toEqual(['later', 'late']);
  expect(open.suspended.map(one => one.id)).toEqual(['put-off']);
});
