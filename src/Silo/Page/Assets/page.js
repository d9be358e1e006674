import { texts } from '/page/texts.js';

const fiveMinutes = 5 * 60 * 1000;
const stages = ['reported', 'checking', 'filed', 'returned', 'dispatched', 'signed-for', 'handling', 'submitted', 'confirmed', 'verifying', 'suspended'];
const alerts = new Map();
const orders = new Map();
const categories = new Map();
const $ = id => document.getElementById(id);

let key = takeKey();
let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
let clockAhead = 0; // The declared clock less this machine's, ms.
const t = () => texts[language];

function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given) {
    sessionStorage.setItem('key', given);
    history.replaceState(null, '', '/'); // The key does not stay in the address bar.
  }
  return given ?? sessionStorage.getItem('key');
}

async function call(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...options.headers } });
  $('drill').hidden = response.headers.get('city-drill') !== 'true';
  if (response.status === 401) {
    signOut();
    throw new Error(t().wrongKey);
  }
  const body = response.headers.get('content-type')?.includes('json') ? await response.json() : null;
  if (!response.ok) {
    throw new Error((language === 'zh' && body?.detailChinese) || body?.detail || response.statusText);
  }
  return body;
}

function signOut() {
  sessionStorage.removeItem('key');
  key = null;
  document.querySelector('main').hidden = true;
  $('sign-in').hidden = false;
}

async function load() {
  const [clock, catalogue] = [await call('/v1/clock'), await call('/v1/catalogue')];
  clockAhead = new Date(clock.now) - Date.now();
  catalogue.categories.forEach(category => categories.set(category.code, category));
  for (const item of (await call('/v1/alerts?limit=200')).items) alerts.set(item.id, item);
  for (const item of (await call('/v1/orders?limit=300')).items) orders.set(item.id, item);
  $('sign-in').hidden = true;
  document.querySelector('main').hidden = false;
}

// EventSource cannot send a key, so the feed is read with fetch and resumed by the last id.
async function follow() {
  let last = null;
  while (key) {
    try {
      const response = await fetch('/v1/feed' + (last === null ? '' : `?after=${last}`), { headers: { authorization: `Bearer ${key}` } });
      if (response.status === 410) { // The city was restored from a backup: what is shown here may never have happened.
        alerts.clear();
        orders.clear();
        last = null;
        continue;
      }
      if (!response.ok) throw new Error(response.statusText);
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
      if (!key) return;
      link(false);
    }
    link(false);
    await new Promise(done => setTimeout(done, 2000));
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
const locale = () => (language === 'zh' ? 'zh-CN' : 'en-GB');

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
    const changed = await call(`/v1/alerts/${alert.id}/commands`, { method: 'POST', body: JSON.stringify(command) });
    alerts.set(changed.id, changed);
    $('message').textContent = '';
  } catch (fault) {
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
    element('p', 'why', (language === 'zh' ? alert.explanation?.chinese : alert.explanation?.english) ?? ''),
    element('div', 'faint', `${alert.entity} · ${clockTime(alert.openedAt)} · ${t().states[alert.state]}${alert.order ? ' · ' + alert.order : ''}`),
    buttons);
}

function orderItem(order) {
  const category = categories.get(order.category);
  const name = category ? (language === 'zh' ? category.chinese : category.english) : order.category;
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

function speak() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-text]').forEach(place => { place.textContent = t()[place.dataset.text]; });
  $('language').textContent = t().other;
  draw();
}

$('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  localStorage.setItem('language', language);
  speak();
});
$('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  key = $('key').value.trim();
  sessionStorage.setItem('key', key);
  follow();
});
setInterval(() => { $('clock').textContent = now().toLocaleTimeString(locale()); document.querySelectorAll('[data-alert]').forEach(count); }, 1000);
speak();
if (key) follow(); else signOut();
