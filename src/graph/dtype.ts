/** What the elements of a tensor are. */
export type DType = 'float32' | 'int32' | 'bool';

/** Host storage of each dtype; the float64 interpreter stores `float32` tensors in a Float64Array. */
export type Storage = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A fresh zeroed buffer of `size` elements as ONNX Runtime expects it. */
export function allocate(dtype: DType, size: number): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

/** A fresh zeroed buffer of `size` elements in the precision of the interpreter. */
export function allocateWide(dtype: DType, size: number): Float64Array | Int32Array | Uint8Array {
  return dtype === 'float32' ? new Float64Array(size) : (allocate(dtype, size) as Int32Array | Uint8Array);
}
