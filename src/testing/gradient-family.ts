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
  ['maml', (learner, settings) => untyped(maml({ ...settings, learner }))],
  ['first-order maml', (learner, settings) => untyped(maml({ ...settings, learner, firstOrder: true }))],
  ['reptile', (learner, settings) => untyped(reptile({ ...settings, learner }))],
  ['meta-sgd', (learner, settings) => untyped(metaSgd({ ...settings, learner }))],
  ['maml++', (learner, settings) => untyped(mamlPlusPlus({ ...settings, learner }))],
  ['imaml', (learner, settings) => untyped(imaml({ ...settings, learner, solverIterations: 2 }))],
  ['meta-curvature', (learner, settings) => untyped(metaCurvature({ ...settings, learner }))],
  ['t-net', (learner, settings) => untyped(tNet({ ...settings, learner }))],
  ['warp-grad', (learner, settings) => untyped(warpGrad({ ...settings, learner: withLinearWarps(learner) }))],
];

const contextSize = 2;

/** All, each made of an encoder of inputs with `extra` more channels. */
export const family: readonly (readonly [name: string, make: (of: (extra: number) => Encoder<object>, settings: FamilySettings) => AnyAlgorithm])[] = [
  ...onLearner.map(([name, make]) => [name, (of: (extra: number) => Encoder<object>, settings: FamilySettings) => make(withHead(of(0), settings.outputs), settings)] as const),
  ['anil', (of, settings) => untyped(anil({ ...settings, learner: withHead(of(0), settings.outputs) }))],
  ['boil', (of, settings) => untyped(boil({ ...settings, learner: withHead(of(0), settings.outputs) }))],
  ['cavia', (of, settings) => untyped(cavia({ ...settings, learner: toldBeside(withHead(of(contextSize), settings.outputs), contextSize) }))],
  ['cavia with film', (of, settings) => untyped(cavia({ ...settings, learner: toldByFilm(withHead(of(0), settings.outputs), contextSize) }))],
  ['proto-maml', (of, settings) => untyped(protoMaml({ ...settings, encoder: of(0), ways: settings.outputs }))],
];

function untyped<Theta, Phi>(algorithm: Algorithm<Theta, Phi>): AnyAlgorithm {
  return algorithm as unknown as AnyAlgorithm;
}
