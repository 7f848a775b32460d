import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leavesOf, pathsOf, type NdArray } from '../graph/index.js';
import { decodeParameters, encodeSafetensors, replaceFile } from '../training/index.js';
import { pretrainedTheta, pretrainingIterations, untrainedTheta, type Contest, type Theta } from './baselines.js';
import { trainingLine } from './training-line.js';

/** Gives the pretrained parameters, trained when first asked for and kept in the folder for the next test. */
export function keptPretraining(folder: string, contest: Contest): () => Promise<Theta> {
  let made: Promise<Theta> | undefined;
  return () => (made ??= readOrTrain(join(folder, 'pretrained.safetensors'), contest));
}

async function readOrTrain(file: string, contest: Contest): Promise<Theta> {
  const kept = await readFile(file).catch(() => undefined);
  if (kept) return decodeParameters(kept, untrainedTheta(contest), file);
  const line = trainingLine('pretraining once, to compare (--no-baselines leaves it out)');
  try {
    const theta = await pretrainedTheta(contest, { iterations: pretrainingIterations[contest.family.target.kind], onEvent: line.onEvent });
    const leaves = leavesOf<NdArray>(theta);
    const tensors = new Map(pathsOf(theta).map((name, index) => [`params.${name}`, leaves[index]]));
    await replaceFile(file, encodeSafetensors({ tensors, metadata: {} }));
    return theta;
  } finally {
    line.end();
  }
}
