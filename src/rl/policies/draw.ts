import { generatorOf, uniformOf, type Key } from '../../random/index.js';
import type { Draw } from './distribution.js';

/** The draws that belong to a key. */
export function drawOf(key: Key): Draw {
  const generator = generatorOf(key);
  let spare: number | undefined;
  return {
    uniform: () => uniformOf(generator),
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      // Box and Muller's way.
      const radius = Math.sqrt(-2 * Math.log(1 - uniformOf(generator)));
      const angle = 2 * Math.PI * uniformOf(generator);
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
