"""Environment steps with Gymnasium: `nav2d-steps` and `half-cheetah-steps`.

Formulations: `single` is one environment and a loop; `sync` is SyncVectorEnv; `batched`, for nav2d alone, is a VectorEnv that is written by hand for arrays of all points, as few
people do. A measured step is 1000 steps of environments in all, with the actions of `workloads.py`, which are not drawn while the clock runs; an episode is begun anew when it ends.
"""

import itertools

import workloads as w
from harness import main

FORMULATIONS = ("single", "sync", "batched")
# The number of environments of `sync` makes little difference.
SYNC = 10


def build(options):
    import gymnasium

    nav2d = options.workload == "nav2d-steps"
    formulation = options.formulation or ("batched" if nav2d else "single")
    if formulation == "batched" and not nav2d:
        raise SystemExit("MuJoCo's environments in Gymnasium have no batched form; choose single or sync.")
    if nav2d:
        from nav2d_env import Nav2d, VectorNav2d

        width = 2
        make = lambda goal=(0.3, -0.2): Nav2d(goal)
        check = lambda: check_steps(VectorNav2d(w.nav2d_goals()), w.step_actions(w.NAV2D_ROWS, width))
    else:
        import mujoco  # noqa: F401, so that it is named where it is missing

        width = 6
        make = lambda **more: gymnasium.make("HalfCheetah-v5", disable_env_checker=True, **more)
        check = lambda: check_steps(gymnasium.vector.SyncVectorEnv([lambda: make(reset_noise_scale=0.0)]), w.step_actions(1, width))

    if formulation == "single":
        step = single_steps(make(), width)
    elif formulation == "sync":
        goals = w.nav2d_goals()[:SYNC] if nav2d else None
        makers = [lambda goal=goal: make(goal) for goal in goals] if nav2d else [make] * SYNC
        step = vector_steps(gymnasium.vector.SyncVectorEnv(makers), SYNC, width)
    else:
        step = vector_steps(VectorNav2d(w.nav2d_goals()), w.NAV2D_ROWS, width)
    return gymnasium.__version__, formulation, step, check


def single_steps(env, width):
    actions = itertools.cycle(w.step_actions(1, width)[:, 0])
    env.reset(seed=0)

    def step():
        for _ in range(w.STEPS):
            _, _, terminated, truncated, _ = env.step(next(actions))
            if terminated or truncated:
                env.reset()

    return step


def vector_steps(envs, rows, width):
    actions = itertools.cycle(w.step_actions(rows, width))
    envs.reset(seed=0)

    def step():
        for _ in range(w.STEPS // rows):
            envs.step(next(actions))

    return step


def check_steps(envs, actions):
    """The mean reward of the first steps from rest, and the length of the observations after them."""
    import numpy as np

    envs.reset(seed=0)
    total = 0.0
    for action in actions[: w.CHECK_STEPS]:
        observations, rewards, *_ = envs.step(action)
        total += float(np.mean(rewards))
    return {"loss": total / w.CHECK_STEPS, "gradientNorm": float(np.linalg.norm(observations))}


if __name__ == "__main__":
    main("gymnasium", FORMULATIONS, build)
