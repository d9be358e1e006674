import { describe, expect, it } from 'vitest';
import { parse, rate, shown, sum } from '../src/pages/grains/metrics';

const text = `# HELP city_commits Commits of grains, by their type: decisions stored.
# TYPE city_commits counter
city_commits{grain="camera"} 12
city_commits{grain="work-order"} 30
# TYPE city_storage_writes counter
city_storage_writes 1.5e3
city_odd{a="x \\"y\\"",b="z"} 1 1700000000
nonsense here is passed over
`;

describe('Prometheus text', () => {
  it('is read by name and label', () => {
    const metrics = parse(text);
    expect(metrics.get('city_commits')?.get('work-order')).toBe(30);
    expect(metrics.get('city_storage_writes')?.get('')).toBe(1500);
    expect(metrics.get('city_odd')?.get('x "y" z')).toBe(1);
    expect(sum(metrics, 'city_commits')).toBe(42);
    expect(sum(metrics, 'not_there')).toBe(0);
    expect([...metrics.keys()]).toHaveLength(3);
  });

  it('gives rates between two readings', () => {
    expect(rate(10, 35, 5000)).toBe(5);
    expect(rate(undefined, 35, 5000)).toBeNull();
  });

  it('gives no rate over a restart', () => {
    expect(rate(100, 3, 5000)).toBeNull();
    expect(rate(1, 2, 0)).toBeNull();
  });

  it('is shown with the digits that count', () => {
    expect([null, 0, 0.25, 12.34, 1234.5].map(shown)).toEqual(['–', '0', '0.25', '12.3', '1,235']);
  });
});
