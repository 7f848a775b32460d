import { spanPowers } from './axes.js';
import { legend, lineChart, type Axis, type Series, type Tone } from './line-chart.js';
import { element, escape } from './markup.js';
import { beside, figure, type Section } from './page.js';
import { smallMultiples } from './small-multiples.js';
import { drawable, thinned } from './thinned.js';

/** A number that was written down in each iteration, or some. */
export interface Curve {
  readonly name: string;
  readonly points: Series['points'];
}

const tones: readonly Tone[] = ['untrained', 'own', 'second', 'third', 'fourth', 'extra', 'pretrained'];

/**
 * Curves of one unit in one chart, told apart by colour and dashes as far as these reach; more of them in a small chart each. Of a few the last is the one
 * that counts. Where one has nothing to draw, the others look as they do in charts with it.
 */
export function learningChart(caption: string, label: string, curves: readonly Curve[]): string {
  const series = curves.flatMap(({ name, points }, i): Series[] => {
    if (!drawable(points)) return [];
    return [{ name, tone: curves.length === 1 ? 'own' : tones[i % tones.length], points: thinned(points), marks: points.length > 60 ? 'line' : 'both' }];
  });
  if (series.length === 0) return '';
  const [x, y] = [iterations(series), { label, log: spanPowers(series.flatMap(({ points }) => points.map(([, value]) => value))) }];
  if (curves.length > tones.length) return element('figure', { class: 'many' }, element('figcaption', {}, escape(`${caption} The others in grey.`)), smallMultiples(series, x, y, caption));
  return figure(caption, curves.length > 1 ? legend(series) : '', lineChart({ name: caption, x, y, series }));
}

/** Of few, halves of an iteration would be labelled. */
function iterations(series: readonly Series[]): Axis {
  return { label: 'iteration', whole: series.every(({ points }) => points.every(([iteration]) => iteration <= 10)) };
}

/** Charts of how learning went, beside each other. */
export function learningSection(text: string, charts: readonly string[]): Section {
  return { heading: 'Meta-training', text, body: [beside('charts', ...charts.filter(Boolean))] };
}
