import { describe, expect, it } from 'vitest';
import { chinese, groupOf, variable } from '../src/pages/settings/meaning';

describe('a parameter', () => {
  it('means the same for each kind', () => {
    expect(chinese('Rules:Alert:Priorities:smoke')).toBe(chinese('Rules:Alert:Priorities:data-gap'));
    expect(chinese('Rules:Alert:Priorities:data-gap')).toBeTruthy();
    expect(chinese('Rules:Nobody:Knows')).toBeUndefined();
  });

  it('has a group and a name in the environment', () => {
    expect(groupOf('Rules:Camera:MostAnHour')).toBe('Camera');
    expect(variable('Rules:Camera:MostAnHour')).toBe('Rules__Camera__MostAnHour');
  });
});
