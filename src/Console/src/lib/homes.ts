/** What tells how people live: never a point, never on the wall, and only for a reason. */
export const isHome = (entity: string) => entity.startsWith('home-');
export const isCare = (matter: { entity?: string; category?: string; reports?: string[] }) =>
  isHome(matter.entity ?? '') || (matter.category ?? '').startsWith('service.care.') || (matter.reports ?? []).some(isHome);
/** The home that an order is about, if it is about one. */
export const homeOf = (order: { reports: string[] }) => order.reports.find(isHome)?.split('.')[0] ?? '';
