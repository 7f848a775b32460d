import type { Comparison, Estimate } from '../evaluation/index.js';

/** When an interview is looked at: after so many answers, or so many questions, answered or not. */
export interface Stage {
  readonly after: 'answers' | 'questions';
  readonly count: number;
}

/** A strategy at one stage. */
export interface EvidenceStage extends Stage {
  /** Answers given and questions asked until then. */
  readonly answers: Estimate;
  readonly questions: Estimate;
  /** The mean absolute error on ratings that were not asked for. */
  readonly mae: Estimate;
  /** This strategy against the reference, by that error, of the same users; absent for the reference itself. */
  readonly against?: Comparison;
}

export interface EvidenceResult {
  readonly strategy: string;
  readonly stages: readonly EvidenceStage[];
}

/** What `compareEvidence` gives: plain values, which JSON keeps. */
export interface EvidenceComparison {
  readonly data: string;
  /** The rater that is told the answers. */
  readonly rater: string;
  readonly users: number;
  /** The strategy that the others are compared with. */
  readonly reference: string;
  /** The error when nothing is known. */
  readonly untold: Estimate;
  readonly strategies: readonly EvidenceResult[];
  /** Of each stage, which strategy has the least error, and whether that is sure. */
  readonly verdicts: readonly string[];
}
