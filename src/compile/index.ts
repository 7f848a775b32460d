export { compile, type Compiled, type CompileOptions, type HostArguments, type HostResult } from './compile.js';
export type { Explanation, OperatorTime } from './explain.js';
export { portableModel, type PortableModel, type PortableProgram, type StoredArray } from './portable.js';
export type { Device } from './runtime.js';
