import type { Rhythm } from './types';

const china = 8 * 3600; // The band is of half hours of the clock on the wall.

export interface RhythmPlot {
  x: number[];
  watts: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  last: number | null;
}

/** Readings and what is usual at their times on one axis: a day at least, back to well before it fell quiet, three days at most. */
export function plotOf(rhythm: Rhythm, until: number): RhythmPlot {
  const end = Math.ceil(until / 1800) * 1800;
  const quiet = rhythm.quietSince ? Date.parse(rhythm.quietSince) / 1000 : end;
  const begin = Math.max(end - 3 * 86_400, Math.min(end - 86_400, Math.floor((quiet - 4 * 3600) / 1800) * 1800));
  const readings = rhythm.readings.map(reading => ({ at: Date.parse(reading.at) / 1000, watts: reading.watts })).filter(reading => reading.at >= begin && reading.at <= end).sort((a, b) => a.at - b.at);
  const band = new Map(rhythm.band.map(part => [part.halfHour, part]));
  const at = new Map<number, number | null>();
  for (let time = begin; time <= end; time += 1800) at.set(time, null);
  for (const reading of readings) at.set(reading.at, reading.watts);
  const x = [...at.keys()].sort((a, b) => a - b);
  const usual = (time: number) => band.get(Math.floor(((time + china) % 86_400) / 1800));
  return {
    x,
    watts: filled(x, at),
    low: x.map(time => usual(time)?.low ?? null),
    high: x.map(time => usual(time)?.high ?? null),
    last: readings.at(-1)?.watts ?? null,
  };
}

/** The axis has more times than there are readings: the line goes on between two readings, and is broken where an hour is missing. */
function filled(x: number[], at: Map<number, number | null>): (number | null)[] {
  const known = x.filter(time => at.get(time) !== null);
  let next = 0;
  return x.map(time => {
    while (next < known.length && known[next]! < time) next++;
    const value = at.get(time) ?? null;
    if (value !== null) return value;
    const [before, after] = [known[next - 1], known[next]];
    if (before === undefined || after === undefined || after - before > 3600) return null;
    const [a, b] = [at.get(before)!, at.get(after)!];
    return a + ((b - a) * (time - before)) / (after - before);
  });
}
