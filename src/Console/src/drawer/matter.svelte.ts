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
  private reading = 0;

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

  async read() {
    const reading = ++this.reading;
    const isLast = () => reading === this.reading;
    try {
      if (this.kind === 'alert') {
        const alert = await this.readAlert();
        if (!isLast()) return;
        if (alert) this.take(alert);
        const view = this.orderId ? await call<OrderView>(`/v1/orders/${this.orderId}`) : undefined;
        if (!isLast()) return;
        this.view = view;
      } else {
        const view = await call<OrderView>(`/v1/orders/${this.id}`);
        if (!isLast()) return;
        this.view = view;
        const alert = this.alertId ? await this.readAlert() : undefined;
        if (!isLast()) return;
        if (alert) this.take(alert);
      }

      this.fault = null;
      this.isRead = true;
      await this.readMay(isLast);
    } catch (fault) {
      if (isLast()) this.fault = fault;
    }
  }

  /** Takes over what a command of one's own answered. */
  knows(changed: { alert?: Alert; order?: Order }) {
    city.knows(changed);
    if (changed.alert) this.take(changed.alert);
    void this.read();
  }

  private take(alert: Alert) {
    if (alert.id !== this.alert?.id || alert.version >= this.alert.version) this.alert = alert;
  }

  /** The city's list has it already; reading a home's alert from the home itself is a look, which needs its reason first. */
  private async readAlert(): Promise<Alert | undefined> {
    const known = city.alerts.get(this.alertId);
    if (known) return known;
    return isHome(this.alertId) && !looks.has(this.home) ? undefined : await call<Alert>(`/v1/alerts/${encodeURIComponent(this.alertId)}`);
  }

  private async readMay(isLast: () => boolean) {
    const ask = (path: string) => call<May>(path);
    try {
      const [mayAlert, mayOrder] = await Promise.all([
        this.alertId ? ask(`/v1/alerts/${encodeURIComponent(this.alertId)}/may`) : undefined,
        this.orderId ? ask(`/v1/orders/${this.orderId}/may`) : undefined,
      ]);
      if (isLast()) [this.mayAlert, this.mayOrder, this.mayFault] = [mayAlert, mayOrder, null];
    } catch (fault) {
      if (isLast()) this.mayFault = fault;
    } finally {
      if (isLast()) this.isWeighed = true;
    }
  }
}

/** The alerts that an order follows, those that are still open first. */
export const alertsOf = (order: Order | undefined) =>
  (order?.reports ?? []).filter(report => report.includes('.')).sort((a, b) => Number(city.alerts.has(b)) - Number(city.alerts.has(a)));
