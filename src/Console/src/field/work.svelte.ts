import { answerOf, NoAnswer, once, query, Refusal, type Call, type Page } from '../lib/api';
import { clock } from '../lib/clock.svelte';
import { hms } from '../lib/format';
import { t } from '../lib/language.svelte';
import { session } from '../lib/session.svelte';
import type { Category, Order, OrderView, Responder } from '../lib/types';
import { field } from '../texts/field';
import { merged, withView, type Seen } from './mine';
import { Queue, type Act, type Outcome, type Refused, type Waiting } from './queue';
import { MemoryStore, openStore, type Store } from './store';

export const lookEvery = 5000; // ms
const cardEvery = 30_000;
const longestRead = 15_000; // Without an answer by then the network counts as gone.
const handsOn = 12 * 3600_000; // A sign-in lasts as long; older orders are not shown without one.
const lateAfter = 30_000; // What is handed in later than that says when it was done.

interface Who {
  name: string;
  responder: string;
  seenAt: string;
  isDrill?: boolean;
}

/** What the phone knows of one officer's work: live, or as it was last seen. */
class Work {
  isOpen = $state(false);
  keeps = $state(true);
  who = $state<Who | null>(null);
  card = $state<Responder | null>(null);
  seen = $state.raw<Seen[]>([]);
  waiting = $state.raw<Waiting[]>([]);
  others = $state.raw<Waiting[]>([]);
  categories = $state.raw(new Map<string, Category>());
  offlineSince = $state<number | null>(null);
  heardAt = $state<string | null>(null);
  fault = $state<unknown>(null);
  sending = $state<string | null>(null);
  opened = ''; // The order that was looked at last.
  store: Store = new MemoryStore();
  private queue = new Queue(this.store);
  private looking: Promise<void> | null = null;
  private cardAt = 0;
  private hasStarted = false;

  get isLive() {
    return this.offlineSince === null && this.heardAt !== null && session.isIn;
  }

  /** Whether what was seen before may be shown although nobody is signed in now: the network may be gone. */
  get mayShowKept() {
    return this.who !== null && Date.now() - Date.parse(this.who.seenAt) < handsOn;
  }

  get me() {
    return this.who?.responder ?? '';
  }

  of(order: string) {
    return this.waiting.filter(item => item.order === order);
  }

  async open() {
    this.store = await openStore();
    this.keeps = this.store.keeps;
    this.queue = new Queue(this.store);
    this.queue.onChange = () => this.sort();
    this.who = (await this.store.get<Who>('about', 'who')) ?? null;
    session.isDrill ||= this.who?.isDrill ?? false;
    this.card = (await this.store.get<Responder>('about', 'card')) ?? null;
    this.fill((await this.store.get<Category[]>('about', 'categories')) ?? []);
    this.seen = await this.store.all<Seen>('orders');
    await this.queue.load();
    this.isOpen = true;
  }

  /** Somebody has signed in; what another one saw is not theirs to read, what another one did is not theirs to hand in. */
  async begin(name: string, responder: string) {
    if (this.who && (this.who.name !== name || this.who.responder !== responder)) await this.forget();
    this.hasStarted = false;
    await this.note({ name, responder, seenAt: new Date().toISOString() });
    await this.look();
  }

  async forget() {
    await Promise.all([this.store.clear('orders'), this.store.clear('about'), this.store.clear('drafts')]);
    [this.who, this.card, this.seen, this.heardAt, this.fault] = [null, null, [], null, null];
    this.sort();
  }

  noAnswer() {
    this.offlineSince ??= Date.now();
  }

  /** Hands in what waits and reads what is new; one at a time. */
  look(): Promise<void> {
    return (this.looking ??= this.lookNow().finally(() => (this.looking = null)));
  }

  /** Keeps what was done and hands it in as soon as it can be. */
  async act(order: Order, act: Act, reason = '') {
    await this.queue.add(this.made(order, { act, reason }));
    this.soon();
  }

  async photo(order: Order, picture: Blob) {
    await this.queue.add(this.made(order, { act: 'photo', reason: '', photo: { bytes: await picture.arrayBuffer(), type: picture.type } }));
    this.soon();
  }

  async understood(item: Waiting) {
    await this.queue.understood(item);
    this.soon();
  }

  async again(item: Waiting) {
    await this.queue.again(item);
    this.soon();
  }

  async removeWaiting(item: Waiting) {
    await this.queue.remove(item.id);
  }

  // A look that has begun may be past the queue.
  private soon() {
    void (this.looking ?? Promise.resolve()).then(() => this.look());
  }

  private made(order: Order, what: Pick<Waiting, 'act' | 'reason' | 'photo'>): Omit<Waiting, 'number'> {
    return { id: once(), person: this.who!.name, order: order.id, category: order.category, madeAt: new Date(clock.now).toISOString(), ...what };
  }

  private sort() {
    const name = this.who?.name ?? '';
    this.waiting = this.queue.of(name);
    this.others = this.queue.items.filter(item => item.person !== name);
  }

  private async lookNow() {
    if (!session.isIn || !this.who || session.me?.name !== this.who.name) return;
    try {
      if (!this.hasStarted) await this.start();
      await this.handIn();
      await this.read();
      [this.offlineSince, this.heardAt, this.fault] = [null, new Date(clock.now).toISOString(), null];
    } catch (fault) {
      if (fault instanceof NoAnswer) this.noAnswer();
      else if (!(fault instanceof Refusal && fault.isAboutTheCaller)) this.fault = fault;
    }
  }

