import type { Point } from '../lib/types';

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Degrees from north, clockwise, in which the other place lies. */
export function bearing(from: Point, to: Point): number {
  const [a, b, across] = [radians(from.latitude), radians(to.latitude), radians(to.longitude - from.longitude)];
  const east = Math.sin(across) * Math.cos(b);
  const north = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(across);
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

/** Which of the eight directions, from north clockwise. */
export const compass = (degrees: number) => Math.round(degrees / 45) % 8;

/** The distance between the rings of a picture that shows so many metres: 1, 2 or 5 with noughts, two or three rings. */
export function ring(metres: number): number {
  const wanted = Math.max(metres, 10) / 2;
  const nought = 10 ** Math.floor(Math.log10(wanted));
  return [5, 2, 1].map(step => step * nought).find(step => step <= wanted)!;
}
