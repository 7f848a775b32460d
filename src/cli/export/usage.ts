import type { AdaptProgram, ArtifactCard, NamedSignature } from '../../artifact/index.js';

/** How to run an artifact in Node.js, in Python and in a page: code that runs as it stands, on zeros. */
export function usageOf(card: ArtifactCard): string[] {
  const [program] = card.programs;
  return ['In Node.js, with `npm install onnxruntime-node`:', fenced('js', nodeExample(program)), 'In Python, with `pip install onnxruntime`:', fenced('python', pythonExample(program)), 'In a page, off the main thread, with metalearn/web:', fenced('js', pageExample(card, program)), aloneInPages(program)];
}

function aloneInPages({ adapt }: AdaptProgram): string {
  return `Or with onnxruntime-web alone, as in Node.js, but for \`InferenceSession.create('${adapt.file}', { externalData: [{ path: 'weights.safetensors', data: 'weights.safetensors' }] })\`, where \`data\` is the address of the file.`;
}

export function nodeExample({ adapt, predict }: AdaptProgram): string {
  const asked = askedOf(predict.inputs);
  return `import { InferenceSession, Tensor } from 'onnxruntime-node';

const adapt = await InferenceSession.create('${adapt.file}'); // reads weights.safetensors beside it
const predict = await InferenceSession.create('${predict.file}');

// Your numbers in place of the zeros, row after row.
const adapted = await adapt.run({
${adapt.inputs.map((input) => `  ${input.name}: ${inNode(input)}, // ${meaningOf(input)}`).join('\n')}
});
const answer = await predict.run({
  ...adapted,
${asked.map((input) => `  ${input.name}: ${inNode(input)}, // ${input.name === 'x' ? 'what is asked' : meaningOf(input)}\n`).join('')}});
console.log(answer.${mainOutput(predict)}.data);`;
}

export function pythonExample({ adapt, predict }: AdaptProgram): string {
  return `import numpy as np
import onnxruntime

adapt = onnxruntime.InferenceSession("${adapt.file}")  # reads weights.safetensors beside it
predict = onnxruntime.InferenceSession("${predict.file}")

# Your numbers in place of the zeros.
adapted = adapt.run(None, {
${adapt.inputs.map((input) => `    "${input.name}": ${inPython(input)},  # ${meaningOf(input)}`).join('\n')}
})
given = dict(zip([output.name for output in adapt.get_outputs()], adapted))
(answer,) = predict.run(["${mainOutput(predict)}"], {
    **given,
${askedOf(predict.inputs).map((input) => `    "${input.name}": ${inPython(input)},  # ${input.name === 'x' ? 'what is asked' : meaningOf(input)}\n`).join('')}})
print(answer)`;
}

/** `metalearn/web` fills in masks and classes, and takes any number of rows up to what the programs have. */
function pageExample({ learns }: ArtifactCard, { adapt, predict }: AdaptProgram): string {
  const given = adapt.inputs.filter(({ name }) => !/^(mask\d*|classes)$/.test(name));
  const asked = askedOf(predict.inputs).filter(({ name }) => name !== 'classes');
  const few = learns.kind === 'policy' ? Infinity : 2;
  const inPage = ({ name, shape: [rows, ...rest] }: NamedSignature, count: number) => `${name}: new Float32Array(${[Math.min(rows, count), ...rest].join(' * ')})`;
  return `import { load } from 'metalearn/web';

const model = await load('folder-of-this-model/'); // or the address of a .zip of it
const adapted = await model.adapt({ ${given.map((input) => inPage(input, few)).join(', ')} });
const { ${mainOutput(predict)} } = await adapted.predict(${asked.length === 0 ? '' : `{ ${asked.map((input) => inPage(input, 1)).join(', ')} }`});`;
}

function inNode({ name, dtype, shape }: NamedSignature): string {
  const size = shape.reduce((a, b) => a * b, 1);
  return `new Tensor('${dtype}', new ${dtype === 'int32' ? 'Int32Array' : 'Float32Array'}(${size})${ones(name) ? '.fill(1)' : ''}, [${shape.join(', ')}])`;
}

function inPython({ name, dtype, shape }: NamedSignature): string {
  return `np.${ones(name) ? 'ones' : 'zeros'}((${shape.join(', ')}${shape.length === 1 ? ',' : ''}), np.${dtype})`;
}

const ones = (name: string): boolean => /^(mask\d*|classes)$/.test(name);

function meaningOf({ name, dtype }: NamedSignature): string {
  if (/^mask/.test(name)) return '1 for rows that count, 0 for those that only fill up';
  if (name === 'classes') return '1 for classes that there are';
  if (name === 'items') return 'which items were rated';
  if (/^y/.test(name)) return dtype === 'int32' ? 'the class of each row, from 0' : 'the values of each row';
  return 'the examples';
}

const askedOf = (inputs: readonly NamedSignature[]): NamedSignature[] => inputs.filter(({ name }) => !name.startsWith('adapted.'));

/** The output that people want. */
function mainOutput({ outputs }: AdaptProgram['predict']): string {
  return (outputs.find(({ name }) => name === 'probabilities') ?? outputs[0]).name;
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}
