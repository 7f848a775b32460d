import type { Drawing, Point, Stroke } from '../parts/strokes.js';

export interface SymbolSet {
  readonly name: string;
  readonly symbols: readonly { readonly name: string; readonly drawing: Drawing }[];
}

/** Points from numbers side by side, in hundredths. */
const line = (...at: number[]): Stroke => Array.from({ length: at.length / 2 }, (_, i): Point => [at[2 * i] / 100, at[2 * i + 1] / 100]);

/** An arc around a middle, from one angle to another, in degrees from the right, turning down. */
function arc(x: number, y: number, radius: number, from = 0, to = 360, flat = 1): Stroke {
  const count = Math.max(8, Math.round(Math.abs(to - from) / 12));
  return Array.from({ length: count + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / count) * Math.PI) / 180;
    return [(x + radius * Math.cos(angle)) / 100, (y + flat * radius * Math.sin(angle)) / 100];
  });
}

/** Symbols to start from. */
export const sets: readonly SymbolSet[] = [
  {
    name: 'Weather',
    symbols: [
      { name: 'Sun', drawing: [arc(50, 50, 15), ...[0, 45, 90, 135, 180, 225, 270, 315].map((angle) => [arc(50, 50, 21, angle, angle)[0], arc(50, 50, 31, angle, angle)[0]])] },
      { name: 'Moon', drawing: [[...arc(48, 50, 28, 70, 290), ...arc(60, 50, 24, 250, 110)]] },
      { name: 'Rain', drawing: [[...arc(35, 42, 13, 180, 300), ...arc(52, 34, 14, 200, 340), ...arc(67, 44, 11, 270, 450)], line(24, 48, 68, 55), line(35, 65, 29, 78), line(50, 65, 44, 78), line(65, 65, 59, 78)] },
      { name: 'Lightning', drawing: [line(56, 18, 34, 52, 50, 52, 40, 82, 68, 44, 52, 44, 62, 18)] },
      { name: 'Wind', drawing: [[...line(20, 40, 60, 40), ...arc(60, 31, 9, 90, -150)], [...line(20, 54, 70, 54), ...arc(70, 63, 9, -90, 150)], line(26, 68, 50, 68)] },
    ],
  },
  {
    name: 'Runes',
    symbols: [
      { name: 'Fehu', drawing: [line(38, 18, 38, 84), line(38, 42, 66, 22), line(38, 60, 66, 40)] },
      { name: 'Thorn', drawing: [line(38, 16, 38, 84), line(38, 32, 62, 50, 38, 68)] },
      { name: 'Othala', drawing: [line(28, 84, 68, 42, 50, 20, 32, 42, 72, 84)] },
      { name: 'Hagal', drawing: [line(32, 18, 32, 82), line(68, 18, 68, 82), line(32, 40, 68, 60)] },
    ],
  },
  {
    name: 'Faces',
    symbols: [
      { name: 'Happy', drawing: [arc(50, 50, 32), arc(39, 42, 2), arc(61, 42, 2), arc(50, 52, 17, 20, 160)] },
      { name: 'Sad', drawing: [arc(50, 50, 32), arc(39, 42, 2), arc(61, 42, 2), arc(50, 76, 17, 220, 320)] },
      { name: 'Surprised', drawing: [arc(50, 50, 32), arc(39, 42, 3), arc(61, 42, 3), arc(50, 65, 7)] },
    ],
  },
];
