import { all, call, NoAnswer, said } from './api';
import { clock } from './clock.svelte';
import { follow, type Fact } from './feed';
import { learnNames, type Pack } from './packs';
import type { Alert, Area, Category, Department, Entity, Order, Responder } from './types';

export const openAlert = (alert: Alert) => alert.state !== 'cleared';
const ended = new Set(['closed', 'not-filed', 'merged', 'cancelled']);
export const openOrder = (order: Order) => !ended.has(order.status);

/** Something that happened, for "what changed": the newest first, a bounded number. */
export interface Change {
  number: number;
  at: string;
  type: 'alert' | 'order';
  id: string;
  what: string;
  kind: string;
  cell: string;
}

const mostChanges = 300;
const redrawEvery = 250; // ms; the eye cannot follow more, and a flood must not cost more than a trickle.

/**
 * The caller's part of the city, live: what is open in the lists when the feed begins, and each fact after that. The maps are plain; `tick`
 * moves when they have changed, at most four times a second, and whoever shows them reads it.
 */
class City {
  tick = $state(0);
  link = $state<'waiting' | 'live' | 'lost'>('waiting');
  heardAt = $state(0);
  failure = $state('');
  isLoaded = $state(false);
  missingYear = $state<number | null>(null);
  readonly alerts = new Map<string, Alert>();
  readonly orders = new Map<string, Order>();
  readonly responders = new Map<string, Responder>();
  readonly devices = new Map<string, Entity>();
  readonly areas = new Map<string, Area>();
  readonly categories = new Map<string, Category>();
  readonly departments = new Map<string, Department>();
  changes: Change[] = [];
  alertTimes: number[] = []; // When the last alerts came, for the officer's load.
  onAlert: (alert: Alert) => void = () => {};
  private following: AbortController | null = null;
  private timer = 0;

  start() {
    this.stop();
    this.following = new AbortController();
    void follow({ onOpen: (from, isAnew) => this.open(from, isAnew), onFacts: facts => this.take(facts), onSilence: () => void (this.link = 'lost') }, this.following.signal);
  }

  stop() {
    this.following?.abort();
    this.following = null;
    this.link = 'waiting';
    this.isLoaded = false;
  }

  /** The only district there is, so that a city of one district shows its streets at once; empty if there are more, or none. */
  get onlyDistrict(): string {
    void this.tick;
    const districts = [...this.areas.keys()].filter(code => code.length === 6);
    return districts.length === 1 ? districts[0]! : '';
  }

  nameOf(code: string): string {
    void this.tick;
    return this.areas.get(code)?.name ?? code;
  }

  /** The street and community of a cell, as far as they are registered. */
  placeOf(cell: string): string {
    void this.tick;
    const names = [9, 12].filter(length => cell.length >= length).map(length => this.areas.get(cell.slice(0, length))?.name).filter(Boolean);
    return names.length ? names.join(' ') : (this.areas.get(cell)?.name ?? cell);
  }

  private async open(from: number, isAnew: boolean) {
    if (isAnew) {
      await this.load(from);
    }

    this.link = 'live';
    this.heardAt = Date.now();
  }

