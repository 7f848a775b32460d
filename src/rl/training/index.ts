export type { AgentExecutor, AgentJob, AgentSession, AskRequest } from './agent-executor.js';
export type { AgentTestReport, RecordedTask } from './agent-report.js';
export type { AgentValidationPlan } from './agent-validation.js';
export { agentWorkers, type AgentBuilder, type BuiltAgent } from './agent-workers.js';
export { inThisProcess } from './in-this-process.js';
export { metaTestAgent, type MetaTestAgentOptions } from './meta-test-agent.js';
export { metaTrainAgent, type MetaTrainAgentOptions } from './meta-train-agent.js';
export type { AdaptQuestion, Answer, Question, TrainingQuestion } from './questions.js';
