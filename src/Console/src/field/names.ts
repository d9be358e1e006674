import { either, language, named } from '../lib/language.svelte';
import { actors } from '../texts/field';
import { work } from './work.svelte';

export function categoryName(code: string): string {
  const category = work.categories.get(code);
  return either(category?.chinese, category?.english) || code;
}

/** Who did something, as far as this officer may know. */
export const actorName = (name: string) => (name === work.me ? work.who!.name : named(actors, name));

export const listed = (items: string[]) => items.join(language.isChinese ? '、' : ', ');
export const inBrackets = (text: string) => (language.isChinese ? `（${text}）` : ` (${text})`);
