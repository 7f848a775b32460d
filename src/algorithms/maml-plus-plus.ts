import { add, cast, less, ndarray, pathsOf, squeeze, take, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import type { Statistics } from '../nn/index.js';
import type { Task } from '../tasks/index.js';
import { isAffine } from '../nn/norm.js';
import { requireOptions } from '../nn/require-options.js';
import type { AdaptOptions, Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, trajectory, type Adapting, type InnerLoop, type InnerOptimizer } from './inner-loop.js';
import { learnedRates, scaledRates } from './learned-rates.js';
import { multiStepLoss } from './multi-step-loss.js';
import { affineOfSteps, initialStatistics, statisticsOf, tracking, withAffineOf, withoutNegative, type RunningStatistics } from './per-step-norm.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss } from './task-loss.js';

export interface MamlPlusPlusOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'innerOptimizer' | 'firstOrder'> {
  /** For what share of meta-training, above 0 and at most 1, the query losses after all steps count, those before the last one ever less; or false, for the last alone. Default 0.1. */
  readonly multiStepLoss?: number | false;
  /** Whether each layer has a learned rate for each step. Default true. */
  readonly learnedRates?: boolean;
  /** Whether the scale and shift of normalisations are others for each step; they do not adapt then. Default true. */
  readonly perStepAffine?: boolean;
  /**
   * Whether running statistics are kept for each step, by which single queries are predicted (inductive). They are part of theta and of the length of its gradient, so mind what clips that.
   * Default true; a learner without normalisations has none.
   */
  readonly perStepStatistics?: boolean;
  /** The share of meta-training, above 0 and at most 1, that is first-order before it is exact; or false. It saves no time: both are computed. Default 0.3. */
  readonly derivativeOrderAnnealing?: number | false;
}

/** What is meta-trained; the parts that are switched off are empty. */
export type MamlPlusPlusTheta<P> = {
  readonly params: P;
  /** The rates (steps) of each layer, by its path without the parameter's own name. */
  readonly rates: Adapting;
  /** In place of those in `params`: (steps + 1, C), by their path. */
  readonly affine: Adapting;
  readonly running: RunningStatistics;
};

/** Adapted parameters, and the running statistics of the number of steps made. */
export type MamlPlusPlusPhi<P> = { readonly params: P; readonly running: Statistics };

/**
 * MAML++ (Antoniou, Edwards and Storkey 2019, section 4): MAML with a loss over all steps (MSL), learned rates per layer and step (LSLR), batch normalisation with affine parameters (BNWB) and running statistics (BNRS)
 * per step, and first derivatives before second ones (DA); each can be switched off. Its cosine schedule (CA) is one of the outer optimiser: `adam(cosine(...))`.
 *
 * Running statistics follow those of the query sets by the outer optimiser; nothing that is trained depends on them.
 * @throws RangeError as `maml` does, and for shares outside (0, 1]; TypeError at the first objective where running statistics are asked for and the learner normalises otherwise than over the batch.
 */
export function mamlPlusPlus<P>(options: MamlPlusPlusOptions<P>): Algorithm<MamlPlusPlusTheta<P>, MamlPlusPlusPhi<P>> {
  requireOptions('mamlPlusPlus', options, { learner: true, loss: true, innerSteps: true, innerLearningRate: true, adapts: true, multiStepLoss: true, learnedRates: true, perStepAffine: true, perStepStatistics: true, derivativeOrderAnnealing: true });
  const { learner, innerSteps = 5, innerLearningRate = 0.1, adapts = () => true } = options;
  const { multiStepLoss: multiStep = 0.1, learnedRates: rated = true, perStepAffine = true, perStepStatistics = true, derivativeOrderAnnealing: annealed = 0.3 } = options;
  checkInnerLoop({ innerSteps, innerLearningRate });
  for (const [name, share] of Object.entries({ multiStepLoss: multiStep, derivativeOrderAnnealing: annealed })) {
    if (share !== false && !(share > 0 && share <= 1)) throw new RangeError(`${name} must be false or a share of meta-training above 0 and at most 1, got ${share}.`);
  }
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);
  const moves = (path: string): boolean => adapts(path) && !(perStepAffine && isAffine(path));

  /** phi before the first step and after each, with the affine parameters of its number of steps. */
  const way = ({ params, rates, affine }: MamlPlusPlusTheta<P>, task: Pick<Task, 'support' | 'classes'>, call: AdaptOptions): P[] => {
    const loss = supportLoss(lossOf, task, call.key);
    const plain = descentOf({ innerSteps, innerLearningRate }, call);
    const optimizer = rated ? layerRates(scaledRates(rates, call.learningRate, innerLearningRate), pathsOf(params)) : plain.optimizer;
    const firstOrder = annealed && call.progress ? cast(less(call.progress, annealed), 'float32') : false;
    const states = trajectory((phi, step) => loss(withAffineOf(phi, affine, step), step), params, { ...plain, optimizer, firstOrder, adapts: moves });
    return states.map((phi, step) => withAffineOf(phi, affine, step));
  };

  const objective: Algorithm<MamlPlusPlusTheta<P>, unknown>['objective'] = (theta, task, call = {}) => {
    const states = way(theta, task, call);
    const last = states.length - 1;
    const lossAfter = (step: number): Tensor => lossOnQuery(states[step], task, step, call.key);
    const loss = multiStep && last > 0 ? multiStepLoss(states.slice(1).map((_, i) => lossAfter(i + 1)), call.progress, multiStep) : lossAfter(last);
    const { x, mask } = task.query;
    const tracked = perStepStatistics ? states.map((phi, step) => tracking(statisticsOf(theta.running, step), learner.statistics(phi, x, { mask }))) : [];
    return tracked.reduce((total, zero) => add(total, zero), loss);
  };

  const prediction = predictionOf(learner);
  return {
    name: 'maml++',
    settings: { innerLearningRate, multiStepLoss: multiStep, learnedRates: rated, perStepAffine, perStepStatistics, derivativeOrderAnnealing: annealed },
    innerSteps,
    init: (key) => {
      const params = learner.init(key);
      return {
        params,
        rates: rated ? ratesOfLayers(pathsOf(params).filter(moves), innerSteps, innerLearningRate) : {},
        affine: perStepAffine ? affineOfSteps(params, innerSteps) : {},
        running: perStepStatistics ? initialStatistics(params, innerSteps) : [],
      } as HostOf<MamlPlusPlusTheta<P>>;
    },
    adapt: (theta, task, call = {}) => {
      const states = way(theta, task, call);
      return { params: states.at(-1)!, running: withoutNegative(statisticsOf(theta.running, states.length - 1)) };
    },
    objective,
    predict: ({ params }, x, told) => prediction.predict(params, x, told),
    statistics: ({ params, running }, support) => (perStepStatistics ? running : prediction.statistics(params, support)),
  };
}

/** The path of a layer: that of a parameter without its own name. */
const layerOf = (path: string): string => path.split('.').slice(0, -1).join('.');

function ratesOfLayers(paths: readonly string[], steps: number, rate: number): Record<string, NdArray> {
  return Object.fromEntries(paths.map((path) => [layerOf(path), ndarray(new Float32Array(Math.max(1, steps)).fill(rate))]));
}

/** Descent by the rate of a parameter's layer and of the step; beyond the last step it stays with that one's. */
function layerRates(rates: Adapting, paths: readonly string[]): InnerOptimizer {
  const at = (path: string, step: number): Tensor => squeeze(take(rates[layerOf(path)], [Math.min(step, rates[layerOf(path)].size - 1)]));
  return learnedRates((step) => Object.fromEntries(paths.flatMap((path) => (rates[layerOf(path)] ? [[path, at(path, step)]] : []))));
}
