/** What a kind of run is served as, in the process of the server: it reads requests. Workers compute. */
export interface Service {
  /** What `GET /run` tells of inputs, answers and how requests are written. */
  readonly about: Readonly<Record<string, unknown>>;
  /** A support set from a body, or part of one. @throws Refusal that says what is wrong with it. */
  support(body: Body): Part;
  /** What is asked of a learner. @throws Refusal. */
  query(body: Body): unknown;
  /** What a body wants recommended, and what else it says: of whom. Absent where the run recommends nothing. */
  readonly wish?: (body: Body) => { readonly asked: unknown; readonly support: Body };
  /** What all parts of a support set are together. @throws Refusal where they do not go together or are too many. */
  summary(parts: readonly Part[]): Summary;
}

/** A request's body, or what it says of one thing. */
export type Body = Readonly<Record<string, unknown>>;

/** Part of a support set, as it goes to workers: plain data. */
export type Part = unknown;

/** What is told of a learner. */
export interface Summary {
  readonly examples: number;
  /** How many examples each class has. */
  readonly classes?: readonly { readonly class: number | string; readonly examples: number }[];
}

/** What workers do with a run. */
export interface Desk<Learner> {
  /**
   * Adapts to a support set of one part or more. The same parts give the same learner, whether it grew or not.
   * @param before a learner of the first of these parts, where there is one.
   */
  adapt(parts: readonly Part[], before?: Learner): Promise<Learner>;
  /** What is told of a learner that was made or got more examples, beside its summary. */
  readonly tell?: (learner: Learner) => Readonly<Record<string, unknown>>;
  predict(learner: Learner, query: unknown): Promise<unknown>;
  /** Absent where the run recommends nothing. */
  readonly recommend?: (learner: Learner, wish: unknown) => Promise<unknown>;
  /** About how much memory a learner takes. */
  bytesOf(learner: Learner): number;
}
