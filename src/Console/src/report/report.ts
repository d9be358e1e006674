import type { Order, OrderView, Point, TimelineEntry } from '../lib/types';

export interface Draft {
  category: string;
  what: string;
  where: string;
  phone: string;
  point: Point | null;
  accuracy: number;
}

export const emptyDraft: Draft = { category: '', what: '', where: '', phone: '', point: null, accuracy: 0 };

/** The last four digits of what somebody wrote as a phone number; fewer where there are no four. */
export const lastFour = (phone: string) => phone.replace(/\D/g, '').slice(-4);

/** A tracking number as it is kept: people write it with spaces, in small letters, and with letters that it does not have. */
export const tidied = (tracking: string) => tracking.toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

/** In three groups, as it is read out and written down. */
export const grouped = (tracking: string) => tracking.match(/.{1,4}/g)?.join(' ') ?? '';

export type Missing = 'category' | 'what' | 'point' | 'phone';

/** What is still to be said before a report can be sent, in the order of the page. */
export function missing(draft: Draft): Missing[] {
  const left: Missing[] = [];
  if (!draft.category) left.push('category');
  if (draft.what.trim().length < 2) left.push('what');
  if (!draft.point) left.push('point');
  if (lastFour(draft.phone).length < 4) left.push('phone');
  return left;
}

/** What is sent. Of the phone number no more than is kept; the place in words is part of the text, for the officers. */
export function bodyOf(draft: Draft, placeWord: string): string {
  const where = draft.where.trim();
  return JSON.stringify({
    category: draft.category,
    position: draft.point,
    text: draft.what.trim() + (where ? `\n${placeWord}${where}` : ''),
    phone: lastFour(draft.phone),
  });
}

export interface Intent {
  key: string;
  body: string;
}

/**
 * The key of a report: the same one as long as the same is sent, so that a lost answer makes no second report; another one for another
 * text, because a key stands for what was sent with it.
 */
export const intentOf = (before: Intent | null, body: string, newKey: () => string): Intent => (before?.body === body ? before : { key: newKey(), body });

/** An order as its reporter may see it. */
export interface Tracked extends OrderView {
  attachments?: { hash: string; at: string; actor: string }[];
}

export interface Line {
  at: string;
  what: string;
}

// What concerns the reporter, in words of its own; what officers do among themselves is left out.
const told = new Set([
  'reported', 'check-asked', 'filed', 'not-filed', 'dispatched', 'signed-for', 'started', 'submitted', 'confirmed', 'verification-asked', 'closed', 'rework-ordered', 'returned',
  'suspended', 'resumed', 'extended', 'merged', 'cancelled', 'reopened', 'rated', 'dispatch-overdue', 'handling-overdue',
]);

/** How the matter went on, the newest first; the same thing twice in a row, as when several responders sign, is one. */
export function story(timeline: readonly TimelineEntry[]): Line[] {
  const lines: Line[] = [];
  for (const { at, what } of timeline) if (told.has(what) && lines.at(-1)?.what !== what) lines.push({ at, what });
  return lines.reverse();
}

/** By when the city has promised the next thing; null where nothing is promised. */
export const promise = (order: Order): { clock: string; at: string } | null => (order.dueAt && !order.endedAt ? { clock: order.dueClock, at: order.dueAt } : null);

export const mayRate = (order: Order) => order.status === 'closed' && order.rating === 0;
