/**
 * Meta-learning: what most programs need. Everything else stands in the subpaths: operations on tensors in `metalearn/graph`, layers and losses in
 * `metalearn/nn`, optimisers in `metalearn/optim`, and so on.
 */
export { maml, pretraining, unroll, type AdaptOptions, type Algorithm, type MamlOptions, type PredictOptions } from './algorithms/index.js';
export { compile, type Compiled, type CompileOptions } from './compile/index.js';
export { glyphs, images, omniglot, readFolder, readLabelledFolder } from './fewshot/index.js';
export { evaluate, ndarray, ShapeError, Tensor, toNested, type HostOf, type NdArray, type Tree } from './graph/index.js';
export { conv4, crossEntropy, meanSquaredError, mlp, resnet12, type Learner, type Loss } from './nn/index.js';
export { adam, adamw, momentum, sgd, type Optimizer } from './optim/index.js';
export { foldIn, key, type Key } from './random/index.js';
export { sinusoid } from './regression/index.js';
export { type Examples, type HostTask, type Split, type Target, type Task, type TaskFamily } from './tasks/index.js';
export {
  adaptTo,
  createRun,
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
