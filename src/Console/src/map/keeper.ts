import type { GeoJSONSource, GeoJSONSourceDiff } from 'maplibre-gl';
import type { Line, Place } from './features';

/** Tells a source of the map only what has changed since it was told last, so that ten thousand marks cost no more than the few that move. */
export class Keeper {
  /** What the map was told last: ids, and what their marks depend on. */
  shown: ReadonlyMap<string, string> = new Map();

  constructor(private readonly source: () => GeoJSONSource | undefined) {}

  showPlaces(places: Place[]) {
    this.show(places.map(place => ({ id: place.id, key: `${place.at} ${Object.values(place.properties)}`, feature: () => feature(place.id, { type: 'Point', coordinates: place.at }, place.properties) })));
  }

  showLines(lines: Line[]) {
    this.show(lines.map(line => ({ id: line.id, key: `${line.from} ${line.to} ${line.hot}`, feature: () => feature(line.id, { type: 'LineString', coordinates: [line.from, line.to] }, { hot: line.hot }) })));
  }

  private show(items: { id: string; key: string; feature: () => GeoJSON.Feature }[]) {
    const source = this.source();
    if (!source) return;
    const { diff, next } = difference(this.shown, items);
    this.shown = next;
    if (diff) void source.updateData(diff);
  }
}

function feature(id: string, geometry: GeoJSON.Geometry, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature {
  return { type: 'Feature', id, geometry, properties: { ...properties, id } };
}

/** What must be added (a changed one again, under its id) and removed. */
export function difference(shown: ReadonlyMap<string, string>, items: { id: string; key: string; feature: () => GeoJSON.Feature }[]): { diff: GeoJSONSourceDiff | null; next: Map<string, string> } {
  const next = new Map<string, string>();
  const add: GeoJSON.Feature[] = [];
  for (const item of items) {
    next.set(item.id, item.key);
    if (shown.get(item.id) !== item.key) add.push(item.feature());
  }

  const remove = [...shown.keys()].filter(id => !next.has(id));
  return { diff: add.length || remove.length ? { add, remove } : null, next };
}
