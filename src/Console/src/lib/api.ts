import { signs } from '../texts/refusals';
import { language, t } from './language.svelte';

/** What the city refused, in the reader's language where a text for its code is there. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly english: string,
    readonly chinese: string,
    readonly member = '',
  ) {
    super(english);
  }

  /** Whether the token is no longer good, so that somebody must sign in. */
  get isAboutTheCaller() {
    return this.status === 401 || this.code === 'too-many-wrong-keys';
  }

  get said(): string {
    return Object.hasOwn(signs, this.code) ? t(signs[this.code]!) : (language.isChinese && this.chinese) || this.english || `${this.status} ${this.code}`;
  }
}

/** No answer came: the network or the server is gone. Whether the call was done is not known. */
export class NoAnswer extends Error {
  get said(): string {
    return t(signs['no-answer']!);
  }
}

export const said = (fault: unknown) => (fault instanceof Refusal || fault instanceof NoAnswer ? fault.said : String(fault));

export interface Call {
  method?: string;
  body?: unknown;
  raw?: Blob;
  headers?: Record<string, string>;
  token?: string | null;
  signal?: AbortSignal;
}

/** Somebody to hear of every refused token and of the drill's mark. */
export const listeners: { onLost: (why: Refusal) => void; onDrill: (isDrill: boolean) => void } = { onLost: () => {}, onDrill: () => {} };
let signedIn: string | null = null;
export const useToken = (token: string | null) => void (signedIn = token);

export async function answerOf(path: string, { method = 'GET', body, raw, headers = {}, token = signedIn, signal }: Call = {}): Promise<Response> {
  const given: Record<string, string> = { ...headers };
  if (token) given.authorization = `Bearer ${token}`;
  if (body !== undefined) given['content-type'] = 'application/json';
  if (raw) given['content-type'] = raw.type;
  let response: Response;
  try {
    response = await fetch(path, { method, headers: given, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)), signal });
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new NoAnswer();
  }
  if (response.headers.has('city-drill')) listeners.onDrill(response.headers.get('city-drill') === 'true');
  if (response.ok) return response;
  const problem = (await response.json().catch(() => null)) as Record<string, string> | null;
  if (!problem && response.status >= 502) throw new NoAnswer();
  const refusal = new Refusal(response.status, problem?.code ?? '', problem?.detail ?? problem?.title ?? '', problem?.detailChinese ?? '', problem?.member ?? '');
  if (token && token === signedIn && refusal.isAboutTheCaller) listeners.onLost(refusal);
  throw refusal;
}

export async function call<T = unknown>(path: string, options?: Call): Promise<T> {
  const response = await answerOf(path, options);
  return (response.headers.get('content-type')?.includes('json') ? await response.json() : undefined) as T;
}

export const query = (values: Record<string, string | number | boolean | undefined | null>) => {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== null && value !== '') made.set(name, String(value));
  const text = made.toString();
  return text ? `?${text}` : '';
};

export interface Page<T> {
  items: T[];
  next?: string | null;
}

/** All pages of a list, up to a bound that a person could still look through. */
export async function all<T>(path: string, values: Record<string, string | number | boolean | undefined> = {}, most = 20_000, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined | null = ''; cursor != null && items.length < most; ) {
    const page: Page<T> = await call<Page<T>>(path + query({ limit: 500, ...values, cursor }), { signal });
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** A name for a request that is sent until it is answered: however often it arrives, it is done once. */
export const once = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
