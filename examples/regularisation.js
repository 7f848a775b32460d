// How strongly should each input be held back? Ridge regression with a strength for every input, tuned on validation data by the exact
// gradient through the solution. `implicitGradient` needs only the solution, not the way to it: the implicit function theorem does the rest.
import { compile, grad, implicitGradient, ndarray } from 'metalearn';
import { add, exp, eye, matmul, mean, mul, reshape, solve, square, sub, sum, transpose } from 'metalearn/graph';
import { key, normal } from 'metalearn/random';

// Ten inputs, of which two matter; few rows and much noise.
const inputs = 10;
const rowsOf = (seed, rows) => {
  const x = normal(key(seed), [rows, inputs]);
  const noise = normal(key(seed + 1), [rows]);
  return { x, y: ndarray(Float32Array.from({ length: rows }, (_, row) => 2 * x.data[inputs * row] - x.data[inputs * row + 1] + noise.data[row]), [rows, 1]) };
};
const training = rowsOf(1, 15);
const validation = rowsOf(3, 40);

const squaredError = (w, { x, y }) => mean(square(sub(matmul(x, w), y)));
const penalty = (w, strengths) => sum(mul(reshape(exp(strengths), [inputs, 1]), square(w)));
const validationLoss = (strengths, train, valid) => {
  const best = implicitGradient({
    inner: (w, s) => add(squaredError(w, train), penalty(w, s)),
    // A closed form here; a hundred steps of any optimiser would do as well.
    solve: (s) => solve(add(mul(matmul(transpose(train.x), train.x), 1 / 15), mul(eye(inputs), exp(s))), mul(matmul(transpose(train.x), train.y), 1 / 15)),
    iterations: inputs,
  });
  return squaredError(best(strengths), valid);
};

const step = compile((strengths, train, valid) => ({ loss: validationLoss(strengths, train, valid), next: sub(strengths, mul(grad(validationLoss)(strengths, train, valid), 5)) }));
let strengths = ndarray(new Float32Array(inputs).fill(-3));
for (let i = 0; i <= 200; i++) {
  const { loss, next } = await step(strengths, training, validation);
  if (i % 50 === 0) console.log(`step ${i}: validation loss ${loss.data[0].toFixed(3)}`);
  strengths = next;
}
console.log(`strengths of the two inputs that matter ${[...strengths.data.slice(0, 2)].map((s) => Math.exp(s).toFixed(3)).join(', ')}; of the others ${[...strengths.data.slice(2)].map((s) => Math.exp(s).toFixed(2)).join(', ')}`);
await step.release();
