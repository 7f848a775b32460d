import type { Theta } from './baselines.js';
import { algorithmNamed, type AnyAlgorithm, type TaskShape } from './catalogue/index.js';
import { openTrainedRun, readTheta, type OpenedRun } from './run-folder.js';
import { algorithmOf, withTestShift } from './setup.js';

/** A trained run that adapts to tasks, of which it needs no data set. */
export interface Learner extends Pick<OpenedRun, 'settings' | 'schedule' | 'seed'> {
  readonly family: TaskShape;
  readonly theta: Theta;
  /** Classes that it can tell apart at most; Infinity where no parameter depends on them, 0 of values. */
  readonly mostWays: number;
  /** Its algorithm for tasks of as many classes; only where any number will do is another than `mostWays` taken. */
  algorithmFor(ways: number): AnyAlgorithm;
}

/** What may be said of a learner that is otherwise as it was trained. */
export interface LearnerOptions {
  /** Pixels that copies of images are shifted by when it adapts and predicts; 0 for no copies. */
  readonly testShift?: number;
}

/** Opens a run that `metalearn train` made. @throws Error where there is none, or it has learned nothing yet. */
export async function openLearner(path: string, { testShift }: LearnerOptions = {}): Promise<Learner> {
  const opened = await openTrainedRun(path);
  const { theta } = (await readTheta(opened)) as { theta: Theta };
  const settings = withTestShift(opened.settings, testShift);
  // Theta cannot be read of a run that wrote nothing down of its tasks.
  const family = opened.family!;
  const { target } = family;
  const any = target.kind === 'classes' && (algorithmNamed(settings.algorithm).anyWays ?? false);
  const made = new Map<number, AnyAlgorithm>();
  return {
    ...opened,
    settings,
    family,
    theta,
    mostWays: any ? Infinity : target.kind === 'classes' ? target.ways : 0,
    // One value for each number of ways, so that its programs are compiled once.
    algorithmFor(asked) {
      const ways = any ? asked : 0;
      const found = made.get(ways) ?? algorithmOf(settings, any ? { ...family, target: { kind: 'classes', ways } } : family);
      made.set(ways, found);
      return found;
    },
  };
}
