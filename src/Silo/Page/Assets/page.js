import { isChinese, locale, speak, t, turn } from '/page/language.js';
import { call, first, forget, keep, Refusal, refusalOf, session, signIn, signOut, takeFromAddress } from '/page/session.js';
import * as administration from '/page/administration.js';

const fiveMinutes = 5 * 60 * 1000;
const stages = ['reported', 'checking', 'filed', 'returned', 'dispatched', 'signed-for', 'handling', 'submitted', 'confirmed', 'verifying', 'suspended'];
const alerts = new Map();
const orders = new Map();
const categories = new Map();
const $ = id => document.getElementById(id);
const pause = () => new Promise(done => setTimeout(done, 2000));

let clockAhead = 0; // The declared clock less this machine's, ms.
let reading = new AbortController();

// Shows the door, and why one stands before it.
function showDoor(why = '') {
  reading.abort();
  forget();
  alerts.clear();
  orders.clear();
  administration.close();
  draw();
  document.querySelector('main').hidden = true;
  ['figures', 'administer', 'own-password', 'sign-out'].forEach(id => { $(id).hidden = true; });
  ['me', 'link', 'message'].forEach(id => { $(id).textContent = ''; });
  $('link').className = 'link';
  $('door').hidden = false;
  $('first').hidden = !session.first;
  $('sign-in').hidden = $('with-key').hidden = Boolean(session.first);
  $('sign-in-error').textContent = why;
  if (!session.first) call('/v1/sign-in').then(ways => { $('issuer').hidden = !ways.oidc; }, () => { }); // Without an answer there is only the form.
}

// Goes in with the token there is; who may not is told why.
async function enter() {
  $('door').hidden = true;
  $('message').textContent = t().waiting;
  while (session.token) {
    try {
      session.me = await call('/v1/me');
      break;
    } catch (fault) {
      if (fault instanceof Refusal) return showDoor(fault.message);
      await pause();
    }
  }
  if (!session.token) return;
  $('message').textContent = '';
  $('me').textContent = `${session.me.name} · ${t().roles[session.me.role] ?? session.me.role}`;
  $('figures').hidden = $('sign-out').hidden = false;
  $('own-password').hidden = !session.me.person;
  $('administer').hidden = session.me.role !== 'admin';
  await follow(session.token);
}

async function load() {
  const [clock, catalogue] = [await call('/v1/clock'), await call('/v1/catalogue')];
  clockAhead = new Date(clock.now) - Date.now();
  catalogue.categories.forEach(category => categories.set(category.code, category));
  for (const item of (await call('/v1/alerts?limit=200')).items) alerts.set(item.id, item);
  for (const item of (await call('/v1/orders?limit=300')).items) orders.set(item.id, item);
  const missing = (await call('/v1/status')).calendar.missingYear;
  $('calendar').hidden = !missing;
  $('calendar').textContent = t().calendarMissing.replace('{year}', missing);
  document.querySelector('main').hidden = false;
}

// EventSource cannot send a key, so the feed is read with fetch and resumed by the last id.
async function follow(token) {
  let last = null;
  reading = new AbortController();
  const { signal } = reading;
  while (session.token === token) {
    try {
      const response = await fetch('/v1/feed' + (last === null ? '' : `?after=${last}`), { signal, headers: { authorization: `Bearer ${token}` } });
      if (response.status === 410) { // The city was restored from a backup: what is shown here may never have happened.
        alerts.clear();
        orders.clear();
        last = null;
        continue;
      }
      if (!response.ok) throw await refusalOf(response);
      if (last === null) await load(); // What was missed between the lists and the feed is in one of them.
      link(true);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (rest + part.value).split('\n\n');
        rest = events.pop();
        events.forEach(event => { last = take(event) ?? last; });
        draw();
      }
    } catch (fault) {
      if (signal.aborted) return;
      if (fault.status === 401 || fault.code === 'too-many-wrong-keys') return showDoor(fault.message);
      if (fault.status === 403) {
        $('message').textContent = t().noPage;
        return;
      }
    }
    if (signal.aborted) return;
    link(false);
    await pause();
  }
}

function take(event) {
  const field = name => event.split('\n').find(line => line.startsWith(name + ': '))?.slice(name.length + 2);
  const data = field('data');
  if (!data) {
    const from = event.match(/^: from (\d+)/);
    return from ? Number(from[1]) : null;
  }
  const fact = JSON.parse(data);
  const newer = (map, item) => { if (!(map.get(item.id)?.version >= item.version)) map.set(item.id, item); };
  if (fact.type === 'alert') newer(alerts, fact.alert);
  if (fact.type === 'order') newer(orders, fact.order);
  return Number(field('id'));
}

function link(on) {
  $('link').className = on ? 'link on' : 'link';
  $('link').textContent = on ? t().live : t().lost;
}

const now = () => new Date(Date.now() + clockAhead);

