import type { Key } from '../../random/index.js';
import type { Environments, Stepped } from '../environment/index.js';

/** What differs between environments that are written over typed arrays; their states are their own. */
export interface Rows {
  /** How many numbers an observation (O) and an action (A) have. */
  readonly widths: { readonly observation: number; readonly action: number };
  /** Begins the episode of a row, in which `key` fixes all that is random. */
  begin(row: number, key: Key): void;
  /** Moves every row on by `actions` (rows, A), and writes its reward and whether it has terminated; `truncated` is zero where nobody writes it. */
  step(actions: Float32Array, stepped: Stepped): void;
  /** Writes what every row sees now, (rows, O). */
  observe(observations: Float32Array): void;
}

/** Environments of `rows` rows: their arrays, allocated once, and the order of things in a reset and in a step. */
export function sideBySide(rows: number, { widths, begin, step, observe }: Rows): Environments {
  const observations = new Float32Array(rows * widths.observation);
  const stepped = { observations, rewards: new Float32Array(rows), terminated: new Uint8Array(rows), truncated: new Uint8Array(rows) };
  return {
    rows,
    reset(keys, which) {
      const begun = which?.length ?? rows;
      if (keys.length !== begun) throw new RangeError(`A reset of ${begun} of ${rows} rows takes as many keys, got ${keys.length}.`);
      for (let i = 0; i < begun; i++) {
        const row = which ? which[i] : i;
        if (!(Number.isInteger(row) && row >= 0 && row < rows)) throw new RangeError(`There is no row ${row} to reset: rows are numbered from 0 to ${rows - 1}.`);
        begin(row, keys[i]);
      }
      observe(observations);
      return observations;
    },
    step(actions) {
      if (actions.length !== rows * widths.action) {
        throw new RangeError(`A step of ${rows} rows takes actions (${rows}, ${widths.action}), ${rows * widths.action} numbers, got ${actions.length}.`);
      }
      step(actions, stepped);
      observe(observations);
      return stepped;
    },
  };
}
