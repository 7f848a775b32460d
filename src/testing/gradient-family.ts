import { anil, boil, cavia, imaml, mamlPlusPlus, maml, metaCurvature, metaSgd, protoMaml, reptile, tNet, warpGrad, type Algorithm, type InnerLoop } from '../algorithms/index.js';
import { toldBeside, toldByFilm, withHead, withLinearWarps, type Encoder, type Learner, type Loss } from '../nn/index.js';

/** The gradient-based algorithms, for tests that hold of all of them. */

export type AnyAlgorithm = Algorithm<unknown, unknown>;

export interface FamilySettings extends Pick<InnerLoop, 'innerSteps' | 'innerLearningRate' | 'innerOptimizer'> {
  readonly loss: Loss;
  /** Logits, or values. */
  readonly outputs: number;
}

/** Those that take any learner: of one with a `head`, where that matters. */
export const onLearner: readonly (readonly [name: string, make: (learner: Learner<object>, settings: FamilySettings) => AnyAlgorithm])[] = [
  ['maml', (learner, { outputs: _, ...settings }) => untyped(maml({ ...settings, learner }))],
  ['first-order maml', (learner, { outputs: _, ...settings }) => untyped(maml({ ...settings, learner, firstOrder: true }))],
  ['reptile', (learner, { outputs: _, ...settings }) => untyped(reptile({ ...settings, learner }))],
  ['meta-sgd', (learner, { outputs: _, innerOptimizer: __, ...settings }) => untyped(metaSgd({ ...settings, learner }))],
  ['maml++', (learner, { outputs: _, innerOptimizer: __, ...settings }) => untyped(mamlPlusPlus({ ...settings, learner }))],
  ['imaml', (learner, { outputs: _, ...settings }) => untyped(imaml({ ...settings, learner, solverIterations: 2 }))],
  ['meta-curvature', (learner, { outputs: _, innerOptimizer: __, ...settings }) => untyped(metaCurvature({ ...settings, learner }))],
  ['t-net', (learner, { outputs: _, ...settings }) => untyped(tNet({ ...settings, learner }))],
  ['warp-grad', (learner, { outputs: _, ...settings }) => untyped(warpGrad({ ...settings, learner: withLinearWarps(learner) }))],
];

const contextSize = 2;

/** All, each made of an encoder of inputs with `extra` more channels. */
export const family: readonly (readonly [name: string, make: (of: (extra: number) => Encoder<object>, settings: FamilySettings) => AnyAlgorithm])[] = [
  ...onLearner.map(([name, make]) => [name, (of: (extra: number) => Encoder<object>, settings: FamilySettings) => make(withHead(of(0), settings.outputs), settings)] as const),
  ['anil', (of, { outputs, ...settings }) => untyped(anil({ ...settings, learner: withHead(of(0), outputs) }))],
  ['boil', (of, { outputs, ...settings }) => untyped(boil({ ...settings, learner: withHead(of(0), outputs) }))],
  ['cavia', (of, { outputs, ...settings }) => untyped(cavia({ ...settings, learner: toldBeside(withHead(of(contextSize), outputs), contextSize) }))],
  ['cavia with film', (of, { outputs, ...settings }) => untyped(cavia({ ...settings, learner: toldByFilm(withHead(of(0), outputs), contextSize) }))],
  ['proto-maml', (of, { outputs, ...settings }) => untyped(protoMaml({ ...settings, encoder: of(0), ways: outputs }))],
];

function untyped<Theta, Phi>(algorithm: Algorithm<Theta, Phi>): AnyAlgorithm {
  return algorithm as unknown as AnyAlgorithm;
}
