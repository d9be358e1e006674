import { isChinese, t } from '/page/language.js';

// Who is signed in. The token lives in this tab only, and never in an address that could be copied or kept.
export const session = { token: null, first: null, me: null, refused: null };

const kept = name => sessionStorage.getItem(name);

export function keep(name, value) {
  session[name] = value;
  if (value) sessionStorage.setItem(name, value);
  else sessionStorage.removeItem(name);
}

export function takeFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  keep('token', given.get('session') ?? given.get('key') ?? kept('token'));
  keep('first', given.get('first') ?? kept('first'));
  session.refused = given.get('refused');
  if (location.hash) history.replaceState(null, '', '/');
}

// What the city refused, in the reader's language where the page knows the code.
export class Refusal extends Error {
  constructor(status, body) {
    super(t().refusals[body?.code] ?? ((isChinese() && body?.detailChinese) || body?.detail || String(status)));
    this.status = status;
    this.code = body?.code;
  }
}

export async function refusalOf(response) {
  return new Refusal(response.status, await response.json().catch(() => null));
}

export async function call(path, { method = 'GET', body, token = session.token } = {}) {
  const headers = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  document.getElementById('drill').hidden = response.headers.get('city-drill') !== 'true';
  if (!response.ok) throw await refusalOf(response);
  return response.headers.get('content-type')?.includes('json') ? response.json() : null;
}

export const signIn = (name, password) => begin('/v1/sign-in', { name, password });

export async function first(name, password) {
  await begin('/v1/first-administrator', { token: session.first, name, password });
  keep('first', null);
}

async function begin(path, body) {
  keep('token', (await call(path, { method: 'POST', body, token: null })).token);
}

export async function signOut() {
  const { token, me } = session;
  forget();
  if (token && me?.person) await call('/v1/sign-out', { method: 'POST', token }).catch(() => { }); // It ends by itself after 12 hours.
}

export function forget() {
  keep('token', null);
  session.me = null;
}
