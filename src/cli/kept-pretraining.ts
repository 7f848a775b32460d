import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leavesOf, pathsOf, type NdArray } from '../graph/index.js';
import { CheckpointError, decodeParameters, decodeSafetensors, encodeSafetensors, replaceFile } from '../training/index.js';
import { pretrainedTheta, pretrainingIterations, untrainedTheta, withoutHead, type Contest, type Theta } from './baselines.js';
import { trainingLine } from './training-line.js';

/** Gives the pretrained parameters, trained when first asked for and kept in the folder for the next test. */
export function keptPretraining(folder: string, contest: Contest): () => Promise<Theta> {
  let made: Promise<Theta> | undefined;
  return () => (made ??= readOrTrain(folder, contest));
}

/** The parameters that a folder keeps, if it does, and they can be read: what is damaged, or was kept otherwise by an earlier version, is to be trained anew. @param options as of `readKept`. */
export async function readWhereKept(folder: string, like: Theta, options: KeptAs = {}): Promise<Theta | undefined> {
  return readKept(folder, like, options).catch((error: unknown) => {
    if (!(error instanceof CheckpointError)) throw error;
    return undefined;
  });
}

export interface KeptAs {
  /** Of the file, which is called so. Default `pretrained`. */
  readonly name?: string;
  /** What they were trained for, where that matters: those of another number are none. */
  readonly iterations?: number;
}

/** The parameters that a folder keeps, if it does. @throws CheckpointError where they are damaged, or others. */
export async function readKept(folder: string, like: Theta, { name, iterations }: KeptAs = {}): Promise<Theta | undefined> {
  const file = fileOf(folder, name);
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const theta = decodeParameters(bytes, like, file);
  return iterations === undefined || decodeSafetensors(bytes).metadata.iterations === String(iterations) ? theta : undefined;
}

export async function keepTheta(folder: string, theta: Theta, { name, iterations }: KeptAs = {}): Promise<void> {
  const leaves = leavesOf<NdArray>(theta);
  const tensors = new Map(pathsOf(theta).map((path, index) => [`params.${path}`, leaves[index]]));
  await replaceFile(fileOf(folder, name), encodeSafetensors({ tensors, metadata: iterations === undefined ? {} : { iterations: String(iterations) } }));
}

function fileOf(folder: string, name = 'pretrained'): string {
  return join(folder, `${name}.safetensors`);
}

async function readOrTrain(folder: string, contest: Contest): Promise<Theta> {
  const fresh = untrainedTheta(contest);
  // The head of classes is a fresh one, of as many ways as the test has: what is kept is for all of them.
  const lasting = (theta: Theta): Theta => (contest.family.target.kind === 'classes' ? withoutHead(theta) : theta);
  const kept = await readWhereKept(folder, lasting(fresh));
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
