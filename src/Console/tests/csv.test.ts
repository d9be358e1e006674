import { expect, it } from 'vitest';
import { csv } from '../src/lib/csv';

it('no cell is a formula', () => {
  const rows = ['=1+1', '+86', '-2', '@sum', '\tx', '\r=1'].map(text => [text]);
  const lines = csv(['a'], rows).split('\r\n');
  expect(lines.slice(1, 6)).toEqual(["'=1+1", "'+86", "'-2", "'@sum", "'\tx"]);
  expect(csv([], [['\r=1']])).toContain('"\'\r=1"');
});

it('numbers stay numbers, nothing is empty, and quotes are doubled', () => {
  expect(csv(['a', 'b', 'c'], [[-1.5, null, 'he said "no", twice']])).toBe('\ufeffa,b,c\r\n-1.5,,"he said ""no"", twice"\r\n');
});