  private async load(from: number) {
    const signal = this.following!.signal;
    try {
      const [now, catalogue, packs, status] = [
        await call<{ now: string; mode: 'wall' | 'replay' }>('/v1/clock', { signal }),
        await call<{ categories: Category[]; departments: Department[] }>('/v1/catalogue', { signal }),
        await call<{ items: Pack[] }>('/v1/packs', { signal }),
        await call<{ calendar: { missingYear?: number } }>('/v1/status', { signal }),
      ];
      clock.set(now.now, now.mode);
      this.missingYear = status.calendar.missingYear ?? null;
      learnNames(packs.items); // Before anything of theirs is shown.
      fill(this.categories, catalogue.categories, category => category.code);
      fill(this.departments, catalogue.departments, department => department.code);
      fill(this.areas, (await Promise.all(['city', 'district', 'street', 'community'].map(level => all<Area>('/v1/areas', { level }, 5000, signal).catch(() => [])))).flat(), area => area.code);
      const [open, taken, orders, responders] = await Promise.all([
        all<Alert>('/v1/alerts', { state: 'open', after: from }, 20_000, signal),
        all<Alert>('/v1/alerts', { state: 'acknowledged', after: from }, 20_000, signal),
        all<Order>('/v1/orders', { open: true, after: from }, 20_000, signal),
        all<Responder>('/v1/responders', { after: from }, 20_000, signal),
      ]);
      fill(this.alerts, [...open, ...taken], alert => alert.id);
      fill(this.orders, orders, order => order.id);
      fill(this.responders, responders, responder => responder.id);
      fill(this.devices, (await Promise.all(['/v1/cameras', '/v1/terminals'].map(path => all<Entity>(path, { after: from }, 20_000, signal)))).flat(), entity => entity.id);
      this.alertTimes = [...this.alerts.values()].map(alert => Date.parse(alert.openedAt)).filter(at => at > clock.now - 600_000);
      this.failure = '';
      this.isLoaded = true;
      this.redraw();
    } catch (fault) {
      if (!signal.aborted && !(fault instanceof NoAnswer)) this.failure = said(fault);
      throw fault;
    }
  }

  private take(facts: Fact[]) {
    this.heardAt = Date.now();
    this.link = 'live';
    for (const { number, type, body } of facts) {
      if (type === 'alert') this.alert(number, body.alert);
      else if (type === 'order') this.order(number, body.order);
      else if (type === 'responder') keep(this.responders, body.responder, !body.retiredAt && !body.responder?.retiredAt);
      else if (type === 'entity' && body.entity?.type !== 'household') keep(this.devices, body.entity, !body.retiredAt && !body.entity?.retiredAt);
      else if (type === 'area' && body.area?.level !== 'cell') keep(this.areas, body.area && { ...body.area, id: body.area.code }, true);
    }

    this.redraw();
  }

  private alert(number: number, alert: Alert) {
    const before = this.alerts.get(alert.id);
    if (before && before.version >= alert.version) return;
    if (!before && openAlert(alert) && Date.parse(alert.openedAt) > clock.now - 600_000) {
      this.alertTimes.push(Date.parse(alert.openedAt));
      this.onAlert(alert);
    }

    keep(this.alerts, alert, openAlert(alert));
    if (before?.state !== alert.state) this.note({ number, at: alert.changedAt, type: 'alert', id: alert.id, what: alert.state, kind: alert.kind, cell: alert.cell });
  }

  private order(number: number, order: Order) {
    const before = this.orders.get(order.id);
    if (before && before.version >= order.version) return;
    keep(this.orders, order, openOrder(order));
    if (before?.status !== order.status) this.note({ number, at: order.changedAt, type: 'order', id: order.id, what: order.status, kind: order.category, cell: order.cell });
  }

  /** Takes over what a command of one's own answered, before the feed tells it. */
  knows(changed: { alert?: Alert; order?: Order }) {
    if (changed.alert) this.alert(0, changed.alert);
    if (changed.order) this.order(0, changed.order);
    this.redraw();
  }

  private note(change: Change) {
    this.changes.unshift(change);
    this.changes.length = Math.min(this.changes.length, mostChanges);
  }

  private redraw() {
    this.timer ||= window.setTimeout(() => {
      this.timer = 0;
      this.alertTimes = this.alertTimes.filter(at => at > clock.now - 600_000);
      this.tick++;
    }, redrawEvery);
  }
}

function fill<T>(map: Map<string, T>, items: T[], key: (item: T) => string) {
  map.clear();
  for (const item of items) map.set(key(item), item);
}

function keep<T extends { id: string }>(map: Map<string, T>, item: T | undefined, isThere: boolean) {
  if (!item) return;
  if (isThere) map.set(item.id, item);
  else map.delete(item.id);
}

export const city = new City();
