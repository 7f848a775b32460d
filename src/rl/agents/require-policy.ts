import type { Algorithm } from '../../algorithms/index.js';
import { formatShape, ndarray, type HostOf } from '../../graph/index.js';
import { outputShape } from '../../training/fit.js';
import type { EnvironmentFamily } from '../environment/index.js';
import type { Distribution } from '../policies/index.js';

/**
 * Whether what an algorithm adapts is a policy for an environment.
 * @throws ShapeError where it does not take its observations; RangeError where it does not give as many numbers as its actions are drawn from.
 */
export function requirePolicy<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, theta: HostOf<Theta>, { name, observationSpace: { size } }: EnvironmentFamily, { parameters }: Distribution): void {
  const nothing = new Float32Array(size);
  const shape = outputShape(algorithm, theta, { x: ndarray(nothing, [1, size]), y: ndarray(nothing, [1, size]) });
  if (shape.length !== 2 || shape[1] !== parameters) {
    throw new RangeError(`The learner gives outputs of shape ${formatShape(shape)}, and an action of ${name} is drawn from ${parameters} numbers: make it a policy for it, such as mlpPolicy(${size}, environment.actionSpace).`);
  }
}
