import { ravel } from '../../training/ravel.js';
import { cut, type ChunkPlan } from '../../training/chunks.js';
import type { LoopOptions, Trained } from '../../training/index.js';
import { requireFunctions } from '../../training/require-functions.js';
import { whileHeld } from '../../training/run.js';
import { startTraining } from '../../training/start.js';
import { chosenSizes, storedCheckpoint } from '../../training/stored.js';
import { streamKey } from '../../training/streams.js';
import { checkLoop, trainLoop } from '../../training/train-loop.js';
import type { Agent } from '../agent.js';
import type { OuterRule } from '../outer/outer.js';
import type { AgentExecutor } from './agent-executor.js';
import { identityOf } from './agent-identity.js';
import { agentStep } from './agent-step.js';
import { agentValidation, type AgentValidationPlan } from './agent-validation.js';
import { inThisProcess } from './in-this-process.js';
import { requireAgent } from './require-agent.js';

export interface MetaTrainAgentOptions<Theta, Data> extends LoopOptions, Partial<ChunkPlan> {
  readonly agent: Agent<Theta, Data>;
  /** How theta is moved. */
  readonly outer: OuterRule;
  /** Tasks of an iteration. */
  readonly metaBatchSize: number;
  /** Fixes initial parameters, tasks, episodes and everything else that is drawn. */
  readonly seed: number;
  /** Where agents play and gradients are computed. Default: in this process. The result does not depend on it. */
  readonly executor?: AgentExecutor;
  /** Plays on validation tasks now and then, and keeps the parameters that did best. */
  readonly validation?: AgentValidationPlan;
  /** Whether to go on from the run's checkpoint, if it has one. Default false. */
  readonly resume?: boolean;
}

/** Chunks of a meta-batch: enough for a few workers to share evenly, few enough that many rows are played at once. */
export const usualChunks = 4;

/**
 * Meta-training of an agent: in each iteration it plays on fresh tasks, adapting as it does, and the outer rule moves what it began with.
 *
 * The same options give the same bits, for any number of workers and any number of interruptions and resumes (on one kind of processor). metrics.jsonl has the mean
 * returns of the rounds of episodes as return0 (before adapting), return1, ... and what the outer rule tells of its step.
 *
 * @throws RangeError for sizes that make no sense; TypeError where the agent or the outer rule is none, or the rule cannot move all that the agent learns; NonFiniteError where a return, loss, gradient or parameter stops being a
 *   number; EnvironmentError where an environment breaks its word; ConfigurationError or CheckpointError where the run cannot be resumed; WriteError where it cannot be saved; the signal's reason where
 *   it is aborted, after saving.
 */
export async function metaTrainAgent<Theta, Data>(options: MetaTrainAgentOptions<Theta, Data>): Promise<Trained<Theta>> {
  return whileHeld(options.run, () => train(options));
}

async function train<Theta, Data>(options: MetaTrainAgentOptions<Theta, Data>): Promise<Trained<Theta>> {
  const { agent, outer, iterations, metaBatchSize, seed, executor = inThisProcess(), validation, run, resume = false, signal, onEvent } = options;
  requireAgent(agent);
  requireFunctions('outer', outer, ['init', 'step'], 'an outer rule, such as trpo() or ppo()');
  checkLoop(options);
  if (agent.beside && outer.byCurvature) {
    throw new TypeError(`${agent.name} learns ${agent.beside} beside its policy, of which the divergence that ${outer.name} measures its steps by says nothing. Give it an outer rule that follows the gradient, such as ppo().`);
  }
  signal?.throwIfAborted();
  const stored = await storedCheckpoint(run, resume);
  const { chunkSize, tasksPerCall = agent.tasksPerCall } = chosenSizes(options, stored);
  const plan = planOf(metaBatchSize, chunkSize, tasksPerCall);
  const like = agent.init(streamKey(seed, 'initial'));
  const theta = ravel(like);
  const { environment, ...learned } = identityOf(agent, outer);
  const start = await startTraining({
    like,
    optimizer: outer.init(theta),
    seed,
    training: { environment, ...learned, parameters: theta.length, seed, metaBatchSize, ...plan },
    beside: { iterations, workers: executor.workers, ...(validation ? { validation: { ...validation } } : {}) },
    data: environment,
    run,
    stored,
  });
  const chunks = cut(metaBatchSize, plan.chunkSize);
  const session = await executor.open({ agent, outer, seed, tasksPerCall: plan.tasksPerCall }, (notice) => onEvent?.(notice));
  try {
    return await trainLoop(
      {
        start,
        step: agentStep(session, outer, chunks, like),
        validation: validation && agentValidation(session, validation, { rounds: agent.rounds, chunkSize: plan.chunkSize }),
        metaBatchSize,
        plan,
      },
      options,
    );
  } finally {
    await session.close();
  }
}

/** @throws RangeError where `metaBatchSize` is not a whole number of at least 1, or another size not one from 1 to it. */
function planOf(metaBatchSize: number, chunkSize = Math.ceil(metaBatchSize / usualChunks), tasksPerCall = chunkSize): ChunkPlan {
  if (!Number.isInteger(metaBatchSize) || metaBatchSize < 1) throw new RangeError(`metaBatchSize must be a whole number of at least 1, got ${metaBatchSize}.`);
  if (!Number.isInteger(chunkSize) || chunkSize < 1 || chunkSize > metaBatchSize) throw new RangeError(`chunkSize must be a whole number from 1 to the metaBatchSize of ${metaBatchSize}, got ${chunkSize}.`);
  if (!Number.isInteger(tasksPerCall) || tasksPerCall < 1) throw new RangeError(`tasksPerCall must be a whole number of at least 1, got ${tasksPerCall}.`);
  return { chunkSize, tasksPerCall: Math.min(tasksPerCall, chunkSize) };
}
