import { banditEntry, gaussianBanditEntry, mdpEntry } from './choices.js';
import type { EnvironmentEntry } from './environment-entry.js';
import { antDirectionEntry, halfCheetahDirectionEntry, halfCheetahVelocityEntry } from './locomotion.js';
import { nav2dEntry, nav2dObstaclesEntry, nav2dSparseEntry } from './nav2d.js';
import { ownEntry } from './own.js';
import { cartPoleEntry, pendulumEntry } from './physics.js';

/** Every family of environments of the command line, in the order of their lists. */
export const environmentEntries: readonly EnvironmentEntry[] = [
  nav2dEntry,
  nav2dSparseEntry,
  nav2dObstaclesEntry,
  cartPoleEntry,
  pendulumEntry,
  banditEntry,
  gaussianBanditEntry,
  mdpEntry,
  halfCheetahDirectionEntry,
  halfCheetahVelocityEntry,
  antDirectionEntry,
  ownEntry,
];
