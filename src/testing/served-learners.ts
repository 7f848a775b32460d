import { alpaca, attentiveNeuralProcess, conditionalNeuralProcess, maml, metaSgd, onFeatures, protoNet, r2d2, type Algorithm, type OnFeatures } from '../algorithms/index.js';
import type { Device } from '../compile/index.js';
import { mapTree, type HostOf, type NdArray } from '../graph/index.js';
import { crossEntropy, fieldsEncoder, meanSquaredError, mlp, mlpEncoder, type FieldsParams, type Params } from '../nn/index.js';
import { key } from '../random/index.js';
import { catalogueOf, ratingTasks, recommend, syntheticRaters, type Ratings, type RatingTasksOptions } from '../recommend/index.js';

/** Few made-up raters, of whom something is known, and their catalogue. */
export function smallRaters(options: RatingTasksOptions = {}, feedback: Ratings['feedback'] = 'explicit') {
  const raters = syntheticRaters({ users: 60, items: 90, perUser: [12, 30], seed: 3 });
  const ratings: Ratings = feedback === 'explicit' ? raters : { ...raters, feedback, rating: raters.rating.map(() => 1), scale: { low: 0, high: 1 } };
  const family = ratingTasks(ratings, { idWidth: 4, attributeWidth: 3, ...options });
  const encoder = fieldsEncoder(family.columns.map(({ field }) => field));
  return { family, encoder, width: encoder.outputShape[0], catalogue: catalogueOf(family) };
}

/** A learner of each way of adapting, on features of so many values. */
export function valueLearners(inputs: number) {
  const learner = mlp({ inputs, hidden: [16, 16], outputs: 1 });
  const below = { encoder: mlpEncoder({ inputs, hidden: [16, 12] }), outputs: 1 };
  const learners = {
    maml: maml({ learner, loss: meanSquaredError, innerSteps: 2, innerLearningRate: 0.1 }),
    metaSgd: metaSgd({ learner, loss: meanSquaredError, innerSteps: 1, innerLearningRate: 0.1 }),
    conditionalNeuralProcess: conditionalNeuralProcess({ inputs, outputs: 1, width: 8, hidden: [16], decoderHidden: [16] }),
    attentiveNeuralProcess: attentiveNeuralProcess({ inputs, outputs: 1, width: 8, hidden: [16], decoderHidden: [16] }),
    r2d2: r2d2(below),
    alpaca: alpaca(below),
  };
  return learners as unknown as Readonly<Record<keyof typeof learners, Algorithm>>;
}

/** Learners that tell classes apart. */
export function classLearners(inputs: number, ways: number) {
  const learners = {
    maml: maml({ learner: mlp({ inputs, hidden: [16], outputs: ways }), loss: crossEntropy, innerSteps: 1, innerLearningRate: 0.1 }),
    protoNet: protoNet({ encoder: mlpEncoder({ inputs, hidden: [16, 8] }), ways }),
  };
  return learners as unknown as Readonly<Record<keyof typeof learners, Algorithm>>;
}

/** The learner with fresh parameters, but for embeddings that tell items apart: as a recommender, and as the algorithm on rows that training has. */
export function served(inner: Algorithm, { encoder, catalogue }: ReturnType<typeof smallRaters>, device?: Device) {
  const algorithm = onFeatures(encoder, inner);
  const fresh = algorithm.init(key(1)) as HostOf<OnFeatures<FieldsParams, Params>>;
  const theta = { ...fresh, encoder: mapTree(({ data, ...array }: NdArray): NdArray => ({ ...array, data: data.map((value: number) => 8 * value) }), fresh.encoder) };
  return { algorithm, theta, recommender: recommend({ catalogue, inner, theta, device }) };
}
