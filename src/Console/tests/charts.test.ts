import { expect, it } from 'vitest';
import { layOut } from '../src/drawer/episodes';
import { plotOf } from '../src/drawer/rhythm';

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
const noon = Date.parse('2026-01-05T04:00:00Z') / 1000; // 12:00 in China
const band = Array.from({ length: 48 }, (_, halfHour) => ({ halfHour, low: halfHour, high: halfHour + 100, usual: halfHour + 50 }));
const rhythm = (readings: [number, number][], quietSince?: number) => ({ activeAboveWatts: 100, baseLoadWatts: 40, daysLearnt: 28, band, quietSince: quietSince === undefined ? undefined : iso(quietSince), readings: readings.map(([at, watts]) => ({ at: iso(at), watts })) });

it('a home is drawn over a day, with what is usual at each half hour of its wall clock', () => {
  const plot = plotOf(rhythm([[noon - 900, 80], [noon, 60]]), noon);
  expect(plot.x[0]).toBe(noon - 86_400);
  expect(plot.low[plot.x.indexOf(noon)]).toBe(24);
  expect(plot.high[plot.x.indexOf(noon)]).toBe(124);
  expect(plot.last).toBe(60);
});

it('the day begins well before a home fell quiet, three days back at most', () => {
  expect(plotOf(rhythm([], noon - 30 * 3600), noon).x[0]).toBe(noon - 34 * 3600);
  expect(plotOf(rhythm([], noon - 200 * 3600), noon).x[0]).toBe(noon - 72 * 3600);
});

it('the line goes on between two readings, and is broken where an hour is missing', () => {
  const plot = plotOf(rhythm([[noon - 2700, 100], [noon - 900, 50]]), noon);
  expect(plot.watts[plot.x.indexOf(noon - 1800)]).toBe(75);
  const broken = plotOf(rhythm([[noon - 7200, 100], [noon, 50]]), noon);
  expect(broken.watts[broken.x.indexOf(noon - 3600)]).toBeNull();
});

it('episodes are laid out around the alert, what it came from is always among them', () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ zone: 'a', track: `t${i}`, since: iso(noon - i * 10), until: iso(noon - i * 10 + 5) }));
  const own = { zone: 'a', track: 'own', since: iso(noon - 900), alert: 'alert-1' };
  const plan = layOut([...many, own], noon * 1000, { id: 'alert-1', openedAt: iso(noon), zone: 'a' });
  expect(plan.bars).toHaveLength(12);
  expect(plan.bars[0]).toMatchObject({ episode: { track: 'own' }, from: 0 });
  expect(plan.bars.every(bar => bar.from <= bar.to && bar.to <= 1)).toBe(true);
});

it('an episode that was not seen to begin stands where it ended', () => {
  expect(layOut([{ track: 't', until: iso(noon) }], noon * 1000).bars).toEqual([{ episode: { track: 't', until: iso(noon) }, from: 0, to: 0 }]);
});
