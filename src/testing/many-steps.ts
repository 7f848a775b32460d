import { compile } from '../compile/index.js';
import { add, matmul, mean, mul, ndarray, relu, square, sub, type NdArray, type Tensor } from '../graph/index.js';
import { foldIn, key, normal, uniform } from '../random/index.js';
import { grad, valueAndGrad, vmap } from '../transform/index.js';

/**
 * A process for tests to watch: exact MAML of a small MLP on sinusoids, a step at a time through one compiled program, and
 * now and then another batch size, so that programs come and go. Prints the loss and the memory after warming up and at the end.
 * Run with --expose-gc.
 */
const [steps = 10_000, warmUp = 2_000] = process.argv.slice(2).map(Number);

type Params = readonly { readonly weight: Tensor; readonly bias: Tensor }[];
type Host = readonly { readonly weight: NdArray; readonly bias: NdArray }[];

const predict = (params: Params, x: Tensor): Tensor => params.reduce((value, { weight, bias }, i) => add(matmul(i ? relu(value) : value, weight), bias), x);
const loss = (params: Params, x: Tensor, y: Tensor): Tensor => mean(square(sub(predict(params, x), y)));
const descend = (params: Params, slopes: Params, rate: number): Params => params.map(({ weight, bias }, i) => ({ weight: sub(weight, mul(slopes[i].weight, rate)), bias: sub(bias, mul(slopes[i].bias, rate)) }));
const adapted = (params: Params, x: Tensor, y: Tensor): Params => descend(params, grad((own: Params) => loss(own, x, y))(params), 0.01);

const step = compile((params: Params, x: Tensor, y: Tensor) => {
  const objective = (own: Params) => mean(vmap((taskX: Tensor, taskY: Tensor) => loss(adapted(own, taskX, taskY), taskX, taskY))(x, y));
  const [value, slopes] = valueAndGrad(objective)(params);
  return [value, descend(params, slopes, 0.01)] as const;
}, { cacheBytes: 1 });

const sizes = [1, 16, 16, 1];
let params: Host = sizes.slice(1).map((outputs, i) => ({ weight: normal(foldIn(key(1), i), [sizes[i], outputs], 0, 0.5), bias: ndarray(new Float32Array(outputs)) }));
let last = NaN;

for (let i = 0; i <= steps; i++) {
  if (i === warmUp || i === steps) console.log(JSON.stringify({ step: i, loss: last, ...memory() }));
  const tasks = i % 500 === 0 ? 3 : 4;
  const x = uniform(foldIn(key(2), i), [tasks, 10, 1], -5, 5);
  const y: NdArray = { ...x, data: Float32Array.from(x.data, (value, at) => Math.sin(value + Math.floor(at / 10))) };
  const [value, next] = await step(params as never, x, y);
  params = next as unknown as Host;
  last = value.data[0];
}
await step.release();

function memory(): { rss: number; heap: number; buffers: number } {
  globalThis.gc?.();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, buffers: (external + arrayBuffers) / 2 ** 20 };
}
