import { leavesOf, matmul, mul, pathsOf, reshape, sizeOf, sub, type HostOf, type NdArray, type Shape, type Tensor } from '../graph/index.js';
import { identityMatrix } from '../nn/initialisers.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, innerLoop, requireRate, type InnerLoop, type InnerOptimizer } from './inner-loop.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss, type QueryStatistics } from './task-loss.js';

/** The curvature of one parameter: a square matrix for each of its modes that is not too long. */
type Curvature = {
  /** (O, O), of the last axis. */
  readonly output?: Tensor;
  /** (I, I), of the axis before it. */
  readonly input?: Tensor;
  /** (F, F), of all axes before these: the positions of a kernel. */
  readonly filter?: Tensor;
};

/** What is meta-trained: `curvature` has an entry for each parameter that adapts, by its path. */
export type WithCurvature<P> = { readonly params: P; readonly curvature: Readonly<Record<string, Curvature>> };

export interface MetaCurvatureOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'innerOptimizer'>, QueryStatistics {}

/**
 * Meta-curvature (Park and Oliva 2019, equations 9 to 11): MAML whose inner gradient G of each parameter is multiplied along each of its modes by a learned matrix,
 * MC(G) = G x_3 M_f x_2 M_i x_1 M_o; phi = theta - rate * MC(grad L(theta)). The matrices start as unit matrices, so that it starts as MAML.
 *
 * A mode longer than 1024 has none. @throws RangeError as `maml` does.
 */
export function metaCurvature<P>(options: MetaCurvatureOptions<P>): Algorithm<WithCurvature<P>, P> {
  requireOptions('metaCurvature', options, { learner: true, loss: true, innerSteps: true, innerLearningRate: true, firstOrder: true, adapts: true, queryStatistics: true });
  checkInnerLoop(options);
  const { learner, innerSteps = 1, innerLearningRate = 0.01, firstOrder = false, adapts = () => true, queryStatistics = 'query' } = options;
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);

  const adapt: Algorithm<WithCurvature<P>, P>['adapt'] = ({ params, curvature }, task, { steps = innerSteps, learningRate = innerLearningRate, key } = {}) =>
    innerLoop(supportLoss(lossOf, task, key), params, { steps, optimizer: curvedDescent(curvature, learningRate), firstOrder, adapts });

  return {
    name: 'meta-curvature',
    settings: { innerLearningRate, firstOrder, queryStatistics },
    innerSteps,
    init: (key) => {
      const params = learner.init(key);
      const leaves = leavesOf<NdArray>(params);
      const curvature = Object.fromEntries(pathsOf(params).flatMap((path, i) => (adapts(path) ? [[path, flat(leaves[i].shape)]] : [])));
      return { params, curvature } as HostOf<WithCurvature<P>>;
    },
    adapt,
    objective: (theta, task, call = {}) => lossOnQuery(adapt(theta, task, call), task, call.steps ?? innerSteps, call.key),
    ...predictionOf(learner),
  };
}

/** p - learningRate * MC(gradient). */
function curvedDescent(curvature: WithCurvature<unknown>['curvature'], learningRate: number | Tensor): InnerOptimizer {
  requireRate('learningRate', learningRate);
  return {
    init: () => ({}),
    update: (gradient, state, params) => [
      Object.fromEntries(Object.entries(params).map(([path, p]) => [path, sub(p, mul(curved(gradient[path], curvature[path]), learningRate))])),
      state,
    ],
  };
}

/** The product of a gradient (..., I, O) with the matrix of each mode. */
function curved(gradient: Tensor, { output, input, filter }: Curvature): Tensor {
  const { shape } = gradient;
  const [positions, inputs, outputs] = modesOf(shape);
  let product = reshape(gradient, [positions, inputs, outputs]);
  if (output) product = matmul(product, output);
  if (input) product = matmul(input, product);
  if (filter) product = matmul(filter, reshape(product, [positions, inputs * outputs]));
  return reshape(product, [...shape]);
}

/** The curvature of flat space: unit matrices. */
function flat(shape: Shape): HostOf<Curvature> {
  const [positions, inputs, outputs] = modesOf(shape);
  const unit = (size: number): boolean => size > 1 && size <= longestMode;
  return {
    ...(outputs <= longestMode ? { output: identityMatrix(outputs) } : {}),
    ...(unit(inputs) ? { input: identityMatrix(inputs) } : {}),
    ...(unit(positions) ? { filter: identityMatrix(positions) } : {}),
  };
}

const longestMode = 1024;

function modesOf(shape: Shape): readonly [positions: number, inputs: number, outputs: number] {
  return [sizeOf(shape.slice(0, -2)), shape.at(-2) ?? 1, shape.at(-1) ?? 1];
}
