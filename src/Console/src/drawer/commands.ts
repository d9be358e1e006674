import type { Alert, May, Order } from '../lib/types';

export type Field = 'reason' | 'note' | 'until' | 'into' | 'stars' | 'granted' | 'found' | 'department' | 'choices' | 'responder' | 'level' | 'satisfied';

export interface Command {
  target: 'alert' | 'order';
  type: string;
  fields: Field[];
  needsReason: boolean;
  /** Nothing is to be said about it and nothing is lost by it: its button sends it. */
  isPlain: boolean;
}

export interface Possible extends Command {
  /** Null: what may be done now is not known. */
  may: boolean | null;
  code: string;
  english: string;
  chinese: string;
}

const withReason = new Set(['not-file', 'decline', 'rework', 'return', 'suspend', 'extend', 'escalate', 'cancel', 'reopen', 'appeal', 'transfer', 'ask-extension', 'supervise', 'false-alarm']);
const special: Record<string, Field[]> = {
  safe: ['note'],
  outcome: ['found', 'note'],
  dispatch: ['department', 'choices', 'reason'],
  'sign-for': ['responder'],
  decline: ['responder', 'reason'],
  suspend: ['until', 'reason'],
  extend: ['granted', 'reason'],
  merge: ['into', 'reason'],
  'decide-appeal': ['granted', 'reason'],
  transfer: ['department', 'level', 'reason'],
  revisit: ['satisfied', 'reason'],
  rate: ['stars', 'reason'],
};
const plain = new Set(['acknowledge', 'on-site']);

const of = (target: Command['target'], type: string): Command => ({
  target, type, fields: special[type] ?? (plain.has(type) ? [] : ['reason']), needsReason: withReason.has(type), isPlain: plain.has(type),
});

export const alertCommands = ['acknowledge', 'on-site', 'safe', 'false-alarm', 'outcome'].map(type => of('alert', type));
export const orderCommands = [
  'check', 'file', 'not-file', 'dispatch', 'sign-for', 'decline', 'start', 'submit', 'confirm', 'verify', 'close', 'rework', 'return', 'suspend', 'resume',
  'extend', 'escalate', 'merge', 'cancel', 'reopen', 'appeal', 'decide-appeal', 'rate', 'transfer', 'ask-extension', 'supervise', 'revisit',
].map(type => of('order', type));

const next: Record<string, string[]> = {
  reported: ['file'], checking: ['file'], filed: ['dispatch'], returned: ['dispatch'], 'signed-for': ['start'], handling: ['submit'],
  submitted: ['confirm'], confirmed: ['close'], verifying: ['close'], suspended: ['resume'],
};

/** Alerts about somebody who may need help are closed with what was found. */
export const isCareKind = (kind: string | undefined) => kind === 'inactivity' || kind === 'help-call';

/** Every command there is for a matter, as the city says whether it may be given now. */
export function possible(alert: Alert | undefined, order: Order | undefined, mayAlert: May | undefined, mayOrder: May | undefined): Possible[] {
  const join = (commands: Command[], may: May | undefined) => commands.map(command => {
    const said = may?.commands.find(other => other.type === command.type);
    return { ...command, may: may ? (said?.may ?? false) : null, code: said?.code ?? '', english: said?.english ?? '', chinese: said?.chinese ?? '' };
  });
  const ofAlert = alertCommands.filter(command => command.type !== 'outcome' || isCareKind(alert?.kind));
  return [...(alert ? join(ofAlert, mayAlert) : []), ...(order ? join(orderCommands, mayOrder) : [])];
}

/** The command that most probably comes next, if it may be given; it stands first. */
export function likely(commands: Possible[], alert: Alert | undefined, order: Order | undefined): Possible | undefined {
  const wanted: string[] = [];
  const steps = order ? (next[order.status] ?? []) : [];
  if (steps.includes('dispatch')) wanted.push('dispatch');
  if (alert?.state === 'open') wanted.push('acknowledge');
  wanted.push(...steps);
  if (alert && alert.state !== 'cleared' && !alert.respondedAt) wanted.push('on-site');
  return wanted.map(type => commands.find(command => command.type === type && command.may)).find(command => command !== undefined);
}
