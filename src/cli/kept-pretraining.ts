import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leavesOf, pathsOf, type NdArray } from '../graph/index.js';
import { CheckpointError, decodeParameters, decodeSafetensors, encodeSafetensors, replaceFile } from '../training/index.js';
import { pretrainedTheta, pretrainingIterations, untrainedTheta, withoutHead, type Contest, type Theta } from './baselines.js';
import { trainingLine } from './training-line.js';

const fileName = 'pretrained.safetensors';

/** Gives the pretrained parameters, trained when first asked for and kept in the folder for the next test. */
export function keptPretraining(folder: string, contest: Contest): () => Promise<Theta> {
  let made: Promise<Theta> | undefined;
  return () => (made ??= readOrTrain(folder, contest));
}

/** The pretrained parameters that a folder keeps, if it does. @param iterations those of another number of iterations, where one is given, are none. */
export async function readKept(folder: string, like: Theta, iterations?: number): Promise<Theta | undefined> {
  const file = join(folder, fileName);
  const kept = await readFile(file).catch(() => undefined);
  if (kept === undefined || (iterations !== undefined && decodeSafetensors(kept).metadata.iterations !== String(iterations))) return undefined;
  return decodeParameters(kept, like, file);
}

export async function keepTheta(folder: string, theta: Theta, iterations?: number): Promise<void> {
  const leaves = leavesOf<NdArray>(theta);
  const tensors = new Map(pathsOf(theta).map((name, index) => [`params.${name}`, leaves[index]]));
  await replaceFile(join(folder, fileName), encodeSafetensors({ tensors, metadata: iterations === undefined ? {} : { iterations: String(iterations) } }));
}

function asNone(error: unknown): undefined {
  if (!(error instanceof CheckpointError)) throw error;
}

async function readOrTrain(folder: string, contest: Contest): Promise<Theta> {
  const fresh = untrainedTheta(contest);
  // The head of classes is a fresh one, of as many ways as the test has: what is kept is for all of them.
  const lasting = (theta: Theta): Theta => (contest.family.target.kind === 'classes' ? withoutHead(theta) : theta);
  // What an earlier version kept otherwise is trained anew.
  const kept = await readKept(folder, lasting(fresh)).catch(asNone);
  if (kept) return { ...fresh, ...kept };
  const line = trainingLine('pretraining once, to compare (--no-baselines leaves it out)');
  try {
    const theta = await pretrainedTheta(contest, { iterations: pretrainingIterations[contest.family.target.kind], onEvent: line.onEvent });
    await keepTheta(folder, lasting(theta));
    return theta;
  } finally {
    line.end();
  }
}
