import type { Alert, TimelineEntry } from '../lib/types';

/** A stretch of a clock's run: time that counted, or time in which it stood still. */
export interface Stretch {
  kind: 'used' | 'paused';
  from: number;
  to: number;
}

/** One run of a clock, from its start to its end; times are milliseconds. */
export interface ClockRun {
  name: string;
  state: 'running' | 'paused' | 'ended';
  stretches: Stretch[];
  startedAt: number;
  changedAt: number;
  dueAt?: number;
  leftWhenPaused?: number;
  overdueAt?: number;
}

const fiveMinutes = 300_000;

/** The clocks of an order as its history tells them, in the order in which they began; the same steps as those of the order itself. */
export function clocksOf(timeline: TimelineEntry[]): ClockRun[] {
  const runs: ClockRun[] = [];
  let department = '';
  const last = (name: string) => runs.findLast(run => run.name === name && run.state !== 'ended');
  const close = (run: ClockRun, at: number) => {
    if (at > run.changedAt) run.stretches.push({ kind: run.state === 'paused' ? 'paused' : 'used', from: run.changedAt, to: at });
    run.changedAt = at;
  };
  const stop = (name: string, at: number) => {
    const run = last(name);
    if (!run) return;
    close(run, at);
    run.state = 'ended';
  };
  const start = (name: string, at: number) => {
    stop(name, at);
    runs.push({ name, state: 'running', stretches: [], startedAt: at, changedAt: at });
  };
  const pause = (name: string, at: number) => {
    const run = last(name);
    if (run?.state !== 'running') return;
    close(run, at);
    run.state = 'paused';
    run.leftWhenPaused = run.dueAt === undefined ? undefined : run.dueAt - at;
  };
  const resume = (name: string, at: number) => {
    const run = last(name);
    if (!run) return start(name, at);
    if (run.state === 'running') return;
    close(run, at);
    run.state = 'running';
  };
  const clear = (at: number) => runs.forEach(run => run.state !== 'ended' && stop(run.name, at));

  for (const entry of [...timeline].sort((a, b) => a.version - b.version)) {
    const at = Date.parse(entry.at);
    switch (entry.what) {
      case 'reported': start('acceptance', at); break;
      case 'check-asked': pause('acceptance', at); start('check', at); break;
      case 'filed': clear(at); start('dispatch', at); break;
      case 'dispatched':
        stop('dispatch', at);
        if (entry.subject === department) resume('handling', at);
        else start('handling', at);
        department = entry.subject;
        break;
      case 'confirmed': stop('handling', at); start('closing', at); break;
      case 'verification-asked': pause('closing', at); start('verify', at); break;
      case 'rework-ordered': stop('closing', at); stop('verify', at); if (!last('handling')) start('handling', at); break;
      case 'returned': pause('handling', at); start('dispatch', at); break;
      case 'transferred': {
        const to = entry.subject.split(' ')[0];
        if (to === department) pause('handling', at);
        else stop('handling', at);
        start('dispatch', at);
        department = to;
        break;
      }
      case 'suspended': pause('handling', at); start('suspension', at); break;
      case 'resumed': stop('suspension', at); resume('handling', at); break;
      case 'reopened': clear(at); start(entry.status === 'filed' ? 'dispatch' : 'acceptance', at); break;
      case 'not-filed': case 'closed': case 'merged': case 'cancelled': clear(at); break;
      default: {
        const late = entry.what.endsWith('-overdue') ? last(entry.what.slice(0, -'-overdue'.length)) : undefined;
        if (late) late.overdueAt = at;
      }
    }

    const due = entry.dueClock ? last(entry.dueClock) : undefined;
    if (due && entry.dueAt) due.dueAt = Date.parse(entry.dueAt);
  }

  return runs;
}

/** The five minutes in which somebody should be on site, or have made sure otherwise; only where life may be at stake. */
export function responseOf(alert: Alert): ClockRun | null {
  if (alert.priority !== 'high') return null;
  const from = Date.parse(alert.openedAt);
  const due = from + fiveMinutes;
  const end = alert.respondedAt ?? alert.clearedAt;
  const to = end === undefined ? from : Date.parse(end);
  return {
    name: 'response',
    state: end === undefined ? 'running' : 'ended',
    startedAt: from,
    changedAt: to,
    dueAt: due,
    stretches: to > from ? [{ kind: 'used', from, to }] : [],
    overdueAt: to > due ? due : undefined,
  };
}

/** How a run stands at a moment: its stretches up to then, and what is left of it, as shares of one. */
export function shown(run: ClockRun, now: number): { parts: { kind: Stretch['kind'] | 'left'; share: number }[]; left: number | null; used: number; isLate: boolean } {
  const stretches = [...run.stretches];
  if (run.state !== 'ended' && now > run.changedAt) stretches.push({ kind: run.state === 'paused' ? 'paused' : 'used', from: run.changedAt, to: now });
  const used = stretches.filter(stretch => stretch.kind === 'used').reduce((sum, stretch) => sum + stretch.to - stretch.from, 0);
  const left = run.state === 'ended' || run.dueAt === undefined ? null : run.state === 'paused' ? (run.leftWhenPaused ?? null) : run.dueAt - now;
  const end = run.state === 'ended' ? (run.dueAt ?? run.changedAt) - run.changedAt : (left ?? 0);
  const rest = Math.max(0, end);
  const whole = stretches.reduce((sum, stretch) => sum + stretch.to - stretch.from, 0) + rest || 1;
  const parts: { kind: Stretch['kind'] | 'left'; share: number }[] = stretches.map(stretch => ({ kind: stretch.kind, share: (stretch.to - stretch.from) / whole }));
  if (rest > 0) parts.push({ kind: 'left', share: rest / whole });
  return { parts, left, used, isLate: run.overdueAt !== undefined || (left !== null && left < 0) };
}
