import { z } from 'zod';
import { encodeTexts, ngramIds, ngramVectors, type SeriesFormat, type TextRepresentation } from '../../../fewshot/index.js';
import type { NdArray } from '../../../graph/index.js';
import { standardised } from '../../../tasks/index.js';
import type { Limits } from '../limits.js';
import { formByClass } from './by-class.js';
import type { Form } from './form.js';

/** PNG or JPEG files in base64; a worker decodes them. */
export function imageForm(limits: Limits): Form {
  const file = z.base64({ error: 'expected a PNG or JPEG file in base64' }).min(1);
  return formByClass('images', 'PNG or JPEG files in base64', file, limits, (images) => ({ images }));
}

/** Texts as they were written; undefined where the run's way of making numbers of them was learned from its data. */
export function textForm(description: Readonly<Record<string, unknown>>, limits: Limits): Form | undefined {
  const representation = representationOf(description.representation as Readonly<Record<string, unknown>>);
  return representation && formByClass('texts', 'texts', z.string().min(1).max(10_000), limits, (texts) => ({ x: encodeTexts(representation, texts) }));
}

function representationOf({ kind, ...options }: Readonly<Record<string, unknown>>): TextRepresentation | undefined {
  if (options.idf) return undefined;
  if (kind === 'n-gram vectors') return ngramVectors(options);
  return kind === 'n-gram ids' ? ngramIds(options) : undefined;
}

/** Series as they were measured: lists of steps, each the values of all channels. */
export function seriesForm({ steps, channels, padded, standards }: SeriesFormat, limits: Limits): Form {
  const measured = padded ? channels.length - 1 : channels.length;
  const series = z.array(z.array(z.number()).length(measured)).min(padded ? 1 : steps).max(steps);
  const about = `series of ${padded ? `1 to ${steps}` : steps} steps, each a list of ${channels.slice(0, measured).join(', ')}`;
  return formByClass('series', about, series, limits, (items) => ({ x: stacked(items) }));

  function stacked(items: readonly (readonly (readonly number[])[])[]): NdArray {
    const data = new Float32Array(items.length * steps * channels.length);
    items.forEach((item, row) =>
      item.forEach((values, step) => {
        const at = (row * steps + step) * channels.length;
        values.forEach((value, channel) => (data[at + channel] = standards ? standardised(value, standards[channel]) : value));
        if (padded) data[at + measured] = 1;
      }),
    );
    return { data, shape: [items.length, steps, channels.length], dtype: 'float32' };
  }
}
