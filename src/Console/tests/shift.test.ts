import { describe, expect, it } from 'vitest';
import { isOnShift, shiftOf } from '../src/lib/shift';

const at = (china: string) => Date.parse(`2026-05-12T${china}:00+08:00`);
const day = { shiftStart: '08:00:00', shiftEnd: '18:00:00' };
const night = { shiftStart: '22:00:00', shiftEnd: '06:00:00' };

describe('a shift', () => {
  it('holds its first minute and not its last', () => {
    expect(isOnShift(day, at('08:00'))).toBe(true);
    expect(isOnShift(day, at('17:59'))).toBe(true);
    expect(isOnShift(day, at('18:00'))).toBe(false);
    expect(isOnShift(day, at('07:59'))).toBe(false);
  });

  it('may pass midnight', () => {
    expect(isOnShift(night, at('23:30'))).toBe(true);
    expect(isOnShift(night, at('00:00'))).toBe(true);
    expect(isOnShift(night, at('05:59'))).toBe(true);
    expect(isOnShift(night, at('06:00'))).toBe(false);
    expect(isOnShift(night, at('12:00'))).toBe(false);
  });

  it('is round the clock where it begins and ends at the same hour', () => {
    const always = { shiftStart: '00:00:00', shiftEnd: '00:00:00' };
    expect(isOnShift(always, at('03:00'))).toBe(true);
    expect(shiftOf(always)).toBeNull();
    expect(shiftOf(night)).toBe('22:00–06:00');
  });
});
