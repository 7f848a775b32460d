import { Unzlib } from 'fflate';

/** Bytes that unpack to 64 MB at most, as deflate packs 1032 to 1 at best: they are not worth a look. */
const harmless = 2 ** 16;
/** Bytes unpacked at a time. */
const step = 2 ** 14;
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Unpacks a PNG piece by piece, keeping nothing, as far as the pixels that its header tells of: a decoder unpacks all there is, and a small file may fill the memory.
 * @throws Error where there is more.
 */
export function requirePixelsOnly(bytes: Uint8Array): void {
  if (bytes.length <= harmless) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height, depth] = [view.getUint32(16), view.getUint32(20), bytes[24]];
  // Each row has a byte more, interlaced ones are cut into several.
  const most = height * (Math.ceil((width * depth * (channelsOf[bytes[25]] ?? 4)) / 8) + 8) + 1024;
  let unpacked = 0;
  const stream = new Unzlib((piece) => {
    unpacked += piece.length;
  });
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) !== pixels) continue;
    const end = Math.min(at + 8 + view.getUint32(at), bytes.length);
    for (let from = at + 8; from < end; from += step) {
      stream.push(bytes.subarray(from, Math.min(from + step, end)), false);
      if (unpacked > most) throw new Error(`it holds more data than its ${width}x${height} pixels can have`);
    }
  }
}

/** The name of chunks of pixels, IDAT. */
const pixels = 0x49444154;
