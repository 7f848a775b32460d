import { zipSync } from 'fflate';
import type { AdaptedModel } from '../../web/index.js';
import type { Used } from './use-model.js';

/** Hands the visitor one .zip: the model, and what it was adapted to. It loads by itself. */
export function downloadAdapted({ model, files }: Used, adapted: AdaptedModel, about: Readonly<Record<string, string>>): void {
  const { weights, programs, title } = model.card;
  const needed = new Set(['artifact.json', 'README.md', weights.file, ...programs.flatMap(({ adapt, predict }) => [adapt.file, predict.file])]);
  const kept = [...files].filter(([name]) => needed.has(name));
  const zip = zipSync({ ...Object.fromEntries(kept), 'adapted.safetensors': adapted.save(about) });
  const address = URL.createObjectURL(new Blob([zip as BlobPart], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}-adapted.zip`;
  link.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
