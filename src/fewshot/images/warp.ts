/** Where the pixels of a result are read: the pixel at (x, y) at (a x + b y + c, d x + e y + f) of the source. Pixels have their centres at whole numbers. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * Writes an image (height, width, channels) as an affine map moves it, from `offset` on: interpolated between the four nearest pixels; beyond its edges the
 * image goes on in the colour of its edge. Moves by whole pixels and mirrors are exact.
 */
export function writeWarped(pixels: Float32Array, [height, width, channels]: readonly number[], [a, b, c, d, e, f]: Affine, into: Float32Array, offset: number): void {
  const [lastX, lastY] = [width - 1, height - 1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const atX = Math.min(lastX, Math.max(0, a * x + b * y + c));
      const atY = Math.min(lastY, Math.max(0, d * x + e * y + f));
      const [left, top] = [Math.floor(atX), Math.floor(atY)];
      const [right, down] = [atX - left, atY - top];
      const here = (top * width + left) * channels;
      const nextX = left < lastX ? channels : 0;
      const nextY = top < lastY ? width * channels : 0;
      for (let from = here; from < here + channels; from++) {
        const above = (1 - right) * pixels[from] + right * pixels[from + nextX];
        const below = (1 - right) * pixels[from + nextY] + right * pixels[from + nextX + nextY];
        into[offset++] = (1 - down) * above + down * below;
      }
    }
  }
}
