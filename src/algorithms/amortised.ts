import { concat, foldInKey, ones, type HostOf, type Tensor } from '../graph/index.js';
import { flatten, identityEncoder, onlyClasses, type Encoder, type Loss, type Statistics } from '../nn/index.js';
import { requireCount } from '../nn/require-count.js';
import { split, type Key } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';
import type { AnswerForm, Answers } from './answers.js';
import { taskFeatures, type QueryStatistics } from './task-features.js';

/** What is said of an algorithm whose adapting is one pass of a network over the support set. */
export type ReaderOptions<E> = Answers & InputsOf<E> & {
  /** Of the query set's outputs. Default: cross-entropy of classes, the mean squared error of values. */
  readonly loss?: Loss;
  /** Where the batch statistics of an encoder come from in meta-training. Default 'query'. */
  readonly queryStatistics?: QueryStatistics;
};

/** An encoder whose features are read, or the number of values of rows that are read as they are. */
export type InputsOf<E> = { readonly encoder: Encoder<E>; readonly inputs?: undefined } | { readonly encoder?: undefined; readonly inputs: number };

/** Features (N, D) with their answers (N, width). Rows whose mask (N) is zero do not count. */
export interface Labelled {
  readonly features: Tensor;
  readonly answers: Tensor;
  readonly mask?: Tensor;
}

/** A network that reads labelled rows once, and answers for rows without label each by itself. */
export interface Reader<N, M> {
  init(key: Key): HostOf<N>;
  /** All that answering needs of the rows. The key is that of meta-training. */
  read(params: N, rows: Labelled, key?: Tensor): M;
  /** The outputs (N, width) for features (N, D). */
  answer(params: N, memory: M, features: Tensor): Tensor;
  /** The mask of the rows of a query set that can be answered after these rows, where not all that count. */
  answerable?(query: Examples, rows: Labelled): Tensor;
}

export type ReaderTheta<E, N> = { readonly encoder: E; readonly network: N };

/** A task as it was read; the batch statistics are those of the support set that it began with. */
export type ReaderPhi<E, N, M> = ReaderTheta<E, N> & { readonly memory: M; readonly rows: Labelled; readonly statistics: Statistics };

/** The encoder of the options; what is read as it is needs none. @throws RangeError where there is neither an encoder nor a number of inputs. */
export function encoderOf<E>({ encoder, inputs }: InputsOf<E>): Encoder<E> {
  if (encoder) return encoder;
  requireCount({ inputs: inputs as number });
  return identityEncoder([inputs as number]) as unknown as Encoder<E>;
}

/** The algorithm of a reader: adapting is reading the support set, and reading all again, without encoding it again, extends it. */
export function amortised<E, N, M>(reader: Reader<N, M>, encoder: Encoder<E>, form: AnswerForm, options: Pick<ReaderOptions<E>, 'loss' | 'queryStatistics'>): Omit<Algorithm<ReaderTheta<E, N>, ReaderPhi<E, N, M>>, 'name'> {
  const { loss = form.loss, queryStatistics = 'query' } = options;
  const featuresOf = taskFeatures(encoder, queryStatistics);
  return {
    innerSteps: 0,
    init(key) {
      const [first, second] = split(key, 2);
      return { encoder: encoder.init(first), network: reader.init(second) };
    },
    adapt({ encoder: params, network }, { support }, { key } = {}) {
      const { output, statistics } = encoder.forward(params, support.x, { mask: support.mask, key });
      const rows = { features: flatten(output), answers: form.rows(support), mask: support.mask };
      return { encoder: params, network, memory: reader.read(network, rows, key), rows, statistics };
    },
    extend(phi, { support }, { key } = {}) {
      const features = encoder.apply(phi.encoder, support.x, { mask: support.mask, statistics: phi.statistics, key });
      const rows = joined(phi.rows, { features: flatten(features), answers: form.rows(support), mask: support.mask });
      return { ...phi, memory: reader.read(phi.network, rows, key), rows };
    },
    predict: (phi, x, { statistics, mask, classes } = {}) =>
      onlyClasses(reader.answer(phi.network, phi.memory, flatten(encoder.apply(phi.encoder, x, { statistics, mask }))), classes),
    statistics: ({ statistics }) => statistics,
    objective(theta, task, { key } = {}) {
      const { support, query, classes } = task;
      const features = featuresOf(theta.encoder, task, key);
      const rows = { features: flatten(features.support), answers: form.rows(support), mask: support.mask };
      const memory = reader.read(theta.network, rows, key && foldInKey(key, 2));
      const mask = reader.answerable ? reader.answerable(query, rows) : query.mask;
      return loss(reader.answer(theta.network, memory, flatten(features.query)), query.y, { mask, classes });
    },
  };
}

function joined(a: Labelled, b: Labelled): Labelled {
  const mask = a.mask || b.mask ? concat([a, b].map(({ mask: own, features }) => own ?? ones([features.shape[0]]))) : undefined;
  return { features: concat([a.features, b.features]), answers: concat([a.answers, b.answers]), mask };
}
