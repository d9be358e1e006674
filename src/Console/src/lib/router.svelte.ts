/** Where the reader is: a page, and in the query what is open on it. Back closes what was opened. */
class Router {
  path = $state(location.pathname);
  search = $state(location.search);

  constructor() {
    addEventListener('popstate', () => this.read());
  }

  get page() {
    return this.path.split('/')[1] ?? '';
  }

  get values() {
    return new URLSearchParams(this.search);
  }

  value(name: string) {
    return this.values.get(name) ?? '';
  }

  go(path: string, values: Record<string, string | undefined> = {}) {
    const kept = new URLSearchParams();
    const area = this.value('area');
    if (area) kept.set('area', area);
    for (const [name, value] of Object.entries(values)) if (value) kept.set(name, value);
    this.push(path, kept);
  }

  /** Changes what the query says and stays on the page; an empty value takes it out. */
  set(values: Record<string, string>, replaces = false) {
    const changed = this.values;
    for (const [name, value] of Object.entries(values)) {
      if (value) changed.set(name, value);
      else changed.delete(name);
    }
    this.push(this.path, changed, replaces);
  }

  private push(path: string, values: URLSearchParams, replaces = false) {
    const search = values.size ? `?${values}` : '';
    if (path === location.pathname && search === location.search) return;
    history[replaces ? 'replaceState' : 'pushState'](null, '', path + search);
    this.read();
  }

  private read() {
    this.path = location.pathname;
    this.search = location.search;
  }
}

export const router = new Router();

/** For links: a plain click stays in the page, a click with a key opens a tab as everywhere. */
export function follows(event: MouseEvent) {
  const link = (event.target as Element).closest('a');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.origin !== location.origin || link.dataset.plain !== undefined) return;
  event.preventDefault();
  router.go(link.pathname, Object.fromEntries(new URLSearchParams(link.search)));
}
