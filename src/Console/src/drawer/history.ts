import type { Alert, TimelineEntry } from '../lib/types';

/** A line of what happened; `what` is a key of the texts. */
export interface Line {
  at: string;
  order: number;
  what: string;
  actor: string;
  why: string;
  entry?: TimelineEntry;
}

/** What happened to an alert and its order, the newest first. The alert knows who acted last, not who acted before. */
export function historyOf(alert: Alert | undefined, timeline: TimelineEntry[]): Line[] {
  const lines: Line[] = timeline
    .filter(entry => !(alert && entry.what === 'reported' && entry.subject === alert.id))
    .map(entry => ({ at: entry.at, order: entry.version, what: entry.what, actor: entry.actor, why: entry.why, entry }));
  if (alert) {
    const steps: [string, string | undefined][] = [
      ['alert-opened', alert.openedAt],
      ['alert-acknowledged', alert.acknowledgedAt],
      ['alert-responded', alert.respondedAt],
      [alert.isFalseAlarm ? 'alert-false' : 'alert-cleared', alert.clearedAt],
    ];
    const newest = steps.findLastIndex(([, at]) => at !== undefined);
    steps.forEach(([what, at], i) => {
      if (at === undefined) return;
      const isLast = i === newest && i > 0;
      lines.push({ at, order: i === 0 ? -1 : 1e6 + i, what, actor: isLast ? alert.actor : '', why: isLast ? alert.reason : '' });
    });
  }

  return lines.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.order - a.order);
}

/** Of a sentence that the city wrote in both languages, English first, the reader's half. */
export function half(text: string, isChinese: boolean): string {
  const parts = /^([^\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*[.!?])\s+([\u4e00-\u9fff][\s\S]*)$/.exec(text);
  return parts ? parts[isChinese ? 2 : 1]! : text;
}
