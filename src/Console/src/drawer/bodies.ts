import type { Order } from '../lib/types';
import type { Field } from './commands';

interface Given {
  values: Record<string, string | undefined>;
  picked: Record<string, string | undefined>;
}

const china = '+08:00';

/** A moment as a field of date and time shows it: the clock on the city's wall, wherever the reader sits. */
export const wallTime = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);

/** What a form says, as the city takes it: what was left empty is left out. */
export function bodyOf(fields: Field[], { values, picked }: Given): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = (values[field] ?? '').trim();
    if (field === 'choices') {
      const choices = Object.entries(picked).filter(([, responder]) => responder).map(([skill, responder]) => ({ skill, responder }));
      if (choices.length) body.choices = choices;
    } else if (!value) continue;
    else if (field === 'until') body.until = `${value}:00${china}`;
    else if (field === 'stars') body.stars = Number(value);
    else if (field === 'granted' || field === 'satisfied') body[field] = value === 'true';
    else body[field] = value;
  }

  return body;
}

/** What usually is said stands in the form already, and can be changed. */
export function usual(fields: Field[], order: Order | undefined, department: string, now: number): Record<string, string> {
  const values: Partial<Record<Field, string>> = {
    until: wallTime(now + 7 * 86_400_000),
    granted: 'true',
    satisfied: 'true',
    responder: order?.responders[0] ?? '',
    department: order?.department || department,
  };
  return Object.fromEntries(fields.map(field => [field, values[field] ?? '']));
}
