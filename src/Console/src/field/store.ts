/** What is kept on the phone. Keys are given by whoever keeps. */
export type Shelf = 'queue' | 'orders' | 'about' | 'drafts';
const shelves: Shelf[] = ['queue', 'orders', 'about', 'drafts'];

export interface Store {
  /** Whether what is put here is still there when the page is opened again. */
  readonly keeps: boolean;
  all<T>(shelf: Shelf): Promise<T[]>;
  get<T>(shelf: Shelf, key: string): Promise<T | undefined>;
  put(shelf: Shelf, key: string, value: unknown): Promise<void>;
  remove(shelf: Shelf, key: string): Promise<void>;
  clear(shelf: Shelf): Promise<void>;
}

/** For a browser that keeps nothing, and for tests. */
export class MemoryStore implements Store {
  readonly keeps = false;
  private readonly held = new Map<Shelf, Map<string, unknown>>(shelves.map(shelf => [shelf, new Map()]));

  async all<T>(shelf: Shelf) {
    return [...this.held.get(shelf)!.values()].map(value => structuredClone(value) as T);
  }

  async get<T>(shelf: Shelf, key: string) {
    return structuredClone(this.held.get(shelf)!.get(key)) as T | undefined;
  }

  async put(shelf: Shelf, key: string, value: unknown) {
    this.held.get(shelf)!.set(key, structuredClone(value));
  }

  async remove(shelf: Shelf, key: string) {
    this.held.get(shelf)!.delete(key);
  }

  async clear(shelf: Shelf) {
    this.held.get(shelf)!.clear();
  }
}

const answer = <T>(request: IDBRequest<T>) =>
  new Promise<T>((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

class BrowserStore implements Store {
  readonly keeps = true;

  constructor(private readonly database: IDBDatabase) {}

  all<T>(shelf: Shelf) {
    return answer(this.database.transaction(shelf).objectStore(shelf).getAll()) as Promise<T[]>;
  }

  get<T>(shelf: Shelf, key: string) {
    return answer(this.database.transaction(shelf).objectStore(shelf).get(key)) as Promise<T | undefined>;
  }

  put(shelf: Shelf, key: string, value: unknown) {
    return this.write(shelf, held => held.put(value, key));
  }

  remove(shelf: Shelf, key: string) {
    return this.write(shelf, held => held.delete(key));
  }

  clear(shelf: Shelf) {
    return this.write(shelf, held => held.clear());
  }

  // Written when the transaction is: a request that succeeded may still be lost.
  private write(shelf: Shelf, what: (held: IDBObjectStore) => IDBRequest) {
    return new Promise<void>((done, failed) => {
      const transaction = this.database.transaction(shelf, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => done();
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
      what(transaction.objectStore(shelf));
    });
  }
}

export async function openStore(): Promise<Store> {
  try {
    const opening = indexedDB.open('city-field', 1);
    opening.onupgradeneeded = () => shelves.forEach(shelf => opening.result.createObjectStore(shelf));
    return new BrowserStore(await answer(opening));
  } catch {
    return new MemoryStore(); // A private window, or a full phone.
  }
}
