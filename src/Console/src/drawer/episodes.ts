import type { Episode } from './types';

export interface Bar {
  episode: Episode;
  from: number; // Shares of the whole width.
  to: number;
}

/** The episodes that matter to a moment, laid out on one axis of time. */
export function layOut(episodes: Episode[], now: number, alert?: { id: string; openedAt: string; zone: string }, most = 12): { bars: Bar[]; begin: number; end: number; alertAt: number | null } {
  const until = (episode: Episode) => (episode.until ? Date.parse(episode.until) : now);
  const since = (episode: Episode) => (episode.since ? Date.parse(episode.since) : until(episode));
  const moment = alert ? Date.parse(alert.openedAt) : now;
  const near = [...episodes]
    .sort((a, b) => Number(b.alert !== undefined && b.alert === alert?.id) - Number(a.alert !== undefined && a.alert === alert?.id)
      || Math.abs(since(a) - moment) - Math.abs(since(b) - moment))
    .slice(0, most)
    .sort((a, b) => since(a) - since(b));
  const begin = Math.min(moment, ...near.map(episode => since(episode)));
  const end = Math.max(begin + 60_000, alert ? moment : 0, ...near.map(until));
  const share = (at: number) => Math.max(0, Math.min(1, (at - begin) / (end - begin)));
  return { bars: near.map(episode => ({ episode, from: share(since(episode)), to: share(until(episode)) })), begin, end, alertAt: alert ? share(moment) : null };
}
