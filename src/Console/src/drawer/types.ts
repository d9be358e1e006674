import type { Entity, Order } from '../lib/types';

export interface OrderWithPlace extends Order {
  drill?: boolean;
  reportCount?: number;
}

interface Registered<T> {
  registration: T & { card: Entity };
  openAlerts: string[];
  notJudged?: unknown;
}

export interface HouseholdCard extends Registered<{ careTags: string[]; consentAt?: string; interval: string }> {
  lastReadingAt?: string;
  lastActivityAt?: string;
  baseLoadWatts: number;
  activeAboveWatts: number;
  daysLearnt: number;
  cannotJudge?: { reason: string; english: string; chinese: string }[];
}

export interface CameraCard extends Registered<{ zones: string[] }> {
  lastEventAt?: string;
  tracks: number;
}

export interface TerminalCard extends Registered<{ onDelay?: string; offDelay?: string; interval?: string }> {
  threshold?: number;
  lastReadingAt?: string;
  value?: number;
}

export interface Rhythm {
  activeAboveWatts: number;
  baseLoadWatts: number;
  daysLearnt: number;
  quietSince?: string;
  band: { halfHour: number; low: number; high: number; usual: number }[];
  readings: { at: string; watts: number }[];
}

export interface Readings {
  unit: string;
  threshold: number;
  readings: { at: string; value: number }[];
}

export interface Episode {
  kind?: string;
  zone?: string;
  track: string;
  since?: string; // Missing where it was not seen to begin.
  until?: string;
  confidence?: number;
  alert?: string;
}

export interface Attachment {
  hash: string;
  type: string;
  bytes: number;
  at: string;
  actor: string;
  note?: string;
}

export interface Look {
  sequence: number;
  actor: string;
  reason: string;
  at: string;
  refused: boolean;
}

/** A step of an alert's ladder as it stands. */
export interface LadderStep {
  receiver: string;
  due: string;
  state: string;
  handedOverAt?: string;
  receipt?: string;
}