  private async start() {
    const { categories } = await ask<{ categories: Category[] }>('/v1/catalogue');
    this.fill(categories);
    await this.store.put('about', 'categories', categories);
    this.cardAt = 0;
    this.hasStarted = true;
  }

  private handIn() {
    const who = this.who!;
    const run = () => this.queue.handIn(who.name, bodyOf, item => this.send(item));
    return navigator.locks ? navigator.locks.request('city-field-queue', { ifAvailable: true }, lock => (lock ? this.reload().then(run) : undefined)) : run(); // Another tab is at it.
  }

  // Another tab may have handed something in since this one read.
  private reload() {
    return this.keeps ? this.queue.load() : Promise.resolve();
  }

  private async send(item: Waiting): Promise<Outcome> {
    if (session.me?.name !== item.person || !session.isIn) return { type: 'later' };
    this.sending = item.id;
    try {
      if (item.photo) await answerOf(`/v1/orders/${item.order}/attachments`, { method: 'POST', raw: new Blob([item.photo.bytes], { type: item.photo.type }), signal: patience(120_000) });
      else {
        const changed = await ask<Order>(`/v1/orders/${item.order}/commands`, { method: 'POST', body: JSON.parse(item.body!), headers: { 'idempotency-key': item.id } });
        this.keep(this.seen.map(seen => (seen.order.id === changed.id && seen.order.version < changed.version ? { ...seen, order: { ...changed, position: changed.position ?? seen.order.position } } : seen)));
      }
      return { type: 'done' };
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw new NoAnswer();
      if (fault.isAboutTheCaller || fault.status === 408 || fault.status === 429 || fault.status >= 500) return { type: 'later' };
      return { type: 'refused', why: await this.refusedAs(item, fault) };
    } finally {
      this.sending = null;
    }
  }

  private async refusedAs(item: Waiting, { code, english, chinese }: Refusal): Promise<Refused> {
    const view = await ask<OrderView>(`/v1/orders/${item.order}`).catch(() => null); // Perhaps not theirs to read any more.
    if (view) this.keep(withView(this.seen, view, new Date(clock.now).toISOString()));
    const last = view?.timeline.findLast(entry => entry.status !== '' && !['report-added', 'attached'].includes(entry.what));
    return {
      at: new Date(clock.now).toISOString(),
      code,
      english,
      chinese,
      now: view ? { status: view.order.status, responders: view.order.responders, last: last && { at: last.at, actor: last.actor, what: last.what } } : undefined,
    };
  }

  private async read() {
    if (Date.now() - this.cardAt > cardEvery) {
      const answer = await answerIn(`/v1/responders/${this.me}`);
      const card = (await answer.json().catch(() => Promise.reject(new NoAnswer()))) as Responder;
      setClock(answer.headers.get('date'));
      this.cardAt = Date.now();
      this.card = card;
      await this.store.put('about', 'card', card);
    }
    const listed = await ask<Page<Order>>('/v1/orders' + query({ open: true, limit: 100 }));
    const now = new Date(clock.now).toISOString();
    const { seen, toRead } = merged(this.seen, listed.items, this.waiting, now);
    this.keep(seen);
    for (const id of toRead) {
      const view = await ask<OrderView>(`/v1/orders/${id}`).catch(fault => {
        if (fault instanceof Refusal && fault.status === 404) return null; // Given to somebody else since it was listed.
        throw fault;
      });
      if (view) this.keep(withView(this.seen, view, now));
    }
    await this.note({ ...this.who!, seenAt: new Date().toISOString(), isDrill: session.isDrill });
  }

  // Shown at once and kept for reading without a network; a phone that is full shows it all the same.
  private keep(seen: Seen[]) {
    const before = this.seen;
    this.seen = seen;
    const had = new Map(before.map(one => [one.order.id, one]));
    for (const one of seen) if (had.get(one.order.id)?.order !== one.order || had.get(one.order.id)?.view !== one.view) void this.store.put('orders', one.order.id, one).catch(() => {});
    const ids = new Set(seen.map(one => one.order.id));
    for (const id of had.keys()) if (!ids.has(id)) void this.store.remove('orders', id).catch(() => {});
  }

  private async note(who: Who) {
    this.who = who;
    await this.store.put('about', 'who', { ...who });
    this.sort();
  }

  private fill(categories: Category[]) {
    this.categories = new Map(categories.map(category => [category.code, category]));
  }
}

const patience = (ms = longestRead) => AbortSignal.timeout(ms);

/** A call that ends: what is not answered, or not answered whole, within some seconds is no answer. */
async function ask<T>(path: string, options: Call = {}): Promise<T> {
  const answer = await answerIn(path, options);
  return (await answer.json().catch(() => Promise.reject(new NoAnswer()))) as T;
}

async function answerIn(path: string, options: Call = {}): Promise<Response> {
  try {
    return await answerOf(path, { signal: patience(), ...options });
  } catch (fault) {
    throw fault instanceof Refusal ? fault : new NoAnswer();
  }
}

/** A phone's own clock may be wrong; the server's is told in whole seconds. */
function setClock(date: string | null) {
  if (date && Math.abs(Date.parse(date) - clock.now) > 3000) clock.set(date, 'wall');
}

/** The command as it is sent; one that is handed in late says when it was done, because the city's own time is that of its arrival. */
function bodyOf(item: Waiting): string {
  const late = clock.now - Date.parse(item.madeAt) > lateAfter ? t(field.madeOffline, { time: hms(item.madeAt) }) : '';
  const reason = (item.reason + late).trim();
  return JSON.stringify({ type: item.act, commandId: item.id, ...(reason ? { reason } : {}) });
}

export const work = new Work();
