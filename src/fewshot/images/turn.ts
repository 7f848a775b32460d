/** Writes a square image (size, size, channels), turned counter-clockwise by `turns` quarters, from `offset` on. */
export function writeTurned(pixels: Float32Array, size: number, channels: number, turns: number, into: Float32Array, offset: number): void {
  const last = size - 1;
  // Where the first pixel of the result is read, and how far the next column and the next row are from it.
  const [start, column, row] = [
    [0, 1, size],
    [last, size, -1],
    [last * size + last, -1, -size],
    [last * size, -size, 1],
  ][turns & 3];
  for (let y = 0; y < size; y++) {
    let from = start + y * row;
    for (let x = 0; x < size; x++, from += column) {
      for (let c = 0; c < channels; c++) into[offset++] = pixels[from * channels + c];
    }
  }
}
