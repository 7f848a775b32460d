import type { Computer } from './computer.js';
import { WebModelError } from './errors.js';
import type { WebDevice } from './protocol.js';

/** What computes for a model: a worker on the device that was chosen, and another on WebAssembly once a GPU is lost. */
export interface Computers {
  device(): WebDevice;
  /** Gives `use` the worker that computes now; again, where it lost its GPU meanwhile. */
  run<T>(use: (computer: Computer) => Promise<T>): Promise<T>;
  /** Ends the worker, also one that is still starting. Calls that are not answered yet fail, and so do later ones. */
  end(): void;
}

/** Starts a worker on the device, or where it has none after all, on WebAssembly. @param notes what could not be had, in words. */
export async function startComputers(chosen: WebDevice, start: (device: WebDevice) => Promise<Computer>, notes: string[]): Promise<Computers> {
  let device = chosen;
  let ended = false;
  const withoutGpu = (error: unknown): Promise<Computer> => {
    notes.push(`WebGPU could not go on (${(error as Error).message}): WebAssembly computes now.`);
    device = 'wasm';
    return start('wasm');
  };
  let computer = start(device).catch((error: unknown) => {
    if (device === 'wasm') throw error;
    return withoutGpu(error);
  });
  await computer;
  return {
    device: () => device,
    async run(use) {
      if (ended) throw new WebModelError('The model was released: load it again.');
      const [used, usedDevice] = [computer, device];
      const running = await used;
      try {
        return await use(running);
      } catch (error) {
        if (ended || usedDevice === 'wasm') throw error;
        // Of calls that fail together the first makes the worker that all of them take.
        if (used === computer) {
          running.end();
          computer = withoutGpu(error);
        }
        return use(await computer);
      }
    },
    end() {
      ended = true;
      computer.then(
        (running) => running.end(),
        () => undefined,
      );
    },
  };
}
