import type { Responder } from './types';

const day = 86_400_000;
const china = 8 * 3_600_000; // The hours of a shift are China Standard Time, which has no summer time.

const ms = (hours: string) => {
  const [h = 0, m = 0, s = 0] = hours.split(':').map(Number);
  return ((h * 60 + m) * 60 + s) * 1000;
};

/** Whether a shift that may pass midnight holds a time; the same hour twice is round the clock. */
export function isOnShift({ shiftStart, shiftEnd }: Pick<Responder, 'shiftStart' | 'shiftEnd'>, now: number): boolean {
  const [from, to, at] = [ms(shiftStart), ms(shiftEnd), (now + china) % day];
  return from === to || (from < to ? at >= from && at < to : at >= from || at < to);
}

export const shiftOf = ({ shiftStart, shiftEnd }: Pick<Responder, 'shiftStart' | 'shiftEnd'>) => (shiftStart === shiftEnd ? null : `${shiftStart.slice(0, 5)}–${shiftEnd.slice(0, 5)}`);
