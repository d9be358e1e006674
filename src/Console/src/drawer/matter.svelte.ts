import { call } from '../lib/api';
import { city } from '../lib/city.svelte';
import { homeOf, isCare, isHome } from '../lib/homes';
import type { Alert, May, Order, OrderView } from '../lib/types';
import { looks } from './looks.svelte';

/** An alert with its order, or an order with its alert, as the drawer shows it: read anew whenever the city tells of a change. */
export class Matter {
  alert = $state.raw<Alert>();
  view = $state.raw<OrderView>();
  mayAlert = $state.raw<May>();
  mayOrder = $state.raw<May>();
  fault = $state.raw<unknown>(null);
  mayFault = $state.raw<unknown>(null);
  isRead = $state(false);
  isWeighed = $state(false); // What may be done was asked for, and answered or refused.
  private isReading = false;
  private isAsked = false;

  constructor(
    readonly kind: 'alert' | 'order',
    readonly id: string,
  ) {
    if (kind === 'alert') this.alert = city.alerts.get(id);
  }

  get order(): Order | undefined {
    return this.view?.order ?? (this.kind === 'order' ? city.orders.get(this.id) : this.alert?.order ? city.orders.get(this.alert.order) : undefined);
  }

  get alertId() {
    return this.kind === 'alert' ? this.id : (alertsOf(this.order)[0] ?? '');
  }

  get orderId() {
    return this.kind === 'order' ? this.id : (this.alert?.order ?? '');
  }

  get home() {
    return isHome(this.alertId) ? this.alertId.split('.')[0]! : this.order ? homeOf(this.order) : '';
  }

  get isCare() {
    return isHome(this.alertId) || (this.order !== undefined && isCare(this.order));
  }

  /** What is on the screen of what the city has; it changes when there is something to read. */
  get seen() {
    void city.tick;
    return `${city.alerts.get(this.alertId)?.version ?? '-'} ${city.orders.get(this.orderId)?.version ?? '-'} ${looks.get(this.home) ?? ''}`;
  }

  /** Reads everything anew. Asked while it reads, it reads once more after that: in a busy city it must still come to an end. */
  async read(): Promise<void> {
    this.isAsked = true;
    if (this.isReading) return;
    this.isReading = true;
    while (this.isAsked) {
      this.isAsked = false;
      try {
        await (this.kind === 'alert' ? this.readFromAlert() : this.readFromOrder());
        [this.fault, this.isRead] = [null, true];
        await this.readMay();
      } catch (fault) {
        this.fault = fault;
      }
    }
    this.isReading = false;
  }

  private async readFromAlert() {
    this.take(await this.readAlert());
    this.view = this.orderId ? await call<OrderView>(`/v1/orders/${this.orderId}`) : undefined;
  }

  private async readFromOrder() {
    this.view = await call<OrderView>(`/v1/orders/${this.id}`);
    if (this.alertId) this.take(await this.readAlert());
  }

  /** Takes over what a command of one's own answered. */
  knows(changed: { alert?: Alert; order?: Order }) {
    city.knows(changed);
    if (changed.alert) this.take(changed.alert);
    void this.read();
  }

  private take(alert: Alert | undefined) {
    if (alert && (alert.id !== this.alert?.id || alert.version >= this.alert.version)) this.alert = alert;
  }

  /** The city's list has it already; reading a home's alert from the home itself is a look, which needs its reason first. */
  private async readAlert(): Promise<Alert | undefined> {
    const known = city.alerts.get(this.alertId);
    if (known) return known;
    if (!isHome(this.alertId) || looks.has(this.home)) return await call<Alert>(`/v1/alerts/${encodeURIComponent(this.alertId)}`);
    return this.alert && city.isLoaded ? { ...this.alert, state: 'cleared' } : undefined; // It was among the open ones, and is no more.
  }

  private async readMay() {
    const ask = (path: string) => call<May>(path);
    try {
      const [mayAlert, mayOrder] = await Promise.all([
        this.alertId ? ask(`/v1/alerts/${encodeURIComponent(this.alertId)}/may`) : undefined,
        this.orderId ? ask(`/v1/orders/${this.orderId}/may`) : undefined,
      ]);
      [this.mayAlert, this.mayOrder, this.mayFault] = [mayAlert, mayOrder, null];
    } catch (fault) {
      this.mayFault = fault;
    } finally {
      this.isWeighed = true;
    }
  }
}

/** The alerts that an order follows, those that are still open first. */
export const alertsOf = (order: Order | undefined) =>
  (order?.reports ?? []).filter(report => report.includes('.')).sort((a, b) => Number(city.alerts.has(b)) - Number(city.alerts.has(a)));
