import { locale, t } from '/page/language.js';
import { call, session } from '/page/session.js';

// Keys and people, for administrators.
const $ = id => document.getElementById(id);
let keys = [];
let people = [];

async function all(path) {
  const items = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await call(`${path}?limit=500&cursor=${cursor}`);
    items.push(...page.items);
    cursor = page.next ?? null;
  }
  return items;
}

const day = text => (text ? new Date(text).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' }) : '');

function row(...cells) {
  const made = document.createElement('tr');
  made.append(...cells.map(cell => {
    const place = document.createElement('td');
    place.append(...[cell].flat());
    return place;
  }));
  return made;
}

function button(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', () => attempt(act));
  return made;
}

const sure = (question, name) => confirm(`${question} ${name}`);

async function attempt(act) {
  try {
    $('administration-error').textContent = '';
    await act();
  } catch (fault) {
    $('administration-error').textContent = fault.message;
  }
}

async function load() {
  [keys, people] = [await all('/v1/keys'), await all('/v1/people')];
  draw();
}

function keyRow(key) {
  const isOver = key.revokedAt || (key.expiresAt && new Date(key.expiresAt) <= new Date());
  const state = key.revokedAt ? `${t().revoked} ${day(key.revokedAt)}` : key.expiresAt ? `${t().until} ${day(key.expiresAt)}` : '';
  const address = `/v1/keys/${encodeURIComponent(key.name)}`;
  return row(key.name, t().roles[key.role] ?? key.role, key.area || t().everywhere, key.purpose, state, isOver ? [] : [
    button(t().rotate, async () => { if (sure(t().rotate, key.name)) await show(await call(`${address}/rotate`, { method: 'POST' })); }),
    button(t().revoke, async () => { if (sure(t().revoke, key.name)) { await call(address, { method: 'DELETE' }); await load(); } }),
  ]);
}

function personRow(person) {
  const state = person.disabledAt ? t().disabled : person.lockedUntil && new Date(person.lockedUntil) > new Date() ? t().lockedNow : '';
  const turn = async disabled => {
    const { role, area } = person;
    await call(`/v1/people/${encodeURIComponent(person.name)}`, { method: 'PUT', body: { role, area, disabled } });
    await load();
  };
  return row(person.name, person.displayName, t().roles[person.role] ?? person.role, person.area || t().everywhere, person.responder, state, [
    button(person.disabledAt ? t().enable : t().disable, async () => { if (person.disabledAt || sure(t().disable, person.name)) await turn(!person.disabledAt); }),
    button(t().newPassword, async () => askPassword(person.name)),
  ]);
}

async function show(issued) {
  await load();
  $('new-key').textContent = `${t().newKey} ${issued.name}: ${issued.key}`;
}

export function draw() {
  $('keys').replaceChildren(...keys.map(keyRow));
  $('people').replaceChildren(...people.map(personRow));
  document.querySelectorAll('select[name=role]').forEach(select => {
    const chosen = select.value || 'viewer';
    select.replaceChildren(...Object.entries(t().roles).map(([value, text]) => new Option(text, value, value === 'viewer', value === chosen)));
  });
}

export async function toggle() {
  const isOpen = $('administration').hidden;
  $('administration').hidden = !isOpen;
  $('new-key').textContent = '';
  if (isOpen) await attempt(load);
}

export function close() {
  $('administration').hidden = true;
  $('new-key').textContent = '';
  [keys, people] = [[], []];
  draw();
}

// What was left empty is left out.
const filled = form => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([name, value]) => value || name === 'area'));

function submit(id, act) {
  $(id).addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => {
      await act(filled(event.target));
      event.target.reset();
      draw();
    });
  });
}

export function askPassword(name) {
  const isOwn = name === session.me.name;
  $('password-name').textContent = name;
  $('old-password').hidden = !isOwn;
  $('old-password').querySelector('input').required = isOwn;
  $('password-error').textContent = '';
  $('password-form').reset();
  $('password').showModal();
}

submit('make-key', async form => {
  if (form.expiresAt) form.expiresAt = new Date(form.expiresAt).toISOString();
  await show(await call('/v1/keys', { method: 'POST', body: form }));
});
submit('add-person', async form => {
  await call('/v1/people', { method: 'POST', body: form });
  await load();
});
$('password-form').addEventListener('submit', async event => {
  event.preventDefault();
  const { password, old } = Object.fromEntries(new FormData(event.target));
  try {
    await call(`/v1/people/${encodeURIComponent($('password-name').textContent)}/password`, { method: 'POST', body: old ? { password, old } : { password } });
    $('password').close();
  } catch (fault) {
    $('password-error').textContent = fault.message;
  }
});
$('password-cancel').addEventListener('click', () => $('password').close());
