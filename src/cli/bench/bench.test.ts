import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { executorsFor, peerContenders } from './contenders.js';
import { miniInputs, miniParameters, omniglotInputs, omniglotParameters, sinusoidInputs, sinusoidParameters, uniformAt } from './inputs.js';
import { present } from './present.js';
import { meluInputs, meluParameters } from './melu-inputs.js';
import { MeasuringProgram, ProgramFailure } from './program.js';
import type { Placing, RaceResult } from './race.js';
import { trpoInputs, trpoParameters } from './trpo-inputs.js';
import { workload, workloadNames, type WorkloadName } from './workloads.js';

/** A program in JavaScript that speaks the protocol. */
const program = (code: string): MeasuringProgram => new MeasuringProgram(process.execPath, ['-e', code]);

describe('the inputs of the workloads', () => {
  it('have the shapes that the learners take', () => {
    const sin = sinusoidInputs();
    assert.deepEqual([sin.support.x.shape, sin.query.y.shape], [[25, 10, 1], [25, 10, 1]]);
    const omni = omniglotInputs();
    assert.deepEqual([omni.support.x.shape, omni.query.x.shape, [...omni.support.y.data]], [[5, 28, 28, 1], [75, 28, 28, 1], [0, 1, 2, 3, 4]]);
    assert.deepEqual(sinusoidParameters().blocks.map(({ dense }) => dense.weight.shape), [[1, 40], [40, 40]]);
    const melu = meluInputs();
    assert.deepEqual([melu.support.x.shape, melu.query.y.shape, meluParameters().encoder.items.table.shape], [[32, 20, 15], [32, 10, 1], [10_507, 16]]);
    assert.deepEqual(omniglotParameters().blocks.map(({ conv }) => conv.kernel.shape[2]), [1, 64, 64, 64]);
  });

  it('are number for number those of the Python programs', (t) => {
    const folder = fileURLToPath(new URL('../../../bench/peers/', import.meta.url));
    const script = [
      'import json, numpy as np, workloads as w',
      'sx, sy, qx, qy = w.sin_data()',
      'ox, oc, rx, rc = w.omni_data()',
      'p = w.omni_params()',
      'ix, ic, jx, jc = w.mini_data()',
      'm = w.mini_params()',
      'mx, my = w.melu_data()',
      'tables, layers = w.melu_params()',
      'played, (known, asked) = w.trpo_params(), w.trpo_data()',
      'total = lambda a: float(a.astype("float64").sum())',
      'print(json.dumps([total(sx), total(qy), total(ox), total(rx), total(w.sin_params()[1]["weight"]), total(p["blocks"][2]["conv"]["kernel"]), total(p["head"]["bias"]),',
      '  total(ix), total(jx), total(m["blocks"][0]["conv"]["kernel"]), total(m["blocks"][3]["norm"]["shift"]), total(m["head"]["weight"]),',
      '  total(mx[:, :20]), total(my[:, 20:]), total(mx[:, 20:, 3:] * np.arange(12)), total(tables[0]), total(layers[1]["weight"]),',
      '  total(played[1]["weight"]), total(known["observations"]), total(asked["mask"]), sum(total(asked[name]) for name in ("actions", "means", "advantages")) + 2000 * total(asked["log_deviation"])]))',
    ].join('\n');
    let printed: string;
    try {
      printed = execFileSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      t.skip('needs python3 with numpy');
      return;
    }
    const total = ({ data }: { data: ArrayLike<number> }): number => Array.from(data).reduce((sum, value) => sum + value, 0);
    const [sin, omni, weights, kernels] = [sinusoidInputs(), omniglotInputs(), sinusoidParameters(), omniglotParameters()];
    const own = [sin.support.x, sin.query.y, omni.support.x, omni.query.x, weights.blocks[1].dense.weight, kernels.blocks[2].conv.kernel, kernels.head.bias].map(total);
    const [mini, colour] = [miniInputs(), miniParameters()];
    own.push(...[mini.support.x, mini.query.x, colour.blocks[0].conv.kernel, colour.blocks[3].norm.shift, colour.head.weight].map(total));
    const [users, melu] = [meluInputs(), meluParameters()];
    const genres = users.query.x.data.map((value, i) => (i % 15 < 3 ? 0 : value * ((i % 15) - 3)));
    own.push(...[users.support.x, users.query.y, { data: genres }, melu.encoder.items.table, melu.inner.blocks[1].dense.weight].map(total));
    const [policy, played] = [trpoParameters(), trpoInputs()];
    own.push(...[policy.blocks[1].dense.weight, played.support[0].x, played.query.mask!, played.query.y].map(total));
    (JSON.parse(printed) as number[]).forEach((expected, i) => assert.ok(Math.abs(own[i] - expected) < 1e-6 * Math.max(1, Math.abs(expected)), `${i}: ${own[i]} and ${expected}`));
  });

  it('stay as they were, so that figures can be compared', () => {
    assert.equal(uniformAt(1, 0), 0.21226500649936497);
  });
});

