import { answerOf, Refusal } from './api';

export interface Fact {
  number: number;
  type: string;
  body: Record<string, any>;
}

export interface Reader {
  /** The feed is open and will tell everything after this fact. Whoever has no snapshot reads the lists now. */
  onOpen: (from: number, isAnew: boolean) => Promise<void> | void;
  onFacts: (facts: Fact[]) => void;
  onSilence: () => void;
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>(done => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });

/**
 * Follows the city's facts until told to stop, resuming by the last number so that nothing is missed. The browser's own EventSource cannot
 * send a key. Whoever is slow is told less often, never less: what has arrived is handed over whole.
 */
export async function follow(reader: Reader, signal: AbortSignal): Promise<void> {
  let last: number | null = null;
  let waits = 500;
  while (!signal.aborted) {
    try {
      const response: Response = await answerOf('/v1/feed' + (last === null ? '' : `?after=${last}`), { signal });
      const isAnew: boolean = last === null;
      for await (const event of events(response.body!, signal)) {
        if (event.from !== undefined) {
          await reader.onOpen(event.from, isAnew);
          last ??= event.from; // Only now: without a snapshot there is nothing to resume from.
          waits = 500;
        } else if (event.facts.length) {
          reader.onFacts(event.facts);
          last = event.facts.at(-1)!.number;
        }
      }
    } catch (fault) {
      if (signal.aborted) return;
      if (fault instanceof Refusal && fault.code === 'beyond-the-end') {
        last = null; // The city was restored from a backup: what is shown here may never have happened.
        continue;
      }
      if (fault instanceof Refusal && (fault.isAboutTheCaller || fault.status === 403)) return;
    }
    reader.onSilence();
    await pause(waits, signal);
    waits = Math.min(waits * 2, 8000);
  }
}

interface Part {
  from?: number;
  facts: Fact[];
}

const silence = 40_000; // The server says something every 15 s: after this the connection is gone, whatever the socket believes.

async function* events(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Part> {
  const stream = body.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  try {
    while (!signal.aborted) {
      let timer = 0;
      const late = new Promise<{ done: true; value?: undefined }>(done => void (timer = window.setTimeout(() => done({ done: true }), silence)));
      const part = await Promise.race([stream.read(), late]);
      clearTimeout(timer);
      if (part.done) return;
      const whole = (rest + part.value).split('\n\n');
      rest = whole.pop()!;
      const facts: Fact[] = [];
      for (const event of whole) {
        const from = /^: from (\d+)/.exec(event);
        if (from) yield { from: Number(from[1]), facts: [] };
        const fact = factIn(event);
        if (fact) facts.push(fact);
      }
      yield { facts };
    }
  } finally {
    void stream.cancel().catch(() => {});
  }
}

/** The fact that an event of the stream tells; null for a sign of life. */
export function factIn(event: string): Fact | null {
  const fields = new Map(event.split('\n').map(line => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  }));
  const data = fields.get('data');
  return data === undefined ? null : { number: Number(fields.get('id')), type: fields.get('event') ?? '', body: JSON.parse(data) };
}
