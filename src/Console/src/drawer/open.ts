import { router } from '../lib/router.svelte';

export const kinds = ['alert', 'order', 'household', 'camera', 'terminal'] as const;
export type Kind = (typeof kinds)[number];

const nothing = Object.fromEntries(kinds.map(kind => [kind, '']));

/** Opens something in the drawer; Back leads to what was open before. */
export const open = (kind: Kind, id: string) => router.set({ ...nothing, [kind]: id });
export const close = () => router.set(nothing);

/** The card of what an id stands for. */
export const kindOf = (entity: string): Kind => (entity.startsWith('home-') ? 'household' : entity.startsWith('cam-') ? 'camera' : 'terminal');
