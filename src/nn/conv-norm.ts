import type { HostOf } from '../graph/index.js';
import { conv, type ConvOptions, type ConvParams } from './conv.js';
import { learner, type Learner, type NoParams } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { through } from './sequential.js';

export type ConvNormParams = { readonly conv: ConvParams; readonly norm: NormParams | NoParams };

/** A convolution that keeps height and width, and its normalisation; it has a bias only without one. */
export function convNorm(inputs: number, outputs: number, kind: Normalisation, options: Pick<ConvOptions, 'size' | 'initialiser'> = {}): Learner<ConvNormParams> {
  const convolution = conv(inputs, outputs, { ...options, padding: 'same', bias: kind === 'none' });
  const norm = normalisationOf(kind, outputs);
  return learner<ConvNormParams>(
    (key) => ({ conv: convolution.init(key), norm: norm.init(key) }) as HostOf<ConvNormParams>,
    (params, x, context) => through([[convolution, params.conv], [norm, params.norm]], x, context),
  );
}
