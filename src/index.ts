/**
 * Meta-learning: what most programs need. Everything else stands in the subpaths: operations on tensors in `metalearn/graph`, layers and losses in
 * `metalearn/nn`, optimisers in `metalearn/optim`, and so on.
 */
export {
  alpaca,
  anil,
  attentiveNeuralProcess,
  boil,
  cavia,
  conditionalNeuralProcess,
  imaml,
  inContextTransformer,
  logisticHead,
  maml,
  mamlPlusPlus,
  matchingNet,
  metaCurvature,
  metaSgd,
  nearestMean,
  onFeatures,
  pretraining,
  protoMaml,
  protoNet,
  r2d2,
  relationNet,
  reptile,
  snail,
  svmHead,
  testTimeAugmentation,
  tNet,
  unroll,
  warpGrad,
  type AdaptOptions,
  type Algorithm,
  type MamlOptions,
  type PredictOptions,
} from './algorithms/index.js';
export { compile, type Compiled, type CompileOptions } from './compile/index.js';
export { caltech101, clinc150, glyphs, images, omniglot, readFolder, readLabelledFolder, seriesFile, strokes, textFile } from './fewshot/index.js';
export { catalogueOf, movieLens, movieTweetings, ratingsFile, ratingTasks, recommend, syntheticRaters } from './recommend/index.js';
export { evaluate, ndarray, ShapeError, Tensor, toNested, type HostOf, type NdArray, type Tree } from './graph/index.js';
export { conv4, conv4Encoder, crossEntropy, fieldsEncoder, meanSquaredError, mlp, mlpEncoder, resnet12, resnet12Encoder, resnet7, resnet7Encoder, type Encoder, type Learner, type Loss } from './nn/index.js';
export { adam, adamw, momentum, sgd, type Optimizer } from './optim/index.js';
export { foldIn, key, type Key } from './random/index.js';
export { sinusoid, table } from './regression/index.js';
export { mixture, type Examples, type HostTask, type Split, type Target, type Task, type TaskFamily } from './tasks/index.js';
export {
  adaptTo,
  calibrate,
  createRun,
  decide,
  inProcess,
  metaTest,
  metaTrain,
  openRun,
  workerPool,
  type Adapted,
  type Executor,
  type MetaTestOptions,
  type MetaTrainOptions,
  type Run,
  type FullReport,
  type TestReport,
  type Trained,
  type TrainingEvent,
} from './training/index.js';
export { grad, hvp, implicitGradient, jvp, stopGradient, valueAndGrad, vjp, vmap } from './transform/index.js';
