"""Playing nav2d and weighing what was done, in numpy: points of all tasks side by side, advantages over linear baselines (Duan et al. 2016)."""

import numpy as np

import workloads as w


def play(goals, act, rng):
    """Episodes of M tasks, `TRPO_EPISODES` each. `act` makes means (M, E, 2) and log-deviations (2) or (M, 1, 2) of observations (M, E, 2).
    Gives observations, actions, means (M, E, T, 2), log-deviations, rewards and mask (M, E, T)."""
    m, e, t = len(goals), w.TRPO_EPISODES, w.TRPO_HORIZON
    observations, actions, means = (np.zeros((m, e, t, 2), np.float32) for _ in range(3))
    rewards, mask = np.zeros((m, e, t), np.float32), np.zeros((m, e, t), np.float32)
    position, running = np.zeros((m, e, 2), np.float32), np.ones((m, e), bool)
    noise = rng.standard_normal((t, m, e, 2), np.float32)
    for step in range(t):
        mean, log_deviation = act(position)
        action = mean + np.exp(log_deviation) * noise[step]
        observations[:, :, step], actions[:, :, step], means[:, :, step] = position, action, mean
        position = position + np.clip(action, -0.1, 0.1)
        away = position - goals[:, None]
        distance = np.sqrt(np.einsum("...i,...i", away, away))
        rewards[:, :, step], mask[:, :, step] = -distance, running
        running = running & (distance >= 0.01)
        if not running.any():
            break
    return observations, actions, means, log_deviation, rewards, mask


def advantages(observations, rewards, mask):
    """Returns-to-go less a linear baseline of each task, standardised over the steps that it took, (M, E, T)."""
    m, e, t = rewards.shape
    returns = np.zeros((m, e, t))
    after = np.zeros((m, e))
    for step in reversed(range(t)):
        after = (rewards[:, :, step] + w.TRPO_DISCOUNT * after) * mask[:, :, step]
        returns[:, :, step] = after
    seen = np.clip(observations.astype(np.float64), -10, 10)
    time = np.broadcast_to((np.arange(t) / 100)[:, None], (m, e, t, 1))
    features = np.concatenate((seen, seen**2, time, time**2, time**3, np.ones_like(time)), 3) * mask[..., None]
    features = features.reshape(m, e * t, -1)
    transposed = features.transpose(0, 2, 1)
    gram = transposed @ features + 1e-5 * np.eye(features.shape[2])
    weights = np.linalg.solve(gram, transposed @ returns.reshape(m, -1, 1))
    left = (returns - (features @ weights).reshape(m, e, t)) * mask
    count = mask.sum((1, 2), keepdims=True)
    left = (left - left.sum((1, 2), keepdims=True) / count) * mask
    return (left / (np.sqrt((left**2).sum((1, 2), keepdims=True) / count) + 1e-8)).astype(np.float32)
