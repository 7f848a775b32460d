import { parseCard, type NamedSignature } from '../../artifact/index.js';

/** README.md of an artifact: what it is, how well it does, and how to run it, for people. */
export function modelCard(files: ReadonlyMap<string, Uint8Array>): string {
  const card = parseCard(new TextDecoder().decode(files.get('artifact.json')));
  const summary = (card.test as { summary?: string } | undefined)?.summary;
  const [first] = card.programs;
  return `# ${card.title}

${summary ?? 'Not tested yet.'}

| | |
|---|---|
| Data | ${card.data} |
| Licence | ${card.licence} |
| Weights | ${card.weights.parameters.toLocaleString('en')} parameters of ${card.weights.bits} bits |
| Exported | ${card.date}, metalearn ${card.version} |

\`${first.adapt.file}\` takes ${listed(first.adapt.inputs)}; \`${first.predict.file}\` takes what it gives, with ${listed(first.predict.inputs.filter(({ name }) => !name.startsWith('adapted.')))}, and gives ${listed(first.predict.outputs)}.
`;
}

function listed(signatures: readonly NamedSignature[]): string {
  return signatures.map(({ name, shape, dtype }) => `\`${name}\` ${dtype} (${shape.join(', ')})`).join(', ');
}
