export { compile, type Compiled, type CompileOptions, type HostArguments } from './compile.js';
export type { Explanation, OperatorTime } from './explain.js';
export type { Device } from './runtime.js';
