export { liveAgent, type LiveAgent, type LiveAgentOptions, type LiveEpisode } from './live-agent.js';
export type { LiveEnvironment, LiveOutcome } from './live-environment.js';
