import type { ArtifactParts, Learns } from '../../artifact/index.js';

/** What `export` may be told of the programs. */
export interface ExportOptions {
  /** Rows that support sets are padded to; a program for each. Default: those of a task of the run. */
  readonly rows?: readonly number[];
  /** Inner steps; a program for each number. Default: as many as the run is tested with. */
  readonly steps?: readonly number[];
  /** Queries of one call. Default 1. */
  readonly queries?: number;
  /** Classes at most, of learners that take any number. */
  readonly ways?: number;
  /** Pixels that copies of images are shifted by; 0 for no copies. Default: as in training. */
  readonly testShift?: number;
  /** Items of the catalogue, the most rated. */
  readonly items?: number;
}

/** What of an artifact differs with what the run learned. */
export interface ExportedParts extends Pick<ArtifactParts, 'weights' | 'programs'> {
  readonly learns: Learns;
  /** Files beside: a catalogue, for example. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}
