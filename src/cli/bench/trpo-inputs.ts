import type { HostExamples } from '../../tasks/index.js';
import { filled, signedAt, uniformAt } from './inputs.js';

const [tasks, episodes, horizon] = [20, 20, 100];
/** Actions, and what a policy says of them, are in units of 0.1. */
const unit = 0.1;
const rows = episodes * horizon;

/** The parameters of `maml-trpo-1`, in the structure of `mlpPolicy`. */
export function trpoParameters() {
  const sizes = [2, 100, 100, 2];
  const [first, second, head] = [0, 1, 2].map((layer) => ({
    weight: filled([sizes[layer], sizes[layer + 1]], (i) => signedAt(110 + layer, i) * Math.sqrt(3 / sizes[layer])),
    bias: filled([sizes[layer + 1]], (i) => 0.1 * signedAt(120 + layer, i)),
  }));
  return { blocks: [first, second].map((dense) => ({ dense, norm: {} })), head, logDeviation: filled([2], () => 0) };
}

/** Rows of experience that stand for episodes, of all tasks. */
export function trpoInputs(): { support: readonly HostExamples[]; query: HostExamples } {
  const part = (which: number): HostExamples => {
    const task = which * tasks;
    return {
      x: filled([tasks, rows, 2], (i) => 0.5 * signedAt(130, task * rows * 2 + i)),
      // Two numbers of the action, the advantage, two means and two log-deviations.
      y: filled([tasks, rows, 7], (i) => {
        const [row, column] = [task * rows + Math.floor(i / 7), i % 7];
        if (column < 2) return unit * signedAt(131, 2 * row + column);
        if (column === 2) return signedAt(134, row);
        return column < 5 ? 0.1 * unit * signedAt(132, 2 * row + column - 3) : Math.log(unit) + 0.1 * signedAt(133, 2 * Math.floor(row / rows) + column - 5);
      }),
      mask: filled([tasks, rows], (i) => (i % horizon < horizon - Math.floor(50 * uniformAt(135, task * episodes + Math.floor(i / horizon))) ? 1 : 0)),
    };
  };
  return { support: [part(0)], query: part(1) };
}
