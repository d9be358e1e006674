import { either, t } from '../lib/language.svelte';
import { kinds } from '../texts/kinds';

export interface Kind {
  code: string;
  english: string;
  chinese: string;
}

export const kindName = ({ code, chinese, english }: Kind) => (Object.hasOwn(kinds, code) ? t(kinds[code]!) : either(chinese, english));
