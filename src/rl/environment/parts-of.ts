import type { Json } from '../../training/index.js';
import type { EnvironmentFamily } from './environment.js';

/** A family part by part, to be made into another: also one that is an object of a class, whose functions a spread would leave behind. */
export function partsOf<Task extends Json>(family: EnvironmentFamily<Task>): EnvironmentFamily<Task> {
  const { name, observationSpace, actionSpace, horizon, description, tells } = family;
  return {
    name,
    observationSpace,
    actionSpace,
    horizon,
    description,
    sampleTask: (key) => family.sampleTask(key),
    make: (tasks) => family.make(tasks),
    ...optionalPartsOf(family),
    ...(tells ? { tells } : {}),
  };
}

/** What a family, or an environment of one's own, says of its tasks where it does. */
export function optionalPartsOf<Task extends Json>(own: Pick<EnvironmentFamily<Task>, 'kindOf' | 'titleOf' | 'scene'>): Pick<EnvironmentFamily<Task>, 'kindOf' | 'titleOf' | 'scene'> {
  return {
    ...(own.kindOf ? { kindOf: (task) => own.kindOf!(task) } : {}),
    ...(own.titleOf ? { titleOf: (task) => own.titleOf!(task) } : {}),
    ...(own.scene ? { scene: (task, episode) => own.scene!(task, episode) } : {}),
  };
}
