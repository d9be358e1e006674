import type { Point } from '../lib/types';

const earth = 6_371_008.8; // m
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two places, as the crow flies. */
export function distance(from: Point, to: Point): number {
  const [a, b] = [radians(from.latitude), radians(to.latitude)];
  const across = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * across;
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(h)));
}

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