describe('workloads', () => {
  it('are read from their names', () => {
    assert.deepEqual(workloadNames.map((name) => workload(name)).map(({ innerSteps, firstOrder, unit }) => [innerSteps, firstOrder, unit]), [
      [1, false, 'iteration'], [5, false, 'iteration'], [1, false, 'task'], [5, false, 'task'], [1, true, 'task'], [5, true, 'task'], [1, false, 'task'], [5, false, 'task'], [1, false, 'task'], [1, false, 'task'], [5, false, 'task'], [1, false, 'iteration'],
      [0, false, '1000 steps'], [0, false, '1000 steps'], [1, false, 'iteration'],
    ]);
  });

  it('are given to the peers that know them', () => {
    const names = (name: WorkloadName) => peerContenders('python3', workload(name)).map((peer) => peer.name);
    assert.deepEqual(names('omni-1'), ['torch-loop', 'torch-func', 'torch-compile', 'jax']);
    assert.deepEqual([names('mini-1'), names('mini-5')], [['torch-loop', 'torch-func', 'torch-compile'], ['torch-loop', 'torch-func']]);
    assert.deepEqual([names('proto-1'), names('proto-1-max')], [['torch-loop'], ['torch-loop']]);
    assert.deepEqual(names('melu-1'), ['torch-loop', 'torch-batched', 'torch-func', 'torch-compile']);
    assert.deepEqual(names('nav2d-steps'), ['gymnasium', 'gymnasium-sync', 'gymnasium-batched']);
    assert.deepEqual(names('half-cheetah-steps'), ['gymnasium', 'gymnasium-sync']);
    assert.deepEqual(names('maml-trpo-1'), ['torch-loop', 'torch-pulled', 'torch-batched']);
  });

  it('of independent tasks and environments may be spread over processes, iterations may not', () => {
    assert.deepEqual(executorsFor(workload('omni-1'), 2), [{ processes: 1, threads: 2 }, { processes: 2, threads: 1 }]);
    assert.deepEqual(executorsFor(workload('nav2d-steps'), 2), [{ processes: 1, threads: 2 }, { processes: 2, threads: 1 }]);
    assert.deepEqual(executorsFor(workload('sin-1'), 2), [{ processes: 1, threads: 2 }, { processes: 1, threads: 1 }]);
    assert.deepEqual(executorsFor(workload('omni-1'), 1), [{ processes: 1, threads: 1 }]);
  });
});

describe('a measuring program', () => {
  it('is asked once it is ready, past any chatter', async () => {
    const child = program(`console.log('loading...'); console.log('{"ready": true, "peer": "x"}');
      process.stdin.on('data', (line) => String(line).startsWith('go 2') && console.log('{"median_ms": 5}'));`);
    assert.equal((await child.ready()).peer, 'x');
    assert.equal((await child.measure(2)).median_ms, 5);
    child.stop();
  });

  it('that is missing or broken fails with its own last words', async () => {
    await assert.rejects(new MeasuringProgram('/nowhere/python', []).ready(), /was not found/);
    await assert.rejects(program('console.log(JSON.stringify({ error: "No module named jax; install with: pip" }))').ready(), (error) => error instanceof ProgramFailure && error.missing);
    await assert.rejects(program('console.error("out of luck"); process.exit(1)').ready(), /ended without an answer: out of luck/);
  });
});

describe('the table of results', () => {
  const placing = (name: string, milliseconds: number): Placing => ({
    name, title: name, version: '1', formulation: 'f', executor: '2 x 1', milliseconds, p10: milliseconds, p90: milliseconds, executors: {},
  });
  const result = (parts: Partial<RaceResult>): RaceResult => ({ workload: 'sin-1', title: 'sinusoids', unit: 'iteration', own: placing('metalearn', 1), peers: [], startupSeconds: 0.2, missing: [], ...parts });

  it('has a ratio only against a peer that ran', () => {
    const ratio = { against: 'jax', median: 0.5, least: 0.45, most: 0.6 };
    assert.match(present([result({ peers: [placing('jax', 2)], ratio })]), /0\.50 \(0\.45 to 0\.60\)/);
    const alone = present([result({ missing: [{ name: 'jax', why: 'No module named jax.' }] })]);
    assert.match(alone, /no peer present/);
    assert.match(alone, /jax: No module named jax\. \(sin-1\)\n.*pip install -r bench\/peers\/requirements\.txt/);
  });
});
