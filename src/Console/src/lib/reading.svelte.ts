import type { Page } from './api';

/** A list of the city that is read page by page; what was read before stays while the next page is fetched. */
export class Reading<T> {
  items = $state.raw<T[]>([]);
  fault = $state<unknown>(null);
  isReading = $state(false);
  isRead = $state(false);
  next = $state<string | null>(null);
  private turn = 0;

  constructor(private readonly page: (cursor: string) => Promise<Page<T>>) {}

  /** Reads the first page of another list: what is shown now does not belong to it. */
  begin = () => {
    this.items = [];
    this.isRead = false;
    this.fault = this.next = null;
    return this.read('', []);
  };

  /** Reads the first page of the same list again. */
  anew = () => this.read('', []);
  more = () => (this.next === null ? Promise.resolve() : this.read(this.next, this.items));

  private async read(cursor: string, before: T[]) {
    const turn = ++this.turn;
    this.isReading = true;
    try {
      const page = await this.page(cursor);
      if (turn !== this.turn) return;
      this.items = [...before, ...page.items];
      this.next = page.next ?? null;
      this.fault = null;
      this.isRead = true;
    } catch (fault) {
      if (turn === this.turn) this.fault = fault;
    } finally {
      if (turn === this.turn) this.isReading = false;
    }
  }
}
