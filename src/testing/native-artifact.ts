import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { parseCard } from '../artifact/index.js';
import { classFeeds, programFor, queryFeeds, supportFeeds, type Inputs } from '../web/feeds.js';
import type { Feeds } from '../web/protocol.js';

/** What an artifact's programs answer to one query, run by the native runtime from the folder, by path. */
export async function answeredNatively(folder: string, support: Inputs, query: Inputs, steps?: number): Promise<Record<string, Float32Array>> {
  const program = programFor(parseCard(readFileSync(join(folder, 'artifact.json'), 'utf8')), support, steps);
  const adapted = await run(join(folder, program.adapt.file), supportFeeds(program, support));
  const answers = await run(join(folder, program.predict.file), queryFeeds(program, { ...adapted, ...classFeeds(program, support) }, query, 0));
  return Object.fromEntries(Object.entries(answers).map(([name, { data }]) => [name, data as Float32Array]));
}

async function run(file: string, feeds: Feeds): Promise<Feeds> {
  const session = await InferenceSession.create(file);
  const given = Object.fromEntries(Object.entries(feeds).map(([name, { data, shape, dtype }]) => [name, new Tensor(dtype as 'float32', data as Float32Array, shape)]));
  const results = await session.run(given);
  return Object.fromEntries(Object.entries(results).map(([name, { data, dims, type }]) => [name, { data: data as Float32Array, shape: dims, dtype: type as 'float32' }]));
}
