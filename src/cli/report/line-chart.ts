import { extent } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { breadth, horizontalAxis, isShowable, plotArea, verticalAxis, type Plot, type Scale } from './axes.js';
import { element, escape } from './markup.js';

/** What a line stands for; it fixes colour and dashes, so that the lines differ without colour too. */
export type Tone = 'own' | 'pretrained' | 'untrained' | 'extra' | 'truth' | 'second' | 'third' | 'fourth' | 'faint';

/** One line of a chart, or, with `marks: 'dots'`, loose points. */
export interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The half width of the interval around each point. */
  readonly margin?: readonly number[];
  readonly marks?: 'line' | 'dots' | 'both';
}

/** An axis; the range is that of the data where it is not given. */
export interface Axis {
  readonly label: string;
  readonly range?: readonly [number, number];
  readonly log?: boolean;
  /** Ticks at whole numbers only. */
  readonly whole?: boolean;
}

export interface LineChart {
  readonly name: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly width?: number;
  readonly height?: number;
}

/** A chart of lines as SVG. Points without a place on its axes, such as those that are no number, are left out. */
export function lineChart(chart: LineChart & { /** Markup to stand behind the lines. */ readonly behind?: string }): string {
  const { name, x, y, width = usual.width, height = usual.height, behind = '' } = chart;
  const { shown, plot, xScale, yScale } = laidOut(chart);
  return element(
    'svg',
    { class: breadth(width), viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name },
    horizontalAxis(xScale, plot, x.label, x.whole),
    verticalAxis(yScale, plot, y.label),
    behind,
    ...shown.map((each) => drawSeries(each, xScale, yScale, plot)),
  );
}

/** The lines of a chart without its axes. */
export function drawLines(chart: Omit<LineChart, 'name'>): string {
  const { shown, plot, xScale, yScale } = laidOut(chart);
  return shown.map((each) => drawSeries(each, xScale, yScale, plot)).join('');
}

const usual = { width: 460, height: 270 };

function laidOut({ x, y, series, width = usual.width, height = usual.height }: Omit<LineChart, 'name'>): { shown: Series[]; plot: Plot; xScale: Scale; yScale: Scale } {
  const shown = series.map((each) => withoutUnshowable(each, x, y));
  const plot = plotArea(width, height);
  const xScale = scaleOf(x, shown.flatMap(({ points }) => points.map((point) => point[0])), [plot.left, plot.right]);
  const yScale = scaleOf(y, shown.flatMap(reach), [plot.bottom, plot.top]);
  return { shown, plot, xScale, yScale };
}

/** The names of the lines, each with a sample of its own. */
export function legend(series: readonly Pick<Series, 'name' | 'tone' | 'marks'>[]): string {
  const entries = series.map(({ name, tone, marks }) => {
    const sample = marks === 'dots' ? element('circle', { class: 'dot', cx: 19, cy: 5, r: 3.5 }) : element('path', { class: 'line', d: 'M1,5H37' });
    return element('li', {}, element('svg', { viewBox: '0 0 38 10', class: tone, 'aria-hidden': 'true' }, sample), escape(name));
  });
  return element('ul', { class: 'legend' }, ...entries);
}

function withoutUnshowable(series: Series, x: Axis, y: Axis): Series {
  const kept = series.points.map((point, index) => ({ point, margin: finiteOr0(series.margin?.[index]) }))
    .filter(({ point }) => isShowable(point[0], x.log) && isShowable(point[1], y.log));
  return { ...series, points: kept.map(({ point }) => point), margin: series.margin && kept.map(({ margin }) => margin) };
}

/** An interval that is none, as that of a single task, is not drawn. */
function finiteOr0(margin = 0): number {
  return isShowable(margin) ? margin : 0;
}

function reach({ points, margin }: Series): number[] {
  return points.flatMap(([, y], index) => [y - (margin?.[index] ?? 0), y + (margin?.[index] ?? 0)]);
}

function scaleOf(axis: Axis, values: readonly number[], range: [number, number]): Scale {
  const usable = axis.log ? values.filter((value) => value > 0) : values;
  const [low = axis.log ? 0.1 : 0, high = 1] = extent(usable);
  if (axis.log) return scaleLog().domain(axis.range ?? [low * 0.9, high * 1.1]).range(range).clamp(true);
  const size = Math.max(Math.abs(low), Math.abs(high), 1e-9);
  const flat = high - low < size * 1e-6 ? size * 0.1 : 0;
  const scale = scaleLinear().domain(axis.range ?? [low - flat, high + flat]).range(range).clamp(true);
  return axis.range || axis.whole ? scale : scale.nice(5);
}

function drawSeries({ name, tone, points, margin, marks = 'line' }: Series, x: Scale, y: Scale, plot: Plot): string {
  const place = line<readonly [number, number]>((point) => x(point[0]), (point) => y(point[1])).digits(1);
  const parts: string[] = [];
  if (margin) {
    const lowest = y.domain()[0];
    const low = (i: number): number => y(Math.max(lowest, points[i][1] - margin[i]));
    const band = area<number>((i) => x(points[i][0]), low, (i) => y(points[i][1] + margin[i])).digits(1);
    parts.push(element('path', { class: 'band', d: band(points.keys()) ?? '' }));
  }
  if (marks !== 'dots') parts.push(element('path', { class: 'line', d: place(points) ?? '' }));
  if (marks !== 'line') parts.push(...points.map((point, i) => dot(point, margin?.[i], name, x, y, plot)));
  return element('g', { class: tone }, ...parts);
}

function dot(point: readonly [number, number], margin: number | undefined, name: string, x: Scale, y: Scale, plot: Plot): string {
  const said = `${name}: ${number(point[1])}${margin === undefined ? '' : ` ± ${number(margin)}`} at ${number(point[0])}`;
  const radius = plot.right - plot.left > 300 ? 3.5 : 3;
  return element('circle', { class: 'dot', cx: x(point[0]).toFixed(1), cy: y(point[1]).toFixed(1), r: radius }, element('title', {}, escape(said)));
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
