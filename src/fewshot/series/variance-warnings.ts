import { outlierIn, standardOf } from '../../tasks/index.js';
import type { LabelledSeries } from './labelled-series.js';

/** From here on what happens within a series is small beside the levels of all: of sines that are told apart at 0, 85 % are at 10, and at 100 none. */
const drowned = 10;

/** A sentence for every channel in which few numbers take all variance from the others. @param series those for training, by which channels are standardised. */
export function outlierWarnings(series: readonly LabelledSeries[], channels: readonly string[]): string[] {
  return channels.flatMap((channel, at) => {
    const found = series.flatMap(({ label, values }) => [...values].filter((_, i) => i % channels.length === at).map((value) => ({ label, value })));
    const farthest = outlierIn(found.map(({ value }) => value));
    if (farthest === undefined) return [];
    const { label, value } = found[farthest];
    return [`"${channel}" is ${value} in a series of the class "${label}", so far from the others that these are all alike once the channel is standardised: where it stands for a missing value, take the step out.`];
  });
}

/** A sentence for every channel whose level differs from series to series by far more than it varies within one, as prices and sensors with an offset of their own do. */
export function levelWarnings(series: readonly LabelledSeries[], channels: readonly string[]): string[] {
  return channels.flatMap((channel, at) => {
    const own = series.map(({ values }) => standardOf(values.filter((_, i) => i % channels.length === at)));
    const between = standardOf(own.map(({ mean }) => mean)).deviation;
    const varying = series.map(({ values }) => values).map((values, i) => (values.some((value, j) => j % channels.length === at && value !== values[at]) ? own[i].deviation : 0));
    const within = Math.sqrt(varying.reduce((sum, deviation) => sum + deviation ** 2, 0) / varying.length);
    if (within === 0 || between < drowned * within) return [];
    return [
      `"${channel}" varies by ${Number(within.toPrecision(2))} within a series, and by ${Number(between.toPrecision(2))} from series to series: all are standardised alike, so that little is seen of what happens within one. Where levels say nothing of the class, subtract its mean from each series, or take the changes from step to step.`,
    ];
  });
}
