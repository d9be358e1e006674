/** The counters of a Silo, as its Prometheus text gives them: `name{labels}` and the value. */
export type Metrics = Map<string, Map<string, number>>;

const line = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\d+)?$/;
const label = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus text; of several labels of one counter the first names it. What is no line of a counter is passed over. */
export function parse(text: string): Metrics {
  const metrics: Metrics = new Map();
  for (const row of text.split('\n')) {
    const found = row.startsWith('#') ? null : line.exec(row.trim());
    if (!found) continue;
    const [, name = '', labels = '', value = ''] = found;
    const number = value === '+Inf' ? Infinity : Number(value);
    if (Number.isNaN(number)) continue;
    const of = [...labels.matchAll(label)].map(part => part[2]!.replace(/\\(.)/g, '$1')).join(' ');
    const family = metrics.get(name) ?? new Map<string, number>();
    family.set(of, (family.get(of) ?? 0) + number);
    metrics.set(name, family);
  }
  return metrics;
}

export const sum = (metrics: Metrics | null, name: string) => [...(metrics?.get(name)?.values() ?? [])].reduce((all, value) => all + value, 0);

/** How much a counter grew in a second between two readings; null where there is nothing to compare, as after a restart. */
export function rate(before: number | undefined, now: number | undefined, ms: number): number | null {
  if (before === undefined || now === undefined || ms <= 0 || now < before) return null;
  return (now - before) / (ms / 1000);
}

/** A rate as it is read: two digits that count. */
export function shown(rate: number | null): string {
  if (rate === null) return '–';
  if (rate === 0) return '0';
  return rate >= 100 ? Math.round(rate).toLocaleString('en-US') : rate >= 10 ? rate.toFixed(1) : rate.toFixed(2);
}
