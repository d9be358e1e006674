import { once } from '../lib/api';

export interface Draft {
  values: Record<string, string>;
  picked: Record<string, string>; // For a dispatch: whom for which skill.
  sent: { body: string; id: string } | null;
}

/** What was typed for which command of which matter: it outlives refusals, the drawer and a lost session, until it was done. */
const drafts = new Map<string, Draft>();
const key = (matter: string, command: string) => `${matter} ${command}`;

export function draftOf(matter: string, command: string, begin: () => Pick<Draft, 'values' | 'picked'>): Draft {
  const known = drafts.get(key(matter, command));
  if (known) return known;
  const draft: Draft = $state({ ...begin(), sent: null });
  drafts.set(key(matter, command), draft);
  return draft;
}

/** The id for a body that is sent: the same as long as the same is asked for, so that a lost answer never does it twice. */
export function idFor(draft: Draft, body: object): string {
  const text = JSON.stringify(body);
  if (draft.sent?.body !== text) draft.sent = { body: text, id: once() };
  return draft.sent.id;
}

export const forget = (matter: string, command: string) => void drafts.delete(key(matter, command));
