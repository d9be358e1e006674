import { distance } from '../lib/place';
import { isOnShift } from '../lib/shift';
import type { Point, Responder } from '../lib/types';

export type Standing = 'free' | 'full' | 'off-shift' | 'unreachable';

export interface CrewCandidate {
  responder: Responder;
  away: number | null;
  standing: Standing;
}

export function standingOf(responder: Responder, now: number): Standing {
  if (!responder.reachable) return 'unreachable';
  if (!isOnShift(responder, now)) return 'off-shift';
  return responder.orders.length >= responder.capacity ? 'full' : 'free';
}

/** Who has a skill: those who are free first, then the nearest. */
export function candidates(responders: Responder[], skill: string, place: Point | undefined, now: number): CrewCandidate[] {
  return responders
    .filter(responder => responder.skills.includes(skill))
    .map(responder => ({ responder, away: place && responder.position ? distance(place, responder.position) : null, standing: standingOf(responder, now) }))
    .sort((a, b) => Number(b.standing === 'free') - Number(a.standing === 'free') || (a.away ?? Infinity) - (b.away ?? Infinity) || a.responder.id.localeCompare(b.responder.id));
}
