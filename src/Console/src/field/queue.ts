import type { Store } from './store';

export type Act = 'sign-for' | 'decline' | 'start' | 'submit';

/** Why the city did not take something, and how the order stood then. */
export interface Refused {
  at: string;
  code: string;
  english: string;
  chinese: string;
  now?: { status: string; responders: string[]; last?: { at: string; actor: string; what: string } };
}

/** Something that was done on this phone and that the city does not know yet. */
export interface Waiting {
  id: string; // Of the command, made once: however often it is sent, it is done once.
  number: number; // In the order in which it was done.
  person: string;
  order: string;
  category: string;
  act: Act | 'photo';
  reason: string;
  madeAt: string;
  body?: string; // What was sent first; the same id never carries anything else.
  photo?: { bytes: ArrayBuffer; type: string };
  refused?: Refused;
}

/** `later`: no answer came, or none that decides; everything stays. */
export type Outcome = { type: 'done' } | { type: 'later' } | { type: 'refused'; why: Refused };

export type Send = (item: Waiting) => Promise<Outcome>;

/** What is to be handed in next: in the order in which it was done, leaving out orders of which something was refused. */
export function nextOf(items: readonly Waiting[], person: string): Waiting | undefined {
  const stopped = new Set(items.filter(item => item.refused).map(item => item.order));
  return items.filter(item => item.person === person && !stopped.has(item.order)).sort((a, b) => a.number - b.number)[0];
}

/** What goes when a refusal was understood: the refused thing, and the commands that only made sense after it. Photos go on. */
export function goesWith(items: readonly Waiting[], refused: Waiting): Waiting[] {
  if (refused.act === 'photo') return [refused];
  return [refused, ...items.filter(item => item.order === refused.order && item.person === refused.person && item.act !== 'photo' && item.number > refused.number)];
}

/** The queue of a phone: what it holds is in the store before it is shown, and leaves it only when it was answered or put aside by hand. */
export class Queue {
  items: Waiting[] = [];
  onChange: () => void = () => {};
  private isHandingIn = false;

  constructor(private readonly store: Store) {}

  async load() {
    const before = this.items;
    const stored = (await this.store.all<Waiting>('queue')).sort((a, b) => a.number - b.number);
    if (this.items !== before) return; // Something was added meanwhile: what was read is no longer the whole.
    this.items = stored;
    this.onChange();
  }

  of(person: string) {
    return this.items.filter(item => item.person === person);
  }

  async add(item: Omit<Waiting, 'number'>) {
    const numbered = { ...item, number: Math.max(Date.now(), (this.items.at(-1)?.number ?? 0) + 1) };
    await this.store.put('queue', item.id, numbered);
    this.items = [...this.items, numbered];
    this.onChange();
  }

  async remove(id: string) {
    await this.store.remove('queue', id);
    this.items = this.items.filter(item => item.id !== id);
    this.onChange();
  }

  async understood(refused: Waiting) {
    for (const item of goesWith(this.items, refused)) await this.remove(item.id);
  }

  /** Tries a refused thing once more. */
  async again(refused: Waiting) {
    await this.replace({ ...refused, refused: undefined });
  }

  /** Hands in what one person did, one after the other, until nothing is left or no answer comes. */
  async handIn(person: string, bodyOf: (item: Waiting) => string, send: Send) {
    if (this.isHandingIn) return;
    this.isHandingIn = true;
    try {
      for (let item = nextOf(this.items, person); item; item = nextOf(this.items, person)) {
        if (item.act !== 'photo' && item.body === undefined) item = await this.replace({ ...item, body: bodyOf(item) });
        const outcome = await send(item);
        if (outcome.type === 'later') return;
        if (outcome.type === 'done') await this.remove(item.id);
        else await this.replace({ ...item, refused: outcome.why });
      }
    } finally {
      this.isHandingIn = false;
    }
  }

  private async replace(changed: Waiting): Promise<Waiting> {
    await this.store.put('queue', changed.id, changed);
    this.items = this.items.map(item => (item.id === changed.id ? changed : item));
    this.onChange();
    return changed;
  }
}
