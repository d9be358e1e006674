import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Colours } from './icons';

const none: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const text = ['Noto Sans'];
const icon = (id: string, source: string, minzoom = 0, filter?: LayerSpecification extends { filter?: infer F } ? F : never): LayerSpecification =>
  ({ id, type: 'symbol', source, minzoom, ...(filter ? { filter } : {}), layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true } }) as LayerSpecification;

/** The map's whole look: no tile, font or sprite comes from anywhere; letters are drawn by the browser. */
export function style(colour: Colours): StyleSpecification {
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: none },
      cells: { type: 'geojson', data: none },
      streets: { type: 'geojson', data: none },
      names: { type: 'geojson', data: none },
      devices: { type: 'geojson', data: none },
      orders: { type: 'geojson', data: none },
      responders: { type: 'geojson', data: none },
      lines: { type: 'geojson', data: none },
      alerts: {
        type: 'geojson', data: none, cluster: true, clusterRadius: 34, clusterMaxZoom: 17,
        clusterProperties: { rank: ['max', ['get', 'rank']], high: ['+', ['get', 'high']], medium: ['+', ['get', 'medium']] },
      },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('--panel') } },
      { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': ['match', ['coalesce', ['feature-state', 'load'], 1], 2, colour('--load-2'), 3, colour('--load-3'), 4, colour('--load-4'), 5, colour('--load-5'), colour('--load-1')] } },
      { id: 'cells', type: 'line', source: 'cells', minzoom: 13, paint: { 'line-color': colour('--panel'), 'line-width': 0.8 } },
      { id: 'streets', type: 'line', source: 'streets', paint: { 'line-color': colour('--raised'), 'line-width': ['interpolate', ['linear'], ['zoom'], 11, 0.5, 16, 5] } },
      { id: 'edges', type: 'line', source: 'areas', paint: { 'line-color': colour('--panel'), 'line-width': 2 } },
      { id: 'rims', type: 'line', source: 'areas', paint: { 'line-color': colour('--line-strong'), 'line-width': 0.6 } },
      icon('devices', 'devices', 13.5),
      { id: 'lines', type: 'line', source: 'lines', paint: { 'line-color': ['match', ['get', 'hot'], 1, colour('--high'), colour('--text')], 'line-width': ['match', ['get', 'hot'], 1, 2, 1.2], 'line-dasharray': [4, 3] } },
      icon('orders', 'orders'),
      icon('responders', 'responders'),
      {
        id: 'names', type: 'symbol', source: 'names',
        layout: { 'text-field': ['get', 'name'], 'text-font': text, 'text-size': 13, 'text-offset': [0, 0.9], 'text-optional': true },
        paint: { 'text-color': colour('--text'), 'text-halo-color': colour('--panel'), 'text-halo-width': 1.4 },
      },
      {
        id: 'alerts', type: 'symbol', source: 'alerts',
        layout: {
          'icon-image': ['concat', 'alert-', ['to-string', ['get', 'rank']]], 'icon-size': ['match', ['get', 'rank'], 1, 0.85, 1], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'rank'],
          'text-field': ['case', ['has', 'point_count'], ['to-string', ['get', 'point_count']], ''], 'text-font': text, 'text-size': 11, 'text-offset': [0, 0.2], 'text-allow-overlap': true, 'text-ignore-placement': true,
        },
        paint: { 'text-color': ['match', ['get', 'rank'], 3, colour('--on-high'), 2, colour('--on-medium'), colour('--text')] },
      },
    ],
  };
}
