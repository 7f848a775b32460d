import type { Shape } from '../../../rl/environment/index.js';
import { element, escape } from '../markup.js';
import type { View } from './view.js';

/** Shapes as SVG, in their order. Lines are at least as wide as can be seen. */
export function drawShapes(shapes: readonly Shape[], view: View): string {
  return shapes.map((shape) => drawShape(shape, view)).join('');
}

/** What does not move in two layers, so that a goal is not hidden by the way that was gone. */
export function layersOf(still: readonly Shape[], view: View): { readonly below: string; readonly above: string } {
  return { below: drawShapes(still.filter(({ tone }) => tone !== 'goal'), view), above: drawShapes(still.filter(({ tone }) => tone === 'goal'), view) };
}

function drawShape(shape: Shape, view: View): string {
  switch (shape.kind) {
    case 'circle':
      return element('circle', { class: filled(shape), cx: view.x(shape.x), cy: view.y(shape.y), r: Math.max(2, shape.radius * view.scale).toFixed(1) });
    case 'line':
      return element('polyline', { class: `${shape.tone} stroke`, points: pointsOf(shape.points, view), 'stroke-width': Math.max(1.5, (shape.width ?? 0) * view.scale).toFixed(1) });
    case 'polygon':
      return element('polygon', { class: filled(shape), points: pointsOf(shape.points, view) });
    case 'text':
      return element('text', { class: shape.tone, x: view.x(shape.x), y: view.y(shape.y), dy: '0.32em', 'text-anchor': 'middle' }, escape(shape.text));
  }
}

/** `12.3,45.6 78.9,0` */
export function pointsOf(points: readonly (readonly [number, number])[], view: View): string {
  return points.map(([x, y]) => `${view.x(x)},${view.y(y)}`).join(' ');
}

function filled({ tone, hollow = false }: { readonly tone: string; readonly hollow?: boolean }): string {
  return `${tone} ${hollow ? 'outline' : 'fill'}`;
}
