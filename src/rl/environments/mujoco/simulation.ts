import { engine, type Data, type Engine, type Model } from './engine.js';

const none: Float64Array = new Float64Array(0);

/**
 * One robot, simulated. What comes next follows from positions, velocities, motors and `warmstart`, where the solver begins; so that by writing and reading
 * these, one simulation serves any number of rows in turn.
 */
export class Simulation {
  positions = none;
  velocities = none;
  /** The accelerations of the step before, from which the solver searches for the next. */
  warmstart = none;
  motors = none;
  /** (bodies, 6): torque and force of what touches each body, after `feel`. */
  contacts = none;

  constructor(
    private readonly engine: Engine,
    readonly model: Model,
    readonly data: Data,
  ) {
    this.renew();
  }

  /** To the pose that the model is written in, at rest. */
  rest(): void {
    this.engine.mj_resetData(this.model, this.data);
    this.renew();
  }

  /** Brings what follows from the positions up to date, such as where each limb is. */
  pose(): void {
    this.engine.mj_forward(this.model, this.data);
    this.renew();
  }

  advance(frames: number): void {
    for (let frame = 0; frame < frames; frame++) this.engine.mj_step(this.model, this.data);
    this.renew();
  }

  /** Brings `contacts` up to date. */
  feel(): void {
    this.engine.mj_rnePostConstraint(this.model, this.data);
    this.renew();
  }

  /** Takes the views of WebAssembly's memory anew where it has grown, which empties them: another model may be made at any time. */
  renew(): void {
    if (this.positions.length > 0) return;
    const { qpos, qvel, qacc_warmstart, ctrl, cfrc_ext } = this.data;
    [this.positions, this.velocities, this.warmstart, this.motors, this.contacts] = [qpos, qvel, qacc_warmstart, ctrl, cfrc_ext];
  }
}

const simulations = new Map<string, Promise<Simulation>>();

/** The simulation of a model, one for all environments of the process: a megabyte that nobody has to free. */
export function simulationOf(model: string): Promise<Simulation> {
  let simulation = simulations.get(model);
  if (!simulation) {
    simulation = compiled(model);
    simulations.set(model, simulation);
    simulation.catch(() => simulations.delete(model));
  }
  return simulation;
}

async function compiled(text: string): Promise<Simulation> {
  const mujoco = await engine();
  const model = mujoco.MjModel.from_xml_string(text);
  return new Simulation(mujoco, model, new mujoco.MjData(model));
}
