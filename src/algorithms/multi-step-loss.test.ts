import { test } from 'node:test';
import { tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { multiStepLoss } from './multi-step-loss.js';

test('the weights of a multi-step loss sum to one, are equal at first, move to the last step and are all on it after their share of training', () => {
  const losses = [1, 10, 100].map((loss) => tensor(loss));
  assertClose(multiStepLoss(losses, tensor(0), 0.1), 37, 1e-5);
  assertClose(multiStepLoss(losses, tensor(0.05), 0.1), (1 + 10) / 6 + (2 / 3) * 100, 1e-5);
  assertClose(multiStepLoss(losses, tensor(0.099), 0.1), 0.01 * 11 + 0.98 * 100, 1e-5);
  assertClose(multiStepLoss(losses, tensor(0.11), 0.1), 100, 1e-6);
  assertClose(multiStepLoss(losses, undefined, 0.1), 100, 1e-6);
  assertClose(multiStepLoss(losses.slice(0, 1), tensor(0), 0.1), 1, 1e-6);
});
