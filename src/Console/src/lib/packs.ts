import type { Text } from './language.svelte';
import { alertKinds, terminalKinds } from '../texts/common';

/** A pack of the city, as far as the console needs to know. */
export interface Pack {
  alerts: Named[];
  things: Named[];
}

interface Named {
  code: string;
  name: { chinese: string; english: string };
}

/** Learns what the packs of the city call things; a name that the console has itself stays. */
export function learnNames(packs: Pack[]) {
  for (const pack of packs) {
    learn(alertKinds, pack.alerts);
    learn(terminalKinds, pack.things);
  }
}

function learn(table: Record<string, Text>, names: Named[]) {
  for (const { code, name } of names) {
    if (!Object.hasOwn(table, code)) {
      table[code] = [name.chinese, name.english];
    }
  }
}
