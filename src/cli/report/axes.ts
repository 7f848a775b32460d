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
  return Number.isFinite(value) && Math.abs(value) < largest && (!log || value > 1 / largest);
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

/** Where an axis below has ticks: whole numbers only where it is `whole`, and so few that their texts stand apart. */
export function horizontalTicks(scale: Scale, { left, right }: Pick<Plot, 'left' | 'right'>, whole = false): readonly number[] {
  const [low, high] = scale.domain();
  const count = right - left > 300 ? 6 : 4;
  const choices = 'base' in scale ? powersOf(scale, count) : evenOf(scale, whole ? Math.min(count, Math.max(1, high - low)) : count);
  const kept = choices.map((ticks) => ticks.filter((tick) => !whole || Number.isInteger(tick)));
  return kept.find((ticks) => ticks.length <= 7 && standApart(scale, ticks)) ?? kept[kept.length - 1];
}

/** Ticks and the label below the plot. */
export function horizontalAxis(scale: Scale, plot: Plot, label: string, whole = false): string {
  const { left, right, bottom } = plot;
  const ticks = horizontalTicks(scale, plot, whole);
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

/** Ever fewer ticks at even distances. */
function evenOf(scale: Scale, count: number): (readonly number[])[] {
  return Array.from({ length: Math.max(1, Math.floor(count)) }, (_, fewer) => scale.ticks(count - fewer));
}

/** What a logarithmic scale offers, ever thinner: all, then 1, 2 and 5, then 1 alone of each power of ten, at last the first and the last of these. */
function powersOf(scale: Scale, count: number): (readonly number[])[] {
  const all = scale.ticks(count);
  const begins = (digits: string) => all.filter((tick) => new RegExp(`^[${digits}](e|$)`).test(tick.toExponential().replace(/\.?0+e/, 'e')));
  const powers = begins('1');
  const ends = powers.filter((_, i) => i === 0 || i === powers.length - 1);
  return [all, begins('125'), powers, ends].filter((ticks) => ticks.length > 0);
}

/** Whether the texts of ticks do not run into each other, by what letters take at most, on a phone too. */
function standApart(scale: Scale, ticks: readonly number[]): boolean {
  const texts = tickTexts(ticks);
  const half = (i: number): number => (texts[i].length * letter) / 2;
  return ticks.every((tick, i) => i === 0 || Math.abs(scale(tick) - scale(ticks[i - 1])) > half(i) + half(i - 1) + letter);
}

const letter = 9;

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
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(digits - 1).replace(/\.?0*e\+?/, 'e');
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(digits))}M`;
  if (size >= 10_000) return `${Number((value / 1000).toPrecision(digits))}k`;
  return String(Number(value.toPrecision(digits)));
}
