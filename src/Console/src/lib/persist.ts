import { NoAnswer } from './api';

const pause = 2000; // ms
const mostTries = 60; // Two minutes.

/**
 * Asks again while no answer comes, as long as somebody still wants it; null where nobody does. What is asked must be safe to repeat: it carries a
 * command's id or a key of its own.
 */
export async function untilAnswered<T>(ask: () => Promise<T>, isWanted: () => boolean, onLost: (fault: NoAnswer) => void, wait = pause): Promise<T | null> {
  for (let left = mostTries; ; left--) {
    try {
      return await ask();
    } catch (fault) {
      if (!(fault instanceof NoAnswer) || left === 0) throw fault;
      onLost(fault);
      await new Promise(later => setTimeout(later, wait));
      if (!isWanted()) return null;
    }
  }
}
