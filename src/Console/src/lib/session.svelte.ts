import { call, listeners, Refusal, useToken } from './api';
import type { Me } from './types';

/**
 * Who is signed in. The token lives in this tab only, and never in an address that could be copied or kept.
 * When it ends, the page stays as it is under the sign-in, so that what was typed is still there.
 */
class Session {
  me = $state<Me | null>(null);
  lost = $state<Refusal | null>(null);
  isDrill = $state(false);
  first = $state<string | null>(null);
  #token = $state<string | null>(null);

  constructor() {
    listeners.onLost = why => this.end(why);
    listeners.onDrill = isDrill => void (this.isDrill = isDrill);
    this.takeFromAddress();
    addEventListener('hashchange', () => this.takeFromAddress() && location.reload()); // A link with a token, opened where the page is already.
  }

  get token() {
    return this.#token;
  }

  get isIn() {
    return this.#token !== null && this.lost === null;
  }

  get seesHomes() {
    return this.me !== null && ['officer', 'dispatcher', 'admin'].includes(this.me.role);
  }

  is(...roles: Me['role'][]) {
    return this.me !== null && roles.includes(this.me.role);
  }

  async signIn(name: string, password: string) {
    this.keep((await call<{ token: string }>('/v1/sign-in', { method: 'POST', body: { name, password }, token: null })).token);
    await this.enter();
  }

  async begin(name: string, password: string) {
    this.keep((await call<{ token: string }>('/v1/first-administrator', { method: 'POST', body: { token: this.first, name, password }, token: null })).token);
    this.forgetFirst();
    await this.enter();
  }

  async withKey(key: string) {
    const me = await call<Me>('/v1/me', { token: key });
    this.keep(key);
    this.me = me;
    this.lost = null;
  }

  /** Learns who the kept token is. Refused: `lost` says why. */
  async enter() {
    this.lost = null;
    this.me = await call<Me>('/v1/me');
  }

  async signOut() {
    const { token, me } = this;
    localStorage.setItem('city-left', new Date().toISOString());
    this.keep(null);
    this.me = null;
    this.lost = null;
    if (token && me?.person) await call('/v1/sign-out', { method: 'POST', token }).catch(() => {}); // It ends by itself after 12 hours.
  }

  forgetFirst() {
    this.first = null;
    sessionStorage.removeItem('first');
  }

  private end(why: Refusal) {
    if (this.lost) return;
    localStorage.setItem('city-left', new Date().toISOString());
    this.keep(null);
    this.lost = why;
  }

  private keep(token: string | null) {
    this.#token = token;
    useToken(token);
    if (token) sessionStorage.setItem('token', token);
    else sessionStorage.removeItem('token');
  }

  private takeFromAddress(): boolean {
    const given = new URLSearchParams(location.hash.slice(1));
    const token = given.get('session') ?? given.get('key');
    this.keep(token ?? sessionStorage.getItem('token'));
    this.first = given.get('first') ?? sessionStorage.getItem('first');
    if (this.first) sessionStorage.setItem('first', this.first);
    const refused = given.get('refused');
    if (refused) this.lost = new Refusal(401, refused, refused, refused);
    const isThere = Boolean(token ?? refused ?? given.get('first'));
    if (isThere) history.replaceState(null, '', location.pathname + location.search);
    return isThere;
  }
}

export const session = new Session();
