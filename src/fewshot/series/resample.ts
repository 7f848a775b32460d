import { stepNumbers, type LabelledSeries } from './labelled-series.js';

/**
 * The series at `length` moments from its first step to its last, the same time apart, by straight lines between steps: a channel at
 * time t, between the steps a and b, is a + (b - a) (t - ta) / (tb - ta). Steps that are all of
 * one time, as of one day, are taken to be the same time apart.
 */
export function resample({ label, values, times: told }: LabelledSeries, channels: number, length: number): LabelledSeries {
  const last = told.length - 1;
  const times = told[last] > told[0] ? told : stepNumbers(told.length);
  const resampled = new Float64Array(length * channels);
  const moments = new Float64Array(length);
  let before = 0;
  for (let step = 0; step < length; step++) {
    const time = step === length - 1 ? times[last] : times[0] + ((times[last] - times[0]) * step) / (length - 1);
    while (before < last && times[before + 1] <= time) before++;
    const after = Math.min(before + 1, last);
    const share = after === before ? 0 : (time - times[before]) / (times[after] - times[before]);
    for (let channel = 0; channel < channels; channel++) {
      const [a, b] = [values[before * channels + channel], values[after * channels + channel]];
      resampled[step * channels + channel] = a + (b - a) * share;
    }
    moments[step] = time;
  }
  return { label, values: resampled, times: moments };
}
