import { expect, it, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
vi.stubGlobal('navigator', { language: 'en' });
vi.stubGlobal('document', { documentElement: { dataset: {} } });
const { NoAnswer, Refusal } = await import('../src/lib/api');
const { untilAnswered } = await import('../src/lib/persist');

it('asks again until an answer comes', async () => {
  let asked = 0;
  const lost: unknown[] = [];
  const answer = await untilAnswered(async () => { if (++asked < 3) throw new NoAnswer(); return 'done'; }, () => true, fault => lost.push(fault), 0);
  expect([answer, asked, lost.length]).toEqual(['done', 3, 2]);
});

it('a refusal is an answer', async () => {
  let asked = 0;
  await expect(untilAnswered(async () => { asked++; throw new Refusal(409, 'not-allowed', 'no', '不'); }, () => true, () => {}, 0)).rejects.toBeInstanceOf(Refusal);
  expect(asked).toBe(1);
});

it('ends when nobody wants it any more', async () => {
  expect(await untilAnswered(async () => { throw new NoAnswer(); }, () => false, () => {}, 0)).toBeNull();
});
