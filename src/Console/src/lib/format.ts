import { language } from './language.svelte';

const zone = 'Asia/Shanghai'; // The city's clock is on the wall; the reader's machine may stand elsewhere.
const shapes = new Map<string, Intl.DateTimeFormat>();

function shaped(at: number | string, options: Intl.DateTimeFormatOptions): string {
  const key = language.locale + JSON.stringify(options);
  let shape = shapes.get(key);
  if (!shape) shapes.set(key, (shape = new Intl.DateTimeFormat(language.locale, { timeZone: zone, hourCycle: 'h23', ...options })));
  return shape.format(typeof at === 'string' ? Date.parse(at) : at);
}

export const hms = (at: number | string) => shaped(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const hm = (at: number | string) => shaped(at, { hour: '2-digit', minute: '2-digit' });
export const day = (at: number | string) => shaped(at, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
export const dayTime = (at: number | string) => shaped(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** The time, with its day unless that is today. */
export const when = (at: string | undefined, now: number) => (!at ? '' : day(at) === day(now) ? hms(at) : dayTime(at));

/** Minutes and seconds, or hours and minutes from an hour on; a minus for what has passed. */
export function span(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const sign = ms < 0 ? '−' : '';
  const two = (n: number) => String(n).padStart(2, '0');
  if (seconds >= 86_400) return `${sign}${Math.floor(seconds / 86_400)} ${language.isChinese ? '天' : 'd'}`;
  if (seconds >= 3600) return `${sign}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}${language.isChinese ? ' 时' : ' h'}`;
  return `${sign}${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

export const count = (n: number) => n.toLocaleString('en-US');
export const percent = (part: number, whole: number, digits = 1) => (whole ? `${((100 * part) / whole).toFixed(digits)}%` : '–');
export const metres = (m: number) => (m < 1000 ? `${Math.round(m)} ${language.isChinese ? '米' : 'm'}` : `${(m / 1000).toFixed(1)} ${language.isChinese ? '公里' : 'km'}`);
/** What was measured, to three places that count. */
export const figure = (n: number) => String(Number(n.toPrecision(3)));
