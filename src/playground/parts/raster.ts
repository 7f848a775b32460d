import { resizeImage } from '../../fewshot/images/resize.js';
import { fitted, type Drawing } from './strokes.js';

/** Pixels of a side, as the drawings of Omniglot have, on which the models were trained. */
export const side = 105;
const penWidth = 2.6;

/** The ink of a drawing, from 0 to 1, (105, 105) row by row. */
export function inkOf(drawing: Drawing): Float32Array {
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  pen.lineWidth = penWidth;
  pen.lineCap = pen.lineJoin = 'round';
  for (const [first, ...rest] of fitted(drawing).filter(({ length }) => length > 0)) {
    pen.beginPath();
    pen.moveTo(first[0] * side, first[1] * side);
    // A touch is a dot.
    for (const [x, y] of rest.length > 0 ? rest : [first]) pen.lineTo(x * side, y * side);
    pen.stroke();
  }
  const { data } = pen.getImageData(0, 0, side, side);
  return Float32Array.from({ length: side * side }, (_, i) => data[4 * i + 3] / 255);
}

/** What a model is given for ink (105, 105): (height, width), shrunk as the drawings were that it was trained on. */
export function inputOf(ink: Float32Array, height = 28, width = 28): Float32Array {
  return resizeImage({ height: side, width: side, channels: 1, data: ink }, height, width).data;
}
