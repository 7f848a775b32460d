import type { Encoder, Learner } from '../../nn/index.js';
import type { TaskFamily } from '../../tasks/index.js';
import type { InputKind } from './task-entry.js';

/** A network for inputs of one shape: its features, or the whole of it with a dense head. */
export interface Network {
  /**
   * The part below the head. `positions` says what is made of an image's positions: one long vector, as metric and solver heads
   * want it (the default), their mean, or a map (H, W, C).
   */
  encoder(positions?: 'flat' | 'mean' | 'map'): Encoder<object>;
  /** A learner of `outputs` logits or values. */
  learner(outputs: number): Learner<unknown>;
  /** The same kind of network for inputs of another shape. */
  of(inputShape: readonly number[]): Network;
}

/** What a network must know of its tasks. */
export type NetworkInputs = Pick<TaskFamily, 'inputShape' | 'description'>;

/** What the command line knows of a network. */
export interface NetworkEntry {
  readonly name: string;
  readonly about: string;
  readonly inputs: readonly InputKind[];
  /** @param channels of each convolution, or the width of each hidden layer; the network's own where not given. */
  build(inputs: NetworkInputs, channels?: number): Omit<Network, 'of'>;
}

/** Forgets the structure of parameters, which differs from network to network. */
export function network<P extends object, Q>(encoder: (positions: 'flat' | 'mean' | 'map') => Encoder<P>, learner: (outputs: number) => Learner<Q>): Omit<Network, 'of'> {
  return {
    encoder: (positions = 'flat') => encoder(positions) as unknown as Encoder<object>,
    learner: (outputs) => learner(outputs) as unknown as Learner<unknown>,
  };
}

/** The network of an entry. */
export function networkFor(entry: NetworkEntry, inputs: NetworkInputs, channels?: number): Network {
  return { ...entry.build(inputs, channels), of: (inputShape) => networkFor(entry, { ...inputs, inputShape }, channels) };
}
