// The marks of the map, drawn in the theme's colours: the shape says what, the colour only repeats it.
export type Colours = (name: string) => string;

type Draw = (pen: CanvasRenderingContext2D) => void;
const size = 28;
const ratio = 2;

function shape(path: string, fill: string, edge: string, width: number, halo: string): Draw {
  return pen => {
    const outline = new Path2D(path);
    pen.lineJoin = 'round';
    pen.strokeStyle = halo;
    pen.lineWidth = width + 4;
    pen.stroke(outline);
    pen.fillStyle = fill;
    pen.fill(outline);
    pen.strokeStyle = edge;
    pen.lineWidth = width;
    pen.stroke(outline);
  };
}

const triangle = 'M14 4 25 23H3Z';
const diamond = 'M14 3.5 24.5 14 14 24.5 3.5 14Z';
const ring = (r: number) => `M14 ${14 - r}a${r} ${r} 0 1 0 0 ${2 * r}a${r} ${r} 0 1 0 0 ${-2 * r}Z`;
const square = (r: number) => `M${14 - r} ${14 - r}h${2 * r}v${2 * r}h${-2 * r}Z`;

export function icons(colour: Colours): Record<string, ImageData> {
  const halo = colour('--raised');
  const drawn: Record<string, Draw> = {
    'alert-3': shape(triangle, colour('--high-fill'), colour('--high'), 1.2, halo),
    'alert-2': shape(diamond, colour('--medium-fill'), colour('--medium'), 1.2, halo),
    'alert-1': shape(ring(7), halo, colour('--low'), 3.4, halo),
    order: shape(square(4.5), halo, colour('--text-2'), 1.4, halo),
    'order-late': shape(square(5), halo, colour('--high'), 2.4, halo),
    responder: shape(ring(4.5), halo, colour('--text'), 1.8, halo),
    'responder-busy': shape(ring(4.5), colour('--text'), colour('--text'), 1.8, halo),
    camera: shape('M9 11h7v6H9zM16 13l4-2v6l-4-2z', colour('--text-3'), colour('--text-3'), 0.8, halo),
    'camera-silent': shape('M9 11h7v6H9zM16 13l4-2v6l-4-2zM8 20 20 8', halo, colour('--text-3'), 1.2, halo),
    terminal: shape('M14 9.5 18 17H10Z', colour('--text-3'), colour('--text-3'), 0.8, halo),
    'terminal-silent': shape('M14 9.5 18 17H10ZM9 20 19 8', halo, colour('--text-3'), 1.2, halo),
  };
  return Object.fromEntries(Object.entries(drawn).map(([name, draw]) => [name, image(draw)]));
}

export const iconRatio = ratio;

function image(draw: Draw): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * ratio;
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  pen.scale(ratio, ratio);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
