import { SvelteMap } from 'svelte/reactivity';

/** Why the reader looks at which home. Kept as long as the drawer is open, so that a home, its alert and its order ask once. */
export const looks = new SvelteMap<string, string>();
