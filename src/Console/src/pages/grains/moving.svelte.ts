import { answerOf, call } from '../../lib/api';
import { parse, rate, sum, type Metrics } from './metrics';

export interface GrainType {
  type: string;
  activations: number;
  calls: number;
  failures: number;
  silos: { silo: string; activations: number }[];
}

export interface Grains {
  types: GrainType[];
  deadlinesOverdue: number;
}

export interface Status {
  entities: number;
  observations: number;
  waiting: number;
  logBytes: number;
  facts: number;
}

const readEvery = 5000; // ms
const mostKept = 60; // Five minutes.

/** What moves in this Silo: its counters, read again and again, and how fast they grew in between. */
export class Moving {
  metrics = $state.raw<Metrics | null>(null);
  grains = $state.raw<Grains | null>(null);
  status = $state.raw<Status | null>(null);
  fault = $state<unknown>(null);
  grainsFault = $state<unknown>(null);
  history = $state.raw<Record<string, number[]>>({});
  private before: { metrics: Metrics; grains: Grains | null; at: number } | null = null;
  private ms = 0;
  private at = 0;

  /** Reads until the page is left; call within an effect. */
  watch() {
    void this.read();
    const beat = setInterval(() => void this.read(), readEvery);
    return () => clearInterval(beat);
  }

  /** How fast a counter grows, all of it or what one label names. */
  rate(name: string, label?: string): number | null {
    const { metrics, before } = this;
    if (!metrics?.has(name) || !before) return null;
    return label === undefined ? rate(sum(before.metrics, name), sum(metrics, name), this.ms) : rate(before.metrics.get(name)?.get(label) ?? 0, metrics.get(name)?.get(label) ?? 0, this.ms);
  }

  callRate(type: string): number | null {
    const of = (grains: Grains | null | undefined) => grains?.types.find(one => one.type === type)?.calls;
    return rate(of(this.before?.grains), of(this.grains), this.ms);
  }

  private async read() {
    const [text, grains, status] = await Promise.allSettled([answerOf('/metrics').then(answer => answer.text()), call<Grains>('/v1/grains'), call<Status>('/v1/status')]);
    this.fault = text.status === 'rejected' ? text.reason : status.status === 'rejected' ? status.reason : null;
    this.grainsFault = grains.status === 'rejected' ? grains.reason : null;
    if (status.status === 'fulfilled') this.status = status.value;
    if (text.status === 'rejected') return;
    const now = performance.now();
    if (this.metrics) this.before = { metrics: this.metrics, grains: this.grains, at: this.at };
    [this.ms, this.at] = [now - this.at, now];
    this.grains = grains.status === 'fulfilled' ? grains.value : null;
    this.metrics = parse(text.value);
    this.remember();
  }

  private remember() {
    const next: Record<string, number[]> = {};
    for (const name of ['city_observations_accepted', 'city_grain_calls', 'city_commits', 'city_storage_transactions']) {
      next[name] = [...(this.history[name] ?? []), this.rate(name) ?? 0].slice(-mostKept);
    }
    this.history = next;
  }
}
