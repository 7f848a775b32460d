"""A whole iteration of MAML with TRPO on nav2d in PyTorch: episodes, an inner step of policy gradients, episodes with what it made, and the outer step (conjugate gradients on products with the
Hessian of the KL divergence, by differentiating twice through the inner step; a line search).

Formulations: `loop` takes one task after the other, as most people write it; `batched` has all tasks in each call, with a copy of the weights for each (baddbmm). `pulled` is `loop` with a
product that hardly anybody writes: as the divergence has no gradient where nothing has moved, its Hessian is J' F J, with J the Jacobian of what the adapted policy says.
Each iteration begins at the same parameters, with fresh tasks and noise.
"""

import math

import numpy as np

import workloads as w
from harness import main

FORMULATIONS = ("pulled", "loop", "batched")


def build(options):
    import torch
    import torch_model as model
    from trpo_play import advantages, play

    torch.set_num_threads(options.threads)
    formulation = options.formulation or "pulled"
    at_once = w.TRPO_TASKS if formulation == "batched" else 1
    theta = [p.requires_grad_() for p in model.trpo_params()]
    sizes = [p.numel() for p in theta]
    rng = np.random.default_rng(0)

    def policy(p, x):
        """Means and log-deviations of x (M, N, 2), with weights (in, out) for all, or (M, in, out) for each."""
        means = model.mlp(p[:6], x) if p[0].dim() == 3 else model.mlp(p[:6], x.flatten(0, 1)).view(x.shape)
        return w.TRPO_UNIT * means, p[6] + math.log(w.TRPO_UNIT)

    def per_task(p, tasks):
        return [v.expand(tasks, *v.shape) if v.dim() == 2 else v.expand(tasks, 1, -1) for v in p]

    def log_probability(means, log_deviation, actions):
        standard = (actions - means) * torch.exp(-log_deviation)
        return (-0.5 * standard.square() - log_deviation - w.HALF_LOG_TAU).sum(2)

    def over_steps(values, mask):
        """The mean over the steps that a task took, (M)."""
        return (values * mask).sum(1) / mask.sum(1)

    def surrogate(means, log_deviation, steps):
        """Minus the mean of ratios times advantages."""
        ratio = torch.exp(log_probability(means, log_deviation, steps["actions"]) - steps["then"])
        return -over_steps(ratio * steps["advantages"], steps["mask"])

    def adapt(p, steps, create_graph=True):
        own = per_task(p, len(steps["mask"]))
        loss = surrogate(*policy(own, steps["observations"]), steps).sum()
        gradients = torch.autograd.grad(loss, own, create_graph=create_graph)
        return torch._foreach_sub(own, gradients, alpha=w.TRPO_LEARNING_RATE)

    def outcome(p, support, query):
        """Means and log-deviations of the adapted policies where the query was collected."""
        return policy(adapt(p, support), query["observations"])

    def divergence(means, log_deviation, query):
        """KL(then || now) of each task, (M)."""
        then, now = query["log_deviation"], log_deviation
        apart = torch.exp(2 * then) + (query["means"] - means).square()
        return over_steps((now - then + apart / (2 * torch.exp(2 * now)) - 0.5).sum(2), query["mask"])

    def episodes(p, goals):
        """Episodes with a policy, as rows of steps: what was seen and done, how likely it was, what it was worth."""
        with torch.no_grad():
            act = lambda x: tuple(v.numpy() for v in policy(p, torch.from_numpy(x)))
            observations, actions, means, log_deviation, rewards, mask = play(goals, act, rng)
            rows = lambda a: torch.from_numpy(a.reshape(len(a), -1, *a.shape[3:]))
            steps = {"observations": rows(observations), "actions": rows(actions), "means": rows(means), "mask": rows(mask)}
            steps["advantages"] = rows(advantages(observations, rewards, mask))
            steps["log_deviation"] = torch.from_numpy(log_deviation)
            steps["then"] = log_probability(steps["means"], steps["log_deviation"], steps["actions"])
            return steps

    def collect(goals):
        """The episodes of some tasks before and after adapting."""
        support = episodes(theta, goals)
        phi = [p.detach() for p in adapt(theta, support, create_graph=False)]
        return support, episodes(phi, goals)

    def losses_of(p, batches):
        """Surrogate and divergence, means over all tasks."""
        lost, moved = 0.0, 0.0
        for support, query in batches:
            out = outcome(p, support, query)
            lost = lost + surrogate(*out, query).sum() / w.TRPO_TASKS
            moved = moved + divergence(*out, query).sum() / w.TRPO_TASKS
        return lost, moved

    flat = lambda tensors: torch.cat([v.reshape(-1) for v in tensors])
    unflat = lambda vector: [part.view_as(p) for part, p in zip(vector.split(sizes), theta)]

    def usual_products(batches):
        """The gradient of the divergence, differentiated again."""
        _, moved = losses_of(theta, batches)
        kl_gradient = flat(torch.autograd.grad(moved, theta, create_graph=True))
        return lambda v: flat(torch.autograd.grad(kl_gradient @ v, theta, retain_graph=True)) + w.TRPO_DAMPING * v

    def pulled_products(batches):
        """J' F J v of each task; J v by differentiating J' u, which is linear in u."""
        parts = []
        for support, query in batches:
            out = outcome(theta, support, query)
            u = [torch.zeros_like(o, requires_grad=True) for o in out]
            parts.append((query["mask"] / query["mask"].sum(), out, u, torch.autograd.grad(out, theta, u, create_graph=True)))

        def product(v):
            total = w.TRPO_DAMPING * v
            for share, out, u, pulled in parts:
                means, log_deviation = torch.autograd.grad(pulled, u, unflat(v), retain_graph=True)
                # The Hessian of the divergence of normal distributions in means and log-deviations.
                bent = (share[..., None] * means * torch.exp(-2 * out[1]).detach(), 2 * log_deviation)
                total = total + flat(torch.autograd.grad(out, theta, bent, retain_graph=True)) / w.TRPO_TASKS
            return total

        return product

    def conjugate_gradient(product, b):
        x, r, p = torch.zeros_like(b), b.clone(), b.clone()
        size = r @ r
        for _ in range(w.TRPO_SOLVER_ITERATIONS):
            image = product(p)
            length = size / (p @ image)
            x, r = x + length * p, r - length * image
            next_size = r @ r
            if next_size < 1e-10:
                break
            p, size = r + next_size / size * p, next_size
        return x

    def line_search(direction, length, before, batches):
        for _ in range(16):
            p = [v.requires_grad_() for v in unflat(flat(theta).detach() - length * direction)]
            lost, moved = losses_of(p, batches)
            if lost.item() < before and moved.item() <= w.TRPO_DIVERGENCE:
                return p
            length = 0.8 * length
        return theta

    def step():
        goals = rng.uniform(-0.5, 0.5, (w.TRPO_TASKS, 2)).astype(np.float32)
        batches = [collect(goals[i : i + at_once]) for i in range(0, w.TRPO_TASKS, at_once)]
        lost, _ = losses_of(theta, batches)
        gradient = flat(torch.autograd.grad(lost, theta))
        product = (pulled_products if formulation == "pulled" else usual_products)(batches)
        direction = conjugate_gradient(product, gradient)
        bend = (direction @ product(direction)).item()
        return line_search(direction, (2 * w.TRPO_DIVERGENCE / bend) ** 0.5, lost.item(), batches)

    def check():
        support, query = ({k: torch.from_numpy(v) for k, v in part.items()} for part in w.trpo_data())
        for part in (support, query):
            part["then"] = log_probability(part["means"], part["log_deviation"], part["actions"])
        take = lambda part, i: {k: v[i : i + at_once] for k, v in part.items()}
        lost, _ = losses_of(theta, [(take(support, i), take(query, i)) for i in range(0, w.TRPO_TASKS, at_once)])
        return {"loss": lost.item(), "gradientNorm": flat(torch.autograd.grad(lost, theta)).norm().item()}

    return torch.__version__, formulation, step, check


if __name__ == "__main__":
    main("torch-trpo", FORMULATIONS, build)
