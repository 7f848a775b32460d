"""Point navigation (Finn, Abbeel and Levine 2017) for Gymnasium: one point, and an array of points. From the origin to a goal; a velocity within 0.1 in x and y; rewarded by minus the
distance; ends within 0.01 of the goal, or is cut off after 100 steps."""

import math

import gymnasium
import numpy as np

FASTEST, NEAR, HORIZON = 0.1, 0.01, 100


class Nav2d(gymnasium.Env):
    def __init__(self, goal):
        self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (2,), np.float32)
        self.action_space = gymnasium.spaces.Box(-FASTEST, FASTEST, (2,), np.float32)
        self.goal = np.array(goal, np.float32)
        self.position, self.steps = np.zeros(2, np.float32), 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.position, self.steps = np.zeros(2, np.float32), 0
        return self.position, {}

    def step(self, action):
        self.steps += 1
        self.position = self.position + np.minimum(np.maximum(action, -FASTEST), FASTEST)
        x, y = (self.position - self.goal).tolist()
        distance = math.sqrt(x * x + y * y)
        return self.position, -distance, distance < NEAR, self.steps >= HORIZON, {}


class VectorNav2d(gymnasium.vector.VectorEnv):
    """Points side by side, each with a goal of its own (rows, 2). What has ended begins anew in the same step."""

    def __init__(self, goals):
        self.num_envs = len(goals)
        self.goals = np.asarray(goals, np.float32)
        self.single_observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (2,), np.float32)
        self.single_action_space = gymnasium.spaces.Box(-FASTEST, FASTEST, (2,), np.float32)
        self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, self.goals.shape, np.float32)
        self.action_space = gymnasium.spaces.Box(-FASTEST, FASTEST, self.goals.shape, np.float32)
        self.metadata = {"autoreset_mode": gymnasium.vector.AutoresetMode.SAME_STEP}
        self.position, self.steps = np.zeros_like(self.goals), np.zeros(self.num_envs, np.int32)

    def reset(self, *, seed=None, options=None):
        self.position[:] = 0
        self.steps[:] = 0
        return self.position.copy(), {}

    def step(self, actions):
        self.steps += 1
        self.position += np.minimum(np.maximum(actions, -FASTEST), FASTEST)
        away = self.position - self.goals
        distance = np.sqrt(np.einsum("ij,ij->i", away, away))
        terminated, truncated = distance < NEAR, self.steps >= HORIZON
        ended = terminated | truncated
        if ended.any():
            self.position[ended] = 0
            self.steps[ended] = 0
        return self.position.copy(), -distance, terminated, truncated, {}
