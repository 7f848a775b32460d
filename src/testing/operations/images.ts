import fc from 'fast-check';
import * as g from '../../graph/index.js';
import type { Padding } from '../../graph/index.js';
import { normalise } from '../../graph/primitives/normalise.js';
import { real, sample, type Operation } from './sample.js';

const length = fc.integer({ min: 1, max: 5 });
const small = fc.integer({ min: 1, max: 2 });
const strides = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })));
const paddings = fc.constantFrom<Padding>('same', 'valid', 0, 1, 2, [0, 1], [2, 0]);

const pair = (value: number | readonly [number, number]): readonly [number, number] => (typeof value === 'number' ? [value, value] : value);

/** Whether at least one window fits. */
function fits(size: readonly [number, number], window: readonly [number, number], padding: Padding): boolean {
  const [above, left] = typeof padding === 'string' ? [0, 0] : pair(padding);
  return padding === 'same' || (size[0] + 2 * above >= window[0] && size[1] + 2 * left >= window[1]);
}

const conv2d: Operation = {
  name: 'conv2d',
  samples: fc
    .record({ images: small, size: fc.tuple(length, length), channels: small, window: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), filters: fc.constantFrom(1, 2, 12), stride: strides, padding: paddings })
    .filter(({ size, window, padding }) => fits(size, window, padding))
    .map(({ images, size, channels, window, filters, stride, padding }) => sample([real([images, ...size, channels]), real([...window, channels, filters])], (x, kernel) => g.conv2d(x, kernel, { stride, padding }), { stride, padding })),
};

function pooling(name: string, f: typeof g.maxPool): Operation {
  return {
    name,
    samples: fc
      .record({ images: small, size: fc.tuple(length, length), channels: small, window: strides, stride: fc.option(strides, { nil: undefined }), padding: fc.constantFrom<Padding>('same', 'valid', 0, 1, [0, 1]) })
      .filter(({ size, window, padding }) => fits(size, pair(window), padding) && (typeof padding === 'string' || pair(padding).every((side, axis) => side < pair(window)[axis])))
      .map(({ images, size, channels, window, stride, padding }) => sample([real([images, ...size, channels])], (x) => f(x, { size: window, stride, padding }), { window, stride, padding })),
  };
}

/** Of fewer values of a channel the deviations are nearly none. */
const normalisation: Operation = {
  name: 'normalise',
  samples: fc
    .record({ images: fc.integer({ min: 2, max: 4 }), size: fc.array(small, { maxLength: 2 }), channels: fc.integer({ min: 1, max: 3 }) })
    .map(({ images, size, channels }) => sample([real([images, ...size, channels]), real([channels]), real([channels])], (x, scale, shift) => normalise(x, scale, shift, 0.1))),
};

export const imageOperations: readonly Operation[] = [conv2d, normalisation, pooling('maxPool', g.maxPool), pooling('averagePool', g.averagePool)];
