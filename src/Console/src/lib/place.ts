import type { Point } from './types';

/** Metres between two points, as a straight line on the ground. */
export function distance(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const north = (b.latitude - a.latitude) * radians;
  const east = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  return 6_371_000 * Math.hypot(north, east);
}
