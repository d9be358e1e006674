import type { Component } from 'svelte';
import type { Me } from '../lib/types';

export interface Page {
  path: string;
  roles: Me['role'][];
  load: () => Promise<{ default: Component }>;
}

const staff: Me['role'][] = ['viewer', 'officer', 'dispatcher', 'admin'];
const officers: Me['role'][] = ['officer', 'dispatcher', 'admin'];

/** The pages of the console in the order of the keys 1 to 9, and who may see them. Each is fetched when it is first opened. */
export const pageList: Page[] = [
  { path: '', roles: staff, load: () => import('./Overview.svelte') },
  { path: 'alerts', roles: staff, load: () => import('./Alerts.svelte') },
  { path: 'orders', roles: staff, load: () => import('./Orders.svelte') },
  { path: 'devices', roles: staff, load: () => import('./Devices.svelte') },
  { path: 'responders', roles: staff, load: () => import('./Responders.svelte') },
  { path: 'areas', roles: staff, load: () => import('./Areas.svelte') },
  { path: 'duty', roles: officers, load: () => import('./Duty.svelte') },
  { path: 'catalogue', roles: staff, load: () => import('./Catalogue.svelte') },
  { path: 'grains', roles: ['admin'], load: () => import('./Grains.svelte') },
  { path: 'people', roles: ['admin'], load: () => import('./People.svelte') },
  { path: 'settings', roles: ['admin'], load: () => import('./Settings.svelte') },
  { path: 'audit', roles: ['admin'], load: () => import('./Audit.svelte') },
];
