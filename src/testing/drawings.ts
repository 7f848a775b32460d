import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';

/** A dark bar of `width` and `height` pixels on a white square of `size`, `shift` pixels off its corner, as a PNG. */
export function barPng(width: number, height: number, shift: number, size = 40): Uint8Array {
  const data = new Uint8Array(size * size).fill(255);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[(y + 5 + shift) * size + x + 5 + shift] = 0;
  return encode({ width: size, height: size, channels: 1, depth: 8, data });
}

/** A folder with a folder of `count` bars for each of the named shapes. */
export function drawFolder(path: string, shapes: Readonly<Record<string, readonly [width: number, height: number]>>, count: number): string {
  for (const [name, [width, height]] of Object.entries(shapes)) {
    mkdirSync(join(path, name), { recursive: true });
    for (let i = 0; i < count; i++) writeFileSync(join(path, name, `${i}.png`), barPng(width, height, i));
  }
  return path;
}
