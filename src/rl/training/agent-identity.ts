import type { Json } from '../../training/index.js';
import { key } from '../../random/index.js';
import { outlineOf } from '../../training/fit.js';
import type { Agent } from '../agent.js';
import type { OuterRule } from '../outer/outer.js';

/** Says of agent, environment and outer rule what one that was made otherwise would say differently. */
export function identityOf<Theta, Data>(agent: Agent<Theta, Data>, outer?: OuterRule): Readonly<Record<string, Json>> {
  const { name, settings, rounds, environment } = agent;
  const { observationSpace, actionSpace, horizon, description } = environment;
  const identity = {
    environment: { name: environment.name, observationSpace, actionSpace, horizon, description },
    agent: { name, rounds, ...settings },
    ...(outer ? { outer: { name: outer.name, ...outer.settings } } : {}),
  };
  // By way of JSON, as processes tell each other and files keep it.
  return JSON.parse(JSON.stringify(identity)) as Record<string, Json>;
}

/** What a worker must agree on before it plays: the same, and the sizes of the parameters, which no setting tells. */
export function workIdentityOf<Theta, Data>(agent: Agent<Theta, Data>, outer?: OuterRule): Readonly<Record<string, Json>> {
  return { ...identityOf(agent, outer), theta: outlineOf(agent.init(key(0))) };
}
