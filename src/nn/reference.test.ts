import { testAgainstPyTorch } from '../testing/reference.js';
import { batchNorm, binaryCrossEntropy, crossEntropy, groupNorm, huber, layerNorm, meanSquaredError } from './index.js';

testAgainstPyTorch({
  batchNorm: ({ x, scale, shift }, { epsilon }) => batchNorm(scale.size, { epsilon }).apply({ scale, shift }, x),
  layerNorm: ({ x, scale, shift }, { epsilon }) => layerNorm(scale.size, { epsilon }).apply({ scale, shift }, x),
  groupNorm: ({ x, scale, shift }, { epsilon, groups }) => groupNorm(scale.size, groups, { epsilon }).apply({ scale, shift }, x),
  crossEntropy: ({ logits, classes }) => crossEntropy(logits, classes),
  binaryCrossEntropy: ({ logits, target }) => binaryCrossEntropy(logits, target),
  huber: ({ prediction, target }, { delta }) => huber(prediction, target, { delta }),
  meanSquaredError: ({ prediction, target }) => meanSquaredError(prediction, target),
});
