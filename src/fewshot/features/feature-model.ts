import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { InferenceSession } from 'onnxruntime-common';

/** A length that a model fixes, or undefined where it takes any. */
export type Dimension = number | undefined;

/** An array of numbers with its shape, as a model gives it. */
export interface ModelOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A model of one float32 input. */
export interface FeatureModel {
  /** The name of its file, for messages. */
  readonly name: string;
  /** What its input must be, rows included; empty where it does not say. */
  readonly dimensions: readonly Dimension[];
  /** The output that is read. */
  readonly output: string;
  run(data: Float32Array, shape: readonly number[]): Promise<ModelOutput>;
  release(): Promise<void>;
}

/**
 * Opens an ONNX model on ONNX Runtime's native CPU kernels.
 * @param output the name of the output to read; may be left out where there is but one.
 * @throws Error where the file is missing or no model, takes anything but one float32 input, or has several outputs and none, or another, is named.
 */
export async function openFeatureModel(file: string, output: string | undefined, threads: number): Promise<FeatureModel> {
  const name = basename(file);
  if (!existsSync(file)) throw new Error(`The model ${file} does not exist.`);
  const { InferenceSession, Tensor } = await import('onnxruntime-node').catch((error: Error) => {
    throw new Error(`The native ONNX Runtime, which runs feature models, could not be loaded: ${error.message}. Install onnxruntime-node for this platform.`, { cause: error });
  });
  const session = await InferenceSession.create(file, { executionProviders: ['cpu'], intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 }).catch((error: Error) => {
    throw new Error(`${file} cannot be loaded as an ONNX model: ${error.message}`, { cause: error });
  });
  try {
    const input = onlyInput(session, name);
    const read = outputOf(session, output, name);
    return {
      name,
      dimensions: input.shape.map((length) => (typeof length === 'number' && length > 0 ? length : undefined)),
      output: read,
      async run(data, shape) {
        const result = (await session.run({ [input.name]: new Tensor('float32', data, shape) }, [read]))[read];
        if (result.type !== 'float32') throw new Error(`The output "${read}" of ${name} is ${result.type}; features must be float32.`);
        return { data: result.data as Float32Array, shape: result.dims };
      },
      release: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function onlyInput({ inputMetadata }: InferenceSession, name: string): InferenceSession.TensorValueMetadata {
  const [input, ...more] = inputMetadata;
  const described = inputMetadata.map((each) => `"${each.name}" (${each.isTensor ? each.type : 'no tensor'})`).join(', ');
  const takes = `${name} takes ${described || 'no input'}`;
  if (input && inputMetadata.every((each) => each.isTensor && /^u?int(32|64)$/.test(each.type))) {
    throw new Error(`${takes}: it reads the word ids of a tokeniser of its own, which is not supported. For texts use ngramVectors or ngramIds, or a model of one float32 input.`);
  }
  if (!input || more.length > 0) throw new Error(`${takes}; a feature model has one input. Export the part of it that encodes one example.`);
  if (!input.isTensor || input.type !== 'float32') throw new Error(`${takes}; a feature model takes float32. Export it in that precision.`);
  return input;
}

function outputOf({ outputNames }: InferenceSession, asked: string | undefined, name: string): string {
  const known = outputNames.map((each) => `"${each}"`).join(', ');
  if (asked !== undefined && !outputNames.includes(asked)) throw new Error(`${name} has no output "${asked}": it has ${known}.`);
  if (asked === undefined && outputNames.length !== 1) throw new Error(`${name} has the outputs ${known}. Name the one with the features with \`output\`.`);
  return asked ?? outputNames[0];
}
