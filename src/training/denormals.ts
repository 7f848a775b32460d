import { compile } from '../compile/index.js';
import { add, type Tensor } from '../graph/index.js';

/**
 * ONNX Runtime has its thread treat denormal numbers as zero from the first session on. Where a process adds up what others computed, or plays before it has run a program, it has to begin with this:
 * else sums could differ in their last bits from those of a process that had one before.
 */
export async function flushDenormals(): Promise<void> {
  const program = compile((x: Tensor) => add(x, x));
  await program(1);
  await program.release();
}
