import { call, query, type Page } from '../lib/api';

type Values = Record<string, string | number | boolean | undefined>;

/** A list of the city, read page by page. What it asks for may change: then it begins anew, and answers to what was asked before are dropped. */
export class PagedList<T extends { id: string }> {
  items = $state.raw<T[]>([]);
  fault = $state.raw<unknown>(null);
  isReading = $state(false);
  hasMore = $state(false);
  private next: string | null | undefined = '';
  private stop: AbortController | null = null;
  private values: Values = {};

  constructor(private readonly path: string) {}

  begin(values: Values) {
    this.stop?.abort();
    this.stop = new AbortController();
    this.values = values;
    this.next = '';
    this.items = [];
    this.hasMore = false;
    void this.more();
  }

  /** Puts what came since at the head, and leaves the rest where it is. */
  async fresh() {
    const stop = this.stop;
    if (!stop || this.isReading) return;
    try {
      const page = await call<Page<T>>(this.path + query({ limit: 100, ...this.values, cursor: '' }), { signal: stop.signal });
      const known = new Set(this.items.map(item => item.id));
      if (!stop.signal.aborted) this.items = [...page.items.filter(item => !known.has(item.id)), ...this.items];
    } catch {
      // What is there is as it was read; the next change asks again.
    }
  }

  clear() {
    this.stop?.abort();
    [this.items, this.hasMore, this.isReading, this.fault] = [[], false, false, null];
  }

  async more() {
    const stop = this.stop;
    if (!stop || this.next === null || this.next === undefined) return;
    this.isReading = true;
    this.fault = null;
    try {
      const page = await call<Page<T>>(this.path + query({ limit: 100, ...this.values, cursor: this.next }), { signal: stop.signal });
      if (stop.signal.aborted) return;
      this.items = [...this.items, ...page.items];
      this.next = page.next ?? null;
      this.hasMore = this.next !== null;
    } catch (fault) {
      if (!stop.signal.aborted) this.fault = fault;
    } finally {
      if (this.stop === stop) this.isReading = false;
    }
  }
}