// The time, with its day where it is not today's.
function clockTime(text) {
  if (!text) return '';
  const at = new Date(text);
  const isToday = at.toDateString() === now().toDateString();
  return at.toLocaleString(locale(), isToday ? { timeStyle: 'medium' } : { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

const span = ms => `${Math.floor(Math.abs(ms) / 60000)}:${String(Math.floor(Math.abs(ms) / 1000) % 60).padStart(2, '0')}`;

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function countdown(alert) {
  const place = element('span', 'count');
  place.dataset.alert = alert.id;
  count(place);
  return place;
}

// Only the countdowns change every second: buttons stay where the pointer is.
function count(place) {
  const alert = alerts.get(place.dataset.alert);
  if (alert.respondedAt) {
    place.className = 'count answered';
    place.textContent = `${t().answered} ${span(new Date(alert.respondedAt) - new Date(alert.openedAt))}`;
    return;
  }
  const left = new Date(alert.openedAt).getTime() + fiveMinutes - now();
  place.className = left < 0 ? 'count late' : 'count';
  place.textContent = `${left < 0 ? t().late : t().left} ${span(left)}`;
}

async function act(alert, type) {
  const command = { type };
  if (type === 'false-alarm') {
    command.reason = prompt(t().askReason);
    if (!command.reason) return;
  }
  try {
    const changed = await call(`/v1/alerts/${alert.id}/commands`, { method: 'POST', body: command });
    alerts.set(changed.id, changed);
    $('message').textContent = '';
  } catch (fault) {
    if (fault.status === 401) return showDoor(fault.message);
    $('message').textContent = fault.message;
  }
  draw();
}

function alertItem(alert) {
  const buttons = element('div', 'buttons');
  const offered = alert.state === 'open' ? ['acknowledge', 'on-site', 'safe', 'false-alarm'] : alert.respondedAt ? ['safe', 'false-alarm'] : ['on-site', 'safe', 'false-alarm'];
  for (const type of offered) {
    const button = element('button', '', t()[type]);
    button.type = 'button';
    button.addEventListener('click', () => act(alert, type));
    buttons.append(button);
  }
  return element('li', alert.priority,
    element('div', 'row', element('b', '', t().kinds[alert.kind] ?? alert.kind), countdown(alert)),
    element('p', 'why', (isChinese() ? alert.explanation?.chinese : alert.explanation?.english) ?? ''),
    element('div', 'faint', `${alert.entity} · ${clockTime(alert.openedAt)} · ${t().states[alert.state]}${alert.order ? ' · ' + alert.order : ''}`),
    buttons);
}

function orderItem(order) {
  const category = categories.get(order.category);
  const name = category ? (isChinese() ? category.chinese : category.english) : order.category;
  const due = order.dueAt ? ` · ${t().clocks[order.dueClock] ?? order.dueClock} ${t().due} ${clockTime(order.dueAt)}` : '';
  const who = order.responders?.length ? ` · ${t().forwarded} ${order.responders.join(', ')}` : '';
  return element('div', order.overdue?.length ? 'order overdue' : 'order',
    element('div', 'row', element('b', '', name ?? order.category), element('span', 'faint', clockTime(order.changedAt))),
    element('div', 'faint', `${order.id}${who}${due}`));
}

function draw() {
  const newestFirst = (a, b) => new Date(b.openedAt ?? b.changedAt) - new Date(a.openedAt ?? a.changedAt);
  const open = [...alerts.values()].filter(alert => alert.state === 'open' || alert.state === 'acknowledged').sort(newestFirst);
  $('no-alerts').hidden = open.length > 0;
  $('alerts').replaceChildren(...open.slice(0, 100).map(alertItem));
  const inHand = [...orders.values()].filter(order => stages.includes(order.status)).sort(newestFirst);
  $('stages').replaceChildren(...stages.filter(stage => inHand.some(order => order.status === stage)).map(stage =>
    element('div', 'stage', element('h3', '', t().stages[stage]), ...inHand.filter(order => order.status === stage).slice(0, 50).map(orderItem))));
  const done = [...orders.values()].filter(order => order.status === 'closed').sort(newestFirst);
  $('done').replaceChildren(...done.slice(0, 12).map(order => element('li', 'low', orderItem(order))));
  $('open-alerts').textContent = open.length;
  $('open-orders').textContent = inHand.length;
  $('overdue-orders').textContent = inHand.filter(order => order.overdue?.length).length;
  $('closed-orders').textContent = done.length;
}

function write() {
  speak();
  $('language').textContent = t().other;
  draw();
  administration.draw();
}

// A form at the door: what it does either lets in or says why not.
function knock(id, act) {
  $(id).addEventListener('submit', async event => {
    event.preventDefault();
    const form = event.target;
    $('sign-in-error').textContent = '';
    try {
      await act(Object.fromEntries(new FormData(form)));
      form.reset();
      enter();
    } catch (fault) {
      if (fault.code === 'wrong-first-token') keep('first', null);
      showDoor(fault.message);
    }
  });
}

knock('first', ({ name, password }) => first(name, password));
knock('sign-in', ({ name, password }) => signIn(name, password));
knock('with-key', ({ key }) => keep('token', key.trim()));
$('sign-out').addEventListener('click', () => {
  signOut();
  showDoor();
});
$('administer').addEventListener('click', administration.toggle);
$('own-password').addEventListener('click', () => administration.askPassword(session.me.name));
$('language').addEventListener('click', () => {
  turn();
  write();
});
setInterval(() => { $('clock').textContent = now().toLocaleTimeString(locale()); document.querySelectorAll('[data-alert]').forEach(count); }, 1000);
addEventListener('hashchange', () => location.reload()); // A link with a token, opened where the page is already.
takeFromAddress();
write();
if (session.first || !session.token) showDoor(t().refusals[session.refused] ?? '');
else enter();
