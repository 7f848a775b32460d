import { outlierIn, standardOf } from '../../tasks/index.js';
import type { LabelledSeries } from './labelled-series.js';

/** From here on what happens within a series is small beside the levels of all: of sines that are told apart at 0, 85 % are at 10, and at 100 none. */
const drowned = 10;

/** The values of a channel, step by step. */
function channelOf({ values }: LabelledSeries, at: number, channels: number): Float64Array {
  return Float64Array.from({ length: values.length / channels }, (_, step) => values[step * channels + at]);
}

/** A sentence for every channel in which few numbers take all variance from the others. @param series those for training, by which channels are standardised. */
export function outlierWarnings(series: readonly LabelledSeries[], channels: readonly string[]): string[] {
  const steps = series.reduce((total, { times }) => total + times.length, 0);
  return channels.flatMap((channel, at) => {
    const all = new Float64Array(steps);
    const ends = series.map(() => 0);
    let end = 0;
    series.forEach((each, i) => {
      all.set(channelOf(each, at, channels.length), end);
      ends[i] = end += each.times.length;
    });
    const farthest = outlierIn(all);
    if (farthest === undefined) return [];
    const { label } = series[ends.findIndex((own) => farthest < own)];
    return [`"${channel}" is ${all[farthest]} in a series of the class "${label}", so far from the others that these are all alike once the channel is standardised: where it stands for a missing value, take the step out.`];
  });
}

/** A sentence for every channel whose level differs from series to series by far more than it varies within one, as prices and sensors with an offset of their own do. */
export function levelWarnings(series: readonly LabelledSeries[], channels: readonly string[]): string[] {
  return channels.flatMap((channel, at) => {
    const own = series.map((each) => channelOf(each, at, channels.length)).map((values) => ({ ...standardOf(values), varies: values.some((value) => value !== values[0]) }));
    const between = standardOf(own.map(({ mean }) => mean)).deviation;
    const within = Math.sqrt(own.reduce((sum, { deviation, varies }) => sum + (varies ? deviation ** 2 : 0), 0) / own.length);
    if (within === 0 || between < drowned * within) return [];
    return [
      `"${channel}" varies by ${Number(within.toPrecision(2))} within a series, and by ${Number(between.toPrecision(2))} from series to series: all are standardised alike, so that little is seen of what happens within one. Where levels say nothing of the class, subtract its mean from each series, or take the changes from step to step.`,
    ];
  });
}
