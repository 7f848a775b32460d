import { test } from 'node:test';
import { compile, type HostArguments } from '../compile/index.js';
import { add, evaluate, mul } from '../graph/index.js';
import { conv4, crossEntropy, meanSquaredError, mlp, type Learner, type Loss } from '../nn/index.js';
import type { HostTask, Task } from '../tasks/task.js';
import { assertClose } from '../testing/close.js';
import { arrayOf, arraysOf, readFixture, type FixtureArray } from '../testing/fixtures.js';
import { tensorsOf } from '../testing/tensors.js';
import { valueAndGrad } from '../transform/index.js';
import { maml } from './maml.js';

/** What fixtures/make_maml.py writes. */
interface Fixture {
  readonly model: 'mlp' | 'conv4-stride' | 'conv4-max';
  readonly innerLearningRate: number;
  readonly params: unknown;
  readonly tasks: readonly Record<'support' | 'query', Record<'x' | 'y', FixtureArray>>[];
  readonly cases: readonly { readonly innerSteps: number; readonly firstOrder: boolean; readonly loss: number; readonly gradient: unknown }[];
  readonly inputShape: readonly number[];
  readonly channels: number;
  readonly ways: number;
}

for (const name of ['mlp', 'conv4-stride', 'conv4-max']) {
  const fixture = readFixture(`maml/${name}.json`) as Fixture;
  const { learner, loss } = modelOf(fixture);
  const theta = paramsOf(fixture, fixture.params);
  const tasks = tasksOf(fixture);
  for (const { innerSteps, firstOrder, loss: expectedLoss, gradient } of fixture.cases) {
    const { objective } = maml({ learner, loss, innerSteps, innerLearningRate: fixture.innerLearningRate, firstOrder });
    const meanObjective = (params: unknown, all: readonly Task[]) => mul(all.map((task) => objective(params, task)).reduce((a, b) => add(a, b)), 1 / all.length);
    const metaGradient = valueAndGrad(meanObjective);
    const expected = [expectedLoss, paramsOf(fixture, gradient)] as const;
    const title = `the ${firstOrder ? 'first-order ' : ''}meta-gradient of ${name} over ${innerSteps} inner step${innerSteps === 1 ? '' : 's'} is PyTorch's`;

    test(`${title}, in float64`, () => {
      const [value, found] = evaluate(metaGradient(tensorsOf(theta), tensorsOf(tasks)));
      // Constants of a graph, such as the rate 0.4, are float32 also here, and five steps magnify that.
      assertClose(value, expected[0], 1e-5);
      assertClose(found, expected[1], 1e-5);
    });

    test(`${title}, compiled`, async () => {
      const compiled = compile(metaGradient);
      const [value, found] = await compiled(theta as HostArguments<[unknown]>[0], tasks);
      assertClose(value, expected[0], 1e-4);
      assertClose(found, expected[1], 1e-4);
      await compiled.release();
    });
  }
}

function modelOf({ model, inputShape, channels, ways }: Fixture): { learner: Learner<unknown>; loss: Loss } {
  if (model === 'mlp') return { learner: mlp({ inputs: 1, hidden: [40, 40], outputs: 1 }), loss: meanSquaredError };
  return { learner: conv4({ inputShape, channels, ways, pooling: model === 'conv4-max' ? 'max' : 'stride' }), loss: crossEntropy };
}

/** The fixture's parameters in the learner's own structure: an MLP's are a list of layers there. */
function paramsOf({ model }: Fixture, tree: unknown): unknown {
  const params = arraysOf(tree);
  if (model !== 'mlp') return params;
  const layers = params as readonly unknown[];
  return { blocks: layers.slice(0, -1).map((dense) => ({ dense, norm: {} })), head: layers.at(-1) };
}

function tasksOf({ model, tasks }: Fixture): HostTask[] {
  const examples = ({ x, y }: Record<'x' | 'y', FixtureArray>) => ({ x: arrayOf(x), y: arrayOf(y, model === 'mlp' ? 'float32' : 'int32') });
  return tasks.map(({ support, query }) => ({ support: examples(support), query: examples(query) }));
}
