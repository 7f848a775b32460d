import type { Algorithm } from '../../algorithms/index.js';
import { adaptedForm, fixedLearner } from '../../artifact/adapted-form.js';
import { compile, type Device } from '../../compile/index.js';
import { broadcastTo, concat, mapTree, tensor, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import type { Examples, HostExamples } from '../../tasks/index.js';
import type { RatingTarget } from '../targets.js';
import { preferenceOf } from './preference.js';
import { sharedPart, withShared } from './shared-part.js';

/** What a user was adapted to, as far as it is their own. */
export type AdaptedPart = readonly NdArray[];

/** The programs of one learner and one catalogue. */
export interface ServingPrograms {
  adapt(support: HostExamples): Promise<AdaptedPart>;
  /** What more examples make of a part; absent where only adapting to all together will do. */
  readonly add?: (part: AdaptedPart, support: HostExamples) => Promise<AdaptedPart>;
  /** What the user thinks of every item: float32 (items), higher is better. */
  scoreAll(part: AdaptedPart, user: NdArray): Promise<Float32Array>;
  /** The same of the items in these rows of features. */
  scoreRows(part: AdaptedPart, x: NdArray): Promise<Float32Array>;
  release(): Promise<void>;
}

export interface ServingOptions<Theta> {
  readonly theta: HostOf<Theta>;
  /** float32 (items, D): features of the catalogue's items. */
  readonly features: NdArray;
  /** Features of a user, which stand behind those of an item. */
  readonly userWidth: number;
  readonly target: RatingTarget;
  readonly steps?: number;
  readonly learningRate?: number;
  readonly device?: Device;
}

/** Parameters and features of items are constants of the programs, so that a call passes a user's part only. What a learner makes of the items alone is computed once. */
export function servingPrograms<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, options: ServingOptions<Theta>): ServingPrograms {
  const { features, userWidth, target, device } = options;
  const theta = mapTree((leaf: NdArray) => tensor(leaf), options.theta) as unknown as Theta;
  const learner = fixedLearner(algorithm, theta, options);
  const form = adaptedForm(learner, (rows) => ({ support: examplePlaceholders(rows, features.shape[1] + userWidth, target) }));
  const items = tensor(features);
  const score = (part: readonly Tensor[], x: Tensor): Tensor => preferenceOf(target, learner.predict(form.wholeOf(part), x));
  const scoreItems = (part: readonly Tensor[], user: Tensor): Tensor => score(part, userWidth === 0 ? items : concat([items, broadcastTo(user, [features.shape[0], userWidth])], 1));

  const adapt = compile((support: Examples) => form.partOf(learner.adapt({ support })), { device });
  const add = compile((part: readonly Tensor[], support: Examples) => form.partOf(learner.extend!(form.wholeOf(part), { support, known: support })), { device });
  const shared = compile((part: readonly Tensor[], user: Tensor) => sharedPart(scoreItems(part, user), [...part, user]), { device });
  const scoreRows = compile(score, { device });
  const scoringWith = async (part: AdaptedPart, user: NdArray) => {
    const values = ((await shared(part as never, user)) as NdArray[]).map((value) => tensor(value));
    await shared.release();
    return compile((own: readonly Tensor[], features: Tensor) => withShared(scoreItems(own, features), [...own, features], values), { device });
  };
  let scoring: ReturnType<typeof scoringWith> | undefined;
  const scorer: typeof scoringWith = (part, user) => {
    const begun = (scoring ??= scoringWith(part, user));
    begun.catch(() => (scoring = undefined));
    return begun;
  };
  return {
    adapt: (support) => adapt(support as never) as Promise<AdaptedPart>,
    ...(form.adds && { add: (part: AdaptedPart, support: HostExamples) => add(part as never, support as never) as Promise<AdaptedPart> }),
    async scoreAll(part, user) {
      const program = await scorer(part, user);
      return ((await program(part as never, user)) as NdArray).data as Float32Array;
    },
    scoreRows: async (part, x) => ((await scoreRows(part as never, x)) as NdArray).data as Float32Array,
    async release() {
      const scores = await scoring?.catch(() => undefined);
      scoring = undefined;
      await Promise.all([adapt, add, shared, scoreRows, ...(scores ? [scores] : [])].map((program) => program.release()));
    },
  };
}

function examplePlaceholders(rows: number, width: number, target: RatingTarget): Examples {
  const values = target.kind === 'values';
  return {
    x: placeholder([rows, width], 'float32', 'The features of known items'),
    y: placeholder(values ? [rows, 1] : [rows], values ? 'float32' : 'int32', 'Known ratings'),
    mask: placeholder([rows], 'float32', 'Which of them count'),
  };
}
