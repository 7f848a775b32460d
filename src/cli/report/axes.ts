import { extent } from 'd3-array';
import type { ScaleLinear, ScaleLogarithmic } from 'd3-scale';
import { element, escape } from './markup.js';

export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

/** Where the data stand inside the picture, in its units. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Beyond it the span of an axis is no number any more, and below its inverse a logarithmic axis has no ticks that are. */
const largest = 1e100;

/** Whether a value has a place on an axis. */
export function isShowable(value: number, log = false): boolean {
  return Math.abs(value) < largest && (!log || value > 1 / largest);
}

/** Whether values of learning are better seen by their powers of ten. */
export function spanPowers(values: readonly number[]): boolean {
  const [least = 0, most = 0] = extent(values.filter(Number.isFinite));
  return least > 0 && most > 30 * least;
}

/** The class of a picture that is too wide to be shrunk to a phone: it is scrolled there. */
export function breadth(width: number): 'broad' | undefined {
  return width > 600 ? 'broad' : undefined;
}

/** The part of a picture that is left beside the axes. */
export function plotArea(width: number, height: number): Plot {
  return { left: 44, right: width - 10, top: 26, bottom: height - 40 };
}

/** Ticks and the label below the plot. */
export function horizontalAxis(scale: Scale, { left, right, bottom }: Plot, label: string, whole = false): string {
  const [low, high] = scale.domain();
  const count = right - left > 300 ? 6 : 4;
  const ticks = sparse(scale, whole ? Math.min(count, Math.max(1, high - low)) : count).filter((tick) => !whole || Number.isInteger(tick));
  const texts = tickTexts(ticks);
  const marks = ticks.map((tick, i) => element('text', { x: scale(tick).toFixed(1), y: bottom + 17, 'text-anchor': 'middle' }, texts[i]));
  const name = element('text', { x: (left + right) / 2, y: bottom + 35, 'text-anchor': 'middle' }, escape(label));
  return element('g', {}, ...marks, name);
}

/** Ticks with lines across the plot, and the label above it. */
export function verticalAxis(scale: Scale, { left, right, top, bottom }: Plot, label: string): string {
  const ticks = readable(scale.ticks(bottom - top > 150 ? 5 : 3));
  const texts = tickTexts(ticks);
  const marks = ticks.flatMap((tick, i) => {
    const y = scale(tick).toFixed(1);
    return [
      element('line', { class: 'grid', x1: left, x2: right, y1: y, y2: y }),
      element('text', { x: left - 8, y, dy: '0.32em', 'text-anchor': 'end' }, texts[i]),
    ];
  });
  return element('g', {}, ...marks, element('text', { x: 0, y: 12 }, escape(label)));
}

/** The same where labels stand beside each other: few enough not to overlap. */
function sparse(scale: Scale, count: number): readonly number[] {
  const all = scale.ticks(count);
  if (!('base' in scale)) return all.length <= 7 || count <= 1 ? all : sparse(scale, count - 1);
  const thinned = readable(all);
  return thinned.length <= 7 ? thinned : thinned.filter((tick) => /^1(e|$)/.test(tick.toExponential().replace(/\.?0+e/, 'e')));
}

/** A logarithmic scale offers every multiple; too many of them are thinned to 1, 2 and 5. */
function readable(ticks: readonly number[]): readonly number[] {
  if (ticks.length <= 8) return ticks;
  return ticks.filter((tick) => /^[125](e|$)/.test(tick.toExponential().replace(/\.?0+e/, 'e')));
}

/** As few digits as tell the ticks apart. */
function tickTexts(ticks: readonly number[]): string[] {
  for (let digits = 3; ; digits++) {
    const texts = ticks.map((tick) => tickText(tick, digits));
    if (digits === 7 || new Set(texts).size === texts.length) return texts;
  }
}

function tickText(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return `${Number((value / 1000).toPrecision(digits))}k`;
  return String(Number(value.toPrecision(digits)));
}
