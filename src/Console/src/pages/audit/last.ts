/** Before which number the newest lines stand: every number that JavaScript and the city both hold is smaller. */
export const end = Number.MAX_SAFE_INTEGER;

/** A page of what is numbered, newest first, and where the next one begins. */
export function pageOf<T>(items: T[], size: number, numberOf: (item: T) => number) {
  const last = items.at(-1);
  return { items, next: last === undefined || items.length < size ? null : String(numberOf(last)) };
}
