import { allocate } from '../../graph/dtype.js';
import { constant } from '../../graph/primitives/leaves.js';
import type { Tensor } from '../../graph/tensor.js';
import { rewrite } from '../../graph/walk.js';
import { applyAdapted } from './adapted-weights.js';
import { arithmeticRules } from './arithmetic.js';
import { layoutRules } from './layout.js';
import { foldBiases } from './biases.js';
import { fold } from './fold.js';
import { is } from './match.js';
import { mergeNormalised } from './merge-normalised.js';
import { narrowRules } from './narrow.js';
import { neighbourRules } from './neighbours.js';
import { poolPatches } from './pooled-patches.js';
import { productRules } from './products.js';
import { rowRules } from './rows.js';
import { Sharing } from './share.js';
import { skinnyRules } from './skinny.js';

/** What a node may be replaced by; undefined where the rule has nothing to say. */
export type Rule = (node: Tensor) => Tensor | undefined;

const rules: Readonly<Record<string, readonly Rule[]>> = merge(arithmeticRules, layoutRules, neighbourRules, productRules, rowRules, skinnyRules, narrowRules);
const mostPasses = 40;
/** What is joined in one round may be what another looks for. Of biases one after the other each takes a round: few are, and many would take long. */
const mostRounds = 4;
/** Larger results are not folded, so that programs stay small. */
const largestFold = 1 << 16;

/**
 * The same values from fewer nodes: operations expanded into others, constants folded, common subexpressions shared,
 * aliases and identities dropped. What the outputs do not need is not reached and so is gone.
 */
export function simplify(outputs: readonly Tensor[]): Tensor[] {
  let current = settle(mergeNormalised(outputs));
  for (let round = 0; round < mostRounds; round++) {
    const before = current;
    for (const join of [applyAdapted, foldBiases, poolPatches]) {
      const joined = join(current);
      if (joined.some((node, i) => node !== current[i])) current = settle(joined);
    }
    if (current.every((node, i) => node === before[i])) break;
  }
  return current;
}

/** Improves nodes until there is nothing left to improve. */
function settle(outputs: readonly Tensor[]): Tensor[] {
  let current = [...outputs];
  for (let pass = 0; pass < mostPasses; pass++) {
    const sharing = new Sharing();
    let changed = false;
    current = rewrite(current, (node, original) => {
      const shared = sharing.share(improve(node));
      if (shared !== original) changed = true;
      return shared;
    });
    if (!changed) break;
  }
  return current;
}

function improve(node: Tensor): Tensor {
  // What has no elements is known, whatever it is made of; the runtime has no kernels for some of it.
  if (node.size === 0) return is(node, 'constant') ? node : constant({ data: allocate(node.dtype, 0), shape: node.shape, dtype: node.dtype });
  const expanded = node.primitive.expand?.(node.inputs, node) ?? node;
  if (expanded !== node) return expanded;
  // A broadcast constant is more use as it is: rules see through it.
  const folded = is(node, 'broadcastTo') ? undefined : fold(node, largestFold);
  if (folded) return folded;
  for (const rule of rules[node.primitive.name] ?? []) {
    const better = rule(node);
    if (better && better !== node) return better;
  }
  return node;
}

function merge(...groups: Readonly<Record<string, readonly Rule[]>>[]): Record<string, Rule[]> {
  const all: Record<string, Rule[]> = {};
  for (const group of groups) for (const [name, list] of Object.entries(group)) (all[name] ??= []).push(...list);
  return all;
}
