import { extent } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { breadth, horizontalAxis, horizontalTicks, isShowable, type Plot, type Scale } from './axes.js';
import type { Tone } from './line-chart.js';
import { element, escape } from './markup.js';

/** A row of an interval plot: a measured value, and perhaps another to set beside it. */
export interface Interval {
  readonly name: string;
  readonly tone: Tone;
  readonly mean: number;
  /** Half the width of the interval. */
  readonly margin: number;
  /** What somebody else found, drawn hollow. */
  readonly beside?: number;
}

export interface IntervalPlot {
  readonly name: string;
  readonly label: string;
  readonly rows: readonly Interval[];
  readonly log?: boolean;
  /** A value that the rows are seen against, drawn as a line through all of them. */
  readonly reference?: number;
  readonly width?: number;
}

const rowHeight = 24;
const nameWidth = 250;

/** One row for each name, with its value as a dot and its interval as a line. Rows whose value is no number stay empty. */
export function intervalPlot({ name, label, rows, log = false, reference, width = 760 }: IntervalPlot): string {
  const plot = { left: nameWidth, right: width - 12, top: 6, bottom: 6 + rowHeight * rows.length };
  const showable = (value: number): boolean => isShowable(value, log);
  const values = rows.flatMap(({ mean, margin, beside }) => [mean - margin, mean, mean + margin, beside ?? mean]).concat(reference ?? []).filter(showable);
  const [low = log ? 0.1 : 0, high = 1] = extent(values);
  const range: [number, number] = [plot.left + 6, plot.right - 6];
  const size = Math.max(Math.abs(low), Math.abs(high), 1e-9);
  const flat = high - low < size * 1e-6 ? size * 0.1 : 0;
  const x: Scale = log ? scaleLog().domain([low * 0.9, high * 1.1]).range(range).clamp(true) : scaleLinear().domain([low - flat, high + flat]).nice(6).range(range).clamp(true);
  const drawn = rows.map((row, index) => drawRow(row, plot.top + rowHeight * (index + 0.5), x, showable));
  return element('svg', { class: breadth(width), viewBox: `0 0 ${width} ${plot.bottom + 40}`, role: 'img', 'aria-label': name }, ...gridLines(x, plot), ...referenceLine(x, plot, reference), horizontalAxis(x, plot, label), ...drawn);
}

function gridLines(x: Scale, plot: Plot): string[] {
  const { top, bottom } = plot;
  return horizontalTicks(x, plot).map((tick) => element('line', { class: 'grid', x1: x(tick).toFixed(1), x2: x(tick).toFixed(1), y1: top, y2: bottom }));
}

function referenceLine(x: Scale, { top, bottom }: { top: number; bottom: number }, value: number | undefined): string[] {
  return value === undefined ? [] : [element('g', { class: 'truth' }, element('path', { class: 'line', d: `M${x(value).toFixed(1)},${top}V${bottom}` }))];
}

function drawRow({ name, tone, mean, margin, beside }: Interval, y: number, x: Scale, showable: (value: number) => boolean): string {
  const parts = [element('text', { class: 'name', x: nameWidth - 10, y, dy: '0.32em', 'text-anchor': 'end' }, escape(name))];
  if (showable(mean)) {
    const half = Number.isFinite(margin) ? margin : 0;
    const lowest = x.domain()[0];
    const [from, to] = [Math.max(lowest, mean - half), mean + half].map((value) => x(value).toFixed(1));
    const said = `${name}: ${number(mean)}${Number.isFinite(margin) ? ` ± ${number(margin)}` : ''}`;
    parts.push(element('path', { class: 'line solid', d: `M${from},${y}H${to}` }));
    parts.push(element('circle', { class: 'dot', cx: x(mean).toFixed(1), cy: y, r: 4 }, element('title', {}, escape(said))));
  }
  if (beside !== undefined && showable(beside)) {
    parts.push(element('circle', { class: 'hollow', cx: x(beside).toFixed(1), cy: y, r: 4.5 }, element('title', {}, escape(`${name}, published: ${number(beside)}`))));
  }
  return element('g', { class: tone }, ...parts);
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
