import { expect, test } from 'vitest';
import { learnNames } from '../src/lib/packs';
import { alertKinds, terminalKinds } from '../src/texts/common';

test('what packs bring has their names; what the console has itself keeps its own', () => {
  const smoke = alertKinds['smoke'];
  learnNames([
    {
      alerts: [
        { code: 'air-pollution', name: { chinese: '空气污染', english: 'Air pollution' } },
        { code: 'smoke', name: { chinese: '烟', english: 'Fume' } },
      ],
      things: [{ code: 'air-station', name: { chinese: '空气监测站', english: 'Air station' } }],
    },
  ]);
  expect(alertKinds['air-pollution']).toEqual(['空气污染', 'Air pollution']);
  expect(terminalKinds['air-station']).toEqual(['空气监测站', 'Air station']);
  expect(alertKinds['smoke']).toBe(smoke);
});
