import { meanings } from '../../texts/settings';

/** A parameter's key without the section of all of them and without which kind it is for. */
export const plain = (key: string) => key.replace(/^Rules:/, '').replace(/^(Alert:Priorities):.*/, '$1');

export const groupOf = (key: string) => key.split(':')[1] ?? '';

export const chinese = (key: string): string | undefined => (Object.hasOwn(meanings, plain(key)) ? meanings[plain(key)] : undefined);

/** How it is called in the environment. */
export const variable = (key: string) => key.replaceAll(':', '__');
