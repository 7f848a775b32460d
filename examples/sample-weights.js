// Which training examples are worth learning from? Some labels here are wrong. Ten clean examples decide: differentiate through the
// training itself, by the weight of each example (Ren et al. 2018). `unroll` is the loop that MAML's inner loop is made of.
import { compile, grad, ndarray, unroll } from 'metalearn';
import { matmul, mean, mul, reshape, sigmoid, square, sub, zeros } from 'metalearn/graph';
import { key, normal } from 'metalearn/random';

const rows = 60;
const x = normal(key(1), [rows, 3]);
const clean = normal(key(2), [10, 3]);
const truth = ({ data }, row) => data[3 * row] - 2 * data[3 * row + 1] + 0.5 * data[3 * row + 2];
const wrong = (row) => row % 3 === 0;
const y = ndarray(Float32Array.from({ length: rows }, (_, row) => (wrong(row) ? -4 : 1) * truth(x, row)), [rows, 1]);
const cleanY = ndarray(Float32Array.from({ length: 10 }, (_, row) => truth(clean, row)), [10, 1]);

/** Twenty steps of descent on the weighted loss, from zero. */
const train = (importance, inputs, targets) => {
  const weight = reshape(sigmoid(importance), [rows, 1]);
  const loss = (w) => mean(mul(weight, square(sub(matmul(inputs, w), targets))));
  const states = unroll((w) => sub(w, mul(grad(loss)(w), 0.2)), zeros([3, 1]), 20);
  return states.at(-1);
};
const heldOut = (importance, inputs, targets, cleanInputs, cleanTargets) => mean(square(sub(matmul(cleanInputs, train(importance, inputs, targets)), cleanTargets)));
const step = compile((importance, ...data) => ({ loss: heldOut(importance, ...data), next: sub(importance, mul(grad(heldOut)(importance, ...data), 20)) }));

let importance = ndarray(new Float32Array(rows));
let loss;
for (let i = 0; i < 300; i++) ({ loss, next: importance } = await step(importance, x, y, clean, cleanY));
const meanWeight = (which) => {
  const chosen = Array.from(importance.data, (value) => 1 / (1 + Math.exp(-value))).filter((_, row) => which(row));
  return chosen.reduce((total, value) => total + value, 0) / chosen.length;
};
console.log(`loss on clean examples ${loss.data[0].toFixed(4)}; mean weight of right labels ${meanWeight((row) => !wrong(row)).toFixed(2)}, of wrong ones ${meanWeight(wrong).toFixed(2)}`);
await step.release();
