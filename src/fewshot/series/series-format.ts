import { standardised, standardOf, type Standard } from '../../tasks/index.js';
import type { LabelledSeries } from './labelled-series.js';

/** How series were prepared for a learner of a family. */
export interface SeriesFormat {
  /** Steps of the longest series, to which others are padded. */
  readonly steps: number;
  /** What is measured at each step; and 'present', the last, where series are padded. */
  readonly channels: readonly string[];
  /** Whether series may be shorter: then the last channel is one where a step is there and zero in the padding (`conv1dEncoder`'s `padded`). */
  readonly padded: boolean;
  /** By what each channel of values was standardised, where it was. */
  readonly standards?: readonly Standard[];
}

/** The format that fits all of `series`, standardised by those for training alone. */
export function formatOf(series: readonly LabelledSeries[], training: readonly LabelledSeries[], channels: readonly string[]): SeriesFormat {
  const lengths = series.map(({ times }) => times.length);
  const steps = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  const padded = lengths.some((length) => length < steps);
  const standards = channels.map((_, channel) => standardOf(channelOf(training, channel, channels.length)));
  return { steps, channels: padded ? [...channels, 'present'] : channels, padded, standards };
}

function* channelOf(series: readonly LabelledSeries[], channel: number, channels: number): Generator<number> {
  for (const { values } of series) for (let at = channel; at < values.length; at += channels) yield values[at];
}

/** One series as a learner wants it, (steps, channels); `into` must be zero where the series is padded. */
export function writeSeries({ values, times }: LabelledSeries, { channels, padded, standards = [] }: SeriesFormat, into: Float32Array, offset: number): void {
  for (let step = 0; step < times.length; step++) {
    const at = offset + step * channels.length;
    standards.forEach((standard, channel) => (into[at + channel] = standardised(values[step * standards.length + channel], standard)));
    if (padded) into[at + standards.length] = 1;
  }
}
