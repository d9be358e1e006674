import type { Point } from './types';

const earth = 6_371_008.8; // m
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two places, as the crow flies. */
export function distance(from: Point, to: Point): number {
  const [a, b] = [radians(from.latitude), radians(to.latitude)];
  const across = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * across;
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(h)));
}
