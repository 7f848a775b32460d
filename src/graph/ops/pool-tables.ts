import { patchTable, type Geometry, type Windows } from '../primitives/conv-tables.js';

const described = new WeakMap<Int32Array, Windows>();

/** The windows that a table pools, where `windowTable` made it. */
export function pooledBy(table: Int32Array): Windows | undefined {
  return described.get(table);
}

/** Tables of the same geometry are one object, so that equal gathers are found to be equal. */
const kept = new WeakMap<Int32Array, { nearest?: Int32Array; zero?: Int32Array }>();

/**
 * The rows that windows read: for the first tap those of all windows, then those for the second. A tap outside of the image reads zeros, or
 * the nearest place inside the same window, which a maximum does not notice.
 */
export function windowTable(geometry: Geometry, images: number, outside: 'nearest' | 'zero'): Int32Array {
  const all = patchTable(geometry, images);
  const known = kept.get(all) ?? {};
  kept.set(all, known);
  const table = (known[outside] ??= build(all, geometry, outside));
  described.set(table, { geometry, images });
  return table;
}

function build(all: Int32Array, geometry: Geometry, outside: 'nearest' | 'zero'): Int32Array {
  const taps = geometry.kernel[0] * geometry.kernel[1];
  const windows = all.length / taps;
  return all.map((_, place) => {
    const [tap, window] = [Math.floor(place / windows), place % windows];
    const own = all[window * taps + tap];
    if (own >= 0 || outside === 'zero') return own;
    return all.subarray(window * taps, (window + 1) * taps).find((index) => index >= 0) ?? -1;
  });
}
