import type { Path } from './character.js';

/**
 * Draws polylines with a round pen, antialiased: ink = 1, written into `into` from `offset` on, which must be zero.
 * @param path in pixels, (0, 0) the upper left corner of a square image.
 * @param radius half the pen's width in pixels.
 */
export function renderPath(path: Path, radius: number, size: number, into: Float32Array, offset: number): void {
  const reach = radius + 0.5;
  for (const line of path) {
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [x0, y0, x1, y1] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
      const [dx, dy] = [x1 - x0, y1 - y0];
      const squared = dx * dx + dy * dy;
      const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
      const right = Math.min(size - 1, Math.floor(Math.max(x0, x1) + reach));
      const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
      const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y1) + reach));
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          // The distance from the pixel's centre to the nearest point of the segment.
          const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
          const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
          const [ex, ey] = [px - along * dx, py - along * dy];
          const ink = reach - Math.sqrt(ex * ex + ey * ey);
          const at = offset + y * size + x;
          if (ink > into[at]) into[at] = ink > 1 ? 1 : ink;
        }
      }
    }
  }
}
