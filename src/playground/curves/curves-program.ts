import { trajectory } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { concat, ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { meanSquaredError, type MlpParams } from '../../nn/index.js';
import { sgd } from '../../optim/index.js';
import type { Examples } from '../../tasks/index.js';
import { learner } from './learner.js';
import type { Curves } from './messages.js';
import { grid, mostPoints, type Point } from './points.js';

/** Steps that are always computed: the slider of the page only chooses what is shown. */
export const mostSteps = 10;

/** One program for all numbers of points and steps and every rate, so that nothing is compiled while a point is dragged. */
const program = compile(
  (theta: MlpParams, { x, y, mask }: Required<Examples>, rate: Tensor, on: Tensor) => {
    const loss = (params: MlpParams) => meanSquaredError(learner.apply(params, x), y, { mask });
    const steps = trajectory(loss, theta, { steps: mostSteps, optimizer: sgd(rate) });
    return steps.map((params) => learner.apply(params, concat([on, x], 0)));
  },
  { device: 'wasm' },
);

/** What gradient steps of size `rate` on the points make of a network. */
export async function curvesOf(theta: HostOf<MlpParams>, points: readonly Point[], rate: number): Promise<Curves> {
  const results = (await program(theta, supportOf(points), rate, onGrid)) as readonly NdArray[];
  const values = results.map(({ data }) => data as Float32Array);
  return {
    onGrid: values.map((each) => each.slice(0, grid.length)),
    atPoints: values.map((each) => each.slice(grid.length, grid.length + points.length)),
  };
}

const onGrid = ndarray(Float32Array.from(grid), [grid.length, 1]);

function supportOf(points: readonly Point[]): HostOf<Required<Examples>> {
  const rows = (of: (point: Point) => number) => Float32Array.from({ length: mostPoints }, (_, i) => (i < points.length ? of(points[i]) : 0));
  return { x: ndarray(rows(({ x }) => x), [mostPoints, 1]), y: ndarray(rows(({ y }) => y), [mostPoints, 1]), mask: ndarray(rows(() => 1), [mostPoints]) };
}
