import { sizeOf, type HostOf, type Shape } from '../graph/index.js';
import { split } from '../random/index.js';
import { dense, type DenseParams } from './dense.js';
import { truncatedNormal, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';
import { through } from './sequential.js';
import { flatten } from './stages.js';

/** A learner whose outputs are features: what metric learners compare and heads stand on. */
export interface Encoder<P> extends Learner<P> {
  /** The shape of the features of one row: (D), or (H, W, C) where positions are kept. */
  readonly outputShape: Shape;
}

/** An encoder from a learner that gives features of this shape. */
export function encoder<P>(outputShape: Shape, features: Learner<P>): Encoder<P> {
  return { ...features, outputShape };
}

/** The parameters of an encoder and, under `head`, those of a dense layer on top. */
export type WithHead<P> = P & { readonly head: DenseParams };

/**
 * A dense head on an encoder's features, flattened: a learner of `outputs` logits or values. The head starts near zero unless told
 * otherwise. Parameters are the encoder's with `head` beside them.
 */
export function withHead<P extends object>(features: Encoder<P>, outputs: number, { initialiser = truncatedNormal(0.01) }: { readonly initialiser?: Initialiser } = {}): Learner<WithHead<P>> {
  const head = dense(sizeOf(features.outputShape), outputs, { initialiser });
  return learner<WithHead<P>>(
    (key) => {
      const [below, above] = split(key, 2);
      return { ...features.init(below), head: head.init(above) } as HostOf<WithHead<P>>;
    },
    (params, x, context) => through([[features, params], flatten, [head, params.head]], x, context),
  );
}
