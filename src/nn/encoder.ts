import { isNdArray, sizeOf, type HostOf, type Shape } from '../graph/index.js';
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

/** The parameters of an encoder and, under `head`, those of what stands on top: a dense layer where nothing else is said. */
export type WithHead<P, Head = DenseParams> = P & { readonly head: Head };

/**
 * A dense head on an encoder's features, flattened: a learner of `outputs` logits or values. The head starts near zero unless told
 * otherwise. Parameters are the encoder's with `head` beside them.
 * @throws TypeError at `init` where nothing can stand beside the encoder's parameters, or they have a `head` already.
 */
export function withHead<P extends object>(features: Encoder<P>, outputs: number, { initialiser = truncatedNormal(0.01) }: { readonly initialiser?: Initialiser } = {}): Learner<WithHead<P>> {
  return headedBy(features, dense(sizeOf(features.outputShape), outputs, { initialiser }));
}

/**
 * Any head on an encoder's features, flattened.
 * @throws TypeError at `init` where nothing can stand beside the encoder's parameters, or they have a `head` already.
 */
export function headedBy<P extends object, Head>(features: Encoder<P>, head: Learner<Head>): Learner<WithHead<P, Head>> {
  return learner<WithHead<P, Head>>(
    (key) => {
      const [below, above] = split(key, 2);
      const params = features.init(below);
      if (isNdArray(params)) throw new TypeError("A head is put beside the encoder's parameters, and these are a single array: give it a name, such as { weight }.");
      if ('head' in params) throw new TypeError("A head is put beside the encoder's parameters, and these have a head already: give it another name.");
      return { ...params, head: head.init(above) } as HostOf<WithHead<P, Head>>;
    },
    (params, x, context) => through([[features, params], flatten, [head, params.head]], x, context),
  );
}
