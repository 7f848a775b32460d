/** The names of the primitives that work on each element by itself. */
export const elementwiseNames: readonly string[] = [
  'add', 'sub', 'mul', 'div', 'pow', 'neg', 'maximum', 'less', 'lessEqual', 'equal', 'logicalAnd', 'logicalOr', 'logicalNot', 'where',
  'exp', 'log', 'sqrt', 'rsqrt', 'tanh', 'sigmoid', 'softplus', 'relu', 'step', 'abs', 'erf', 'sin', 'cos', 'floor',
];
