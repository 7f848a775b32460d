import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startComputer, type Computer } from './computer.js';
import { startComputers } from './computers.js';
import type { Answer, Request, WebDevice } from './protocol.js';

/** A worker that answers a little later; on a GPU every program fails. */
class TinyWorker {
  static all: TinyWorker[] = [];
  readonly asked: Request[] = [];
  ended = false;
  private device: WebDevice = 'wasm';
  private readonly programs = new Set<string>();
  private hear: (event: { readonly data: Answer }) => void = () => undefined;

  constructor() {
    TinyWorker.all.push(this);
  }

  addEventListener(type: string, listener: (event: { readonly data: Answer }) => void): void {
    if (type === 'message') this.hear = listener;
  }

  postMessage(request: Request): void {
    this.asked.push(request);
    setTimeout(() => this.ended || this.hear({ data: this.answerTo(request) }), 5);
  }

  terminate(): void {
    this.ended = true;
  }

  private answerTo(request: Request): Answer {
    const { id } = request;
    if (request.type === 'start') {
      this.device = request.device;
      return { id, type: 'started' };
    }
    if (this.device === 'webgpu') return { id, type: 'failed', message: 'the device is lost' };
    if (request.model) this.programs.add(request.file);
    return this.programs.has(request.file) ? { id, type: 'ran', outputs: {}, milliseconds: 1 } : { id, type: 'missing', weights: true };
  }
}

const started = (device: WebDevice): Promise<Computer> => startComputer({ device, threads: 1, worker: () => new TinyWorker() as unknown as Worker });
const begin = async (device: WebDevice) => {
  TinyWorker.all = [];
  const notes: string[] = [];
  return { computers: await startComputers(device, started, notes), notes };
};
const bytes = async () => new Uint8Array(1);
const call = ({ run }: { run: Awaited<ReturnType<typeof begin>>['computers']['run'] }, file = 'adapt.onnx') => run((worker) => worker.run({ file, model: bytes, weights: bytes }, {}, []));

describe('what computes for a model', () => {
  it('takes WebAssembly for all calls that overlap when the GPU is lost', async () => {
    const { computers, notes } = await begin('webgpu');
    const answers = await Promise.all([call(computers), call(computers), call(computers)]);
    assert.deepEqual(answers.map(({ milliseconds }) => milliseconds), [1, 1, 1]);
    assert.deepEqual([computers.device(), TinyWorker.all.length, TinyWorker.all[0].ended, notes.length], ['wasm', 2, true, 1]);
  });

  it('brings a program once to calls that overlap', async () => {
    const { computers } = await begin('wasm');
    await Promise.all([call(computers), call(computers), call(computers), call(computers)]);
    const brought = TinyWorker.all[0].asked.filter((request) => request.type === 'run' && request.model);
    assert.equal(brought.length, 1);
  });

  it('brings it again where the first time failed', async () => {
    const { computers } = await begin('wasm');
    let tries = 0;
    const flaky = () => computers.run((worker) => worker.run({ file: 'adapt.onnx', model: () => (tries++ === 0 ? Promise.reject(new Error('offline')) : bytes()), weights: bytes }, {}, []));
    const settled = await Promise.allSettled([flaky(), flaky()]);
    assert.deepEqual(settled.map(({ status }) => status), ['rejected', 'fulfilled']);
    await flaky();
    assert.equal(tries, 2);
  });

  it('ends for good: calls fail, and no other worker takes over', async () => {
    const { computers } = await begin('webgpu');
    const pending = call(computers);
    computers.end();
    await assert.rejects(pending, /was released: load it again/);
    await assert.rejects(call(computers), /was released: load it again/);
    assert.deepEqual(TinyWorker.all.map(({ ended }) => ended), [true]);
  });
});
