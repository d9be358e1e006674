import { city } from '../lib/city.svelte';
import { either, language, named, t } from '../lib/language.svelte';
import type { Choice, Order } from '../lib/types';
import { actors } from '../texts/drawer';

/** Who somebody is, as far as the city knows a name. */
export function who(actor: string): string {
  void city.tick;
  return city.responders.get(actor)?.name ?? named(actors, actor);
}

export function categoryName(code: string): string {
  void city.tick;
  const category = city.categories.get(code);
  return category ? either(category.chinese, category.english) : code;
}

export function departmentName(code: string | undefined): string {
  void city.tick;
  const department = code ? city.departments.get(code) : undefined;
  return department ? either(department.chinese, department.english) : (code ?? '');
}

/** The sentence of a choice, with names where the city wrote ids. */
export function choiceSaid(choice: Choice): string {
  void city.tick;
  return (language.isChinese ? choice.chinese || choice.english : choice.english).replace(/resp-[a-z0-9-]*[a-z0-9]/g, id => who(id));
}

export const isEnded = (order: Order) => order.endedAt !== undefined;

/** A span such as 00:15:00 or 1.00:00:00, in words. */
export function length(span: string | undefined): string {
  const parts = /^(?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(span ?? '');
  if (!parts) return '';
  const [days, hours, minutes, seconds] = parts.slice(1).map(part => Number(part ?? 0)) as [number, number, number, number];
  const units: [number, readonly [string, string]][] = [[days, ['天', ' d']], [hours, ['小时', ' h']], [minutes, ['分', ' min']], [seconds, ['秒', ' s']]];
  return units.filter(([n]) => n).map(([n, unit]) => `${n}${t(unit)}`).join(' ') || `0${t(['秒', ' s'])}`;
}
