import type { Me } from '../../lib/types';

export interface Person {
  name: string;
  displayName: string;
  role: Me['role'];
  area: string;
  responder: string;
  createdAt: string;
  disabledAt?: string;
  lockedUntil?: string;
  hasPassword: boolean;
}

export interface Key {
  name: string;
  role: Me['role'];
  area: string;
  purpose: string;
  createdAt: string;
  expiresAt?: string;
  revokedAt?: string;
}

export interface Issued extends Key {
  key: string;
}

/** What was left empty is left out; an area may be empty, which means everywhere. */
export const filled = (form: Record<string, string>) => Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()]).filter(([name, value]) => value || name === 'area'));
