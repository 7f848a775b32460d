/** A model as MuJoCo has compiled it. */
export interface Model {
  readonly nq: number;
  readonly nv: number;
  readonly nu: number;
  /** In kilograms, of the world and then of every body. */
  readonly body_mass: Float64Array;
}

/** The state of a simulation. The arrays are views of WebAssembly's memory: when that grows, they have no length any more and have to be taken anew. */
export interface Data {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly ctrl: Float64Array;
  readonly qacc_warmstart: Float64Array;
  readonly cfrc_ext: Float64Array;
  readonly geom_xpos: Float64Array;
  readonly geom_xmat: Float64Array;
}

/** What is used here of MuJoCo's module, whose own declarations have no types of arrays. */
export interface Engine {
  readonly MjModel: { from_xml_string(text: string): Model };
  readonly MjData: new (model: Model) => Data;
  mj_step(model: Model, data: Data): void;
  mj_forward(model: Model, data: Data): void;
  mj_resetData(model: Model, data: Data): void;
  mj_rnePostConstraint(model: Model, data: Data): void;
}

let loading: Promise<Engine> | undefined;

/**
 * MuJoCo, compiled to WebAssembly by its authors: ten megabytes, loaded when the first environment is made and once in a process.
 * @throws Error where it cannot be loaded.
 */
export function engine(): Promise<Engine> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Engine> {
  try {
    const { default: start } = await import('@mujoco/mujoco');
    return (await start()) as unknown as Engine;
  } catch (cause) {
    loading = undefined;
    throw new Error(`MuJoCo could not be loaded, which HalfCheetah and Ant are simulated with. Is the package @mujoco/mujoco installed? ${(cause as Error).message}`, { cause });
  }
}
