// Keeps the files of the officers' page, so that it opens without a network: the page, its scripts, styles and icon, and nothing that the city answers.
const box = 'city-field-files';
const page = '/field';
const others = ['/icon.svg', '/field.webmanifest'];

const isFile = path => path.startsWith('/assets/') || others.includes(path);
const isPage = path => path === page || path === `${page}/`;

/** The scripts and styles that the page names, and the scripts that those import by name. */
const assetsIn = text => [...text.matchAll(/["'(]((?:\/assets\/|\.\/)[\w.-]+\.(?:js|css))["')]/g)].map(found => (found[1].startsWith('./') ? `/assets/${found[1].slice(2)}` : found[1]));

// The page is replaced last, when everything that it names is there; then what the page before it named goes.
async function keep(response) {
  const cache = await caches.open(box);
  const wanted = new Set(others);
  const open = assetsIn(await response.clone().text());
  while (open.length) {
    const path = open.pop();
    if (wanted.has(path)) continue;
    wanted.add(path);
    let file = await cache.match(path);
    if (!file) {
      file = await fetch(path);
      if (!file.ok) throw new Error(`${path}: ${file.status}`);
      await cache.put(path, file.clone());
    }
    if (path.endsWith('.js')) open.push(...assetsIn(await file.clone().text()));
  }
  for (const path of others) if (!(await cache.match(path))) await cache.add(path);
  await cache.put(page, response);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path !== page && !wanted.has(path)) await cache.delete(request);
  }
}

async function opened(fresh) {
  const kept = await (await caches.open(box)).match(page);
  if (!kept) return (await fresh).clone();
  const slow = new Promise(done => setTimeout(done, 4000, kept)); // A network that is hardly there must not hold the page back.
  return Promise.race([slow, fresh.then(response => (response.status >= 500 ? kept : response.clone()), () => kept)]);
}

async function file(request) {
  const cache = await caches.open(box);
  return (await cache.match(new URL(request.url).pathname)) ?? fetch(request);
}

addEventListener('install', event => {
  skipWaiting();
  event.waitUntil(fetch(page, { cache: 'no-cache' }).then(response => (response.ok ? keep(response) : Promise.reject(new Error(`${page}: ${response.status}`)))));
});
addEventListener('activate', event => event.waitUntil(clients.claim()));
addEventListener('fetch', event => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  if (mode === 'navigate' && isPage(pathname)) {
    const fresh = fetch(event.request);
    event.respondWith(opened(fresh));
    event.waitUntil(fresh.then(response => (response.ok && !response.redirected ? keep(response.clone()) : undefined)).catch(() => {}));
  } else if (isFile(pathname)) event.respondWith(file(event.request));
});
