import { sizeOf } from '../../graph/index.js';
import type { ModelOutput } from './feature-model.js';
import type { ImageLayout } from './model-input.js';

/**
 * How an output of several values per row becomes one vector: all of them in order, their mean over tokens or positions, or the first token (what vision
 * transformers call the class token).
 */
export type FeaturePooling = 'flatten' | 'mean' | 'first';

/**
 * The vectors of the first `rows` rows, (rows, D), of an output (N, D), tokens (N, T, D) or maps (N, C, H, W) or (N, H, W, C).
 * @throws Error where the output has no such rows, or no tokens or maps to pool.
 */
export function poolRows({ data, shape }: ModelOutput, rows: number, sent: number, pooling: FeaturePooling, layout: ImageLayout | undefined, model: string): { data: Float32Array; width: number } {
  const gives = `${model} gives an output of shape (${shape.join(', ')})`;
  if (shape[0] !== sent) throw new Error(`${gives} for ${sent} rows; the first axis of features must be the rows. Another \`output\` may be the right one.`);
  const each = shape.slice(1);
  const size = sizeOf(each);
  if (pooling === 'flatten' || each.length === 1) return { data: data.slice(0, rows * size), width: size };
  if (each.length !== 2 && (each.length !== 3 || pooling === 'first')) throw new Error(`${gives}, in which there is no ${pooling === 'first' ? 'first token' : 'axis to average'}: pooling: '${pooling}' is for tokens (N, T, D)${pooling === 'mean' ? ' and maps (N, C, H, W) or (N, H, W, C)' : ''}.`);
  const channelsFirst = each.length === 3 && layout === 'NCHW';
  const width = channelsFirst ? each[0] : each[each.length - 1];
  const positions = size / width;
  const counted = pooling === 'first' ? 1 : positions;
  const [channelStep, positionStep] = channelsFirst ? [positions, 1] : [1, width];
  const pooled = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < width; channel++) {
      let total = 0;
      for (let position = 0; position < counted; position++) total += data[row * size + channel * channelStep + position * positionStep];
      pooled[row * width + channel] = total / counted;
    }
  }
  return { data: pooled, width };
}
