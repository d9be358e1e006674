import { expect, it } from 'vitest';
import { half, historyOf } from '../src/drawer/history';
import type { Alert, TimelineEntry } from '../src/lib/types';

it('a sentence in both languages is shown in one', () => {
  const text = "A sensor's alarm of this category is a case by itself. 该类感知告警自动立案。";
  expect(half(text, true)).toBe('该类感知告警自动立案。');
  expect(half(text, false)).toBe("A sensor's alarm of this category is a case by itself.");
  expect(half('车位在 A3。see there', false)).toBe('车位在 A3。see there');
  expect(half('waits for a part', true)).toBe('waits for a part');
});

it('alert and order are one history, the newest first, and only the last step of an alert says who', () => {
  const alert = { id: 'a', openedAt: '2026-01-05T00:00:00Z', acknowledgedAt: '2026-01-05T00:02:00Z', respondedAt: '2026-01-05T00:04:00Z', actor: 'ann', reason: '', isFalseAlarm: false } as Alert;
  const entry = (version: number, at: string, what: string, subject = '') => ({ version, at, what, subject, actor: 'bob', why: '' }) as TimelineEntry;
  const lines = historyOf(alert, [entry(1, '2026-01-05T00:00:00Z', 'reported', 'a'), entry(2, '2026-01-05T00:00:00Z', 'filed'), entry(3, '2026-01-05T00:03:00Z', 'dispatched')]);
  expect(lines.map(line => `${line.what} ${line.actor}`)).toEqual(['alert-responded ann', 'dispatched bob', 'alert-acknowledged ', 'filed bob', 'alert-opened ']);
});
