"""JAX: the whole meta-step under `jit`.

Formulations. sin: `vmap` over the tasks. omni, one task: `conv` (lax convolution, NHWC), `patches` (nine
strided slices side by side and one matrix product). The inner loop is unrolled, or with `scan` in the name scanned.
"""

import workloads as w
from harness import main

FORMULATIONS = ("vmap", "conv", "conv_scan", "patches", "patches_scan")


def build(options):
    import jax

    make = build_sin if options.workload.startswith("sin") else build_omni
    return (jax.__version__, *make(options))


def adapt(loss, params, steps, learning_rate, first_order, scan, *support):
    import jax

    def inner(p, _):
        gradients = jax.grad(loss)(p, *support)
        if first_order:
            gradients = jax.lax.stop_gradient(gradients)
        return jax.tree.map(lambda v, g: v - learning_rate * g, p, gradients), None

    if scan:
        return jax.lax.scan(inner, params, length=steps)[0]
    for _ in range(steps):
        params, _ = inner(params, None)
    return params


def checked(loss, gradients):
    import jax
    import numpy as np

    squares = [(np.asarray(g, dtype=np.float64) ** 2).sum() for g in jax.tree.leaves(gradients)]
    return {"loss": float(loss), "gradientNorm": float(np.sqrt(sum(squares)))}


def build_sin(options):
    import jax
    import jax.numpy as jnp

    formulation = options.formulation or "vmap"
    steps, _ = w.settings(options.workload)
    params, data = jax.device_put((w.sin_params(), w.sin_data()))

    def loss(p, x, y):
        for layer in p[:-1]:
            x = jax.nn.relu(x @ layer["weight"] + layer["bias"])
        return jnp.mean((x @ p[-1]["weight"] + p[-1]["bias"] - y) ** 2)

    def objective(p, sx, sy, qx, qy):
        def task_loss(sx, sy, qx, qy):
            return loss(adapt(loss, p, steps, w.SIN_LEARNING_RATE, False, False, sx, sy), qx, qy)

        return jnp.mean(jax.vmap(task_loss)(sx, sy, qx, qy))

    gradient = jax.value_and_grad(objective)

    def update(state, *tasks):
        p, m, v, count = state
        _, g = gradient(p, *tasks)
        count = count + 1
        b1, b2 = w.ADAM["b1"], w.ADAM["b2"]
        m = jax.tree.map(lambda a, b: b1 * a + (1 - b1) * b, m, g)
        v = jax.tree.map(lambda a, b: b2 * a + (1 - b2) * b * b, v, g)
        rate = w.ADAM["lr"] / (1 - b1**count)
        correction = 1 / jnp.sqrt(1 - b2**count)
        p = jax.tree.map(lambda a, b, c: a - rate * b / (jnp.sqrt(c) * correction + w.ADAM["eps"]), p, m, v)
        return p, m, v, count

    update = jax.jit(update, donate_argnums=0)
    zeros = jax.tree.map(jnp.zeros_like, params)
    state = [(jax.tree.map(jnp.copy, params), zeros, jax.tree.map(jnp.copy, zeros), jnp.zeros(()))]

    def step():
        state[0] = jax.block_until_ready(update(state[0], *data))

    return formulation, step, lambda: checked(*jax.jit(gradient)(params, *data))


def build_omni(options):
    import jax
    import jax.numpy as jnp

    formulation = options.formulation or "patches"
    steps, first_order = w.settings(options.workload)
    scan = "scan" in formulation
    params, (sx, sy, qx, qy) = jax.device_put((w.omni_params(), w.omni_data()))

    def convolve(x, kernel):
        if not formulation.startswith("patches"):
            return jax.lax.conv_general_dilated(
                x, kernel, (2, 2), ((1, 1), (1, 1)), dimension_numbers=("NHWC", "HWIO", "NHWC")
            )
        n, side = x.shape[0], (x.shape[1] + 1) // 2
        x = jnp.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
        end = 2 * side - 1
        x = jnp.concatenate([x[:, i : i + end : 2, j : j + end : 2] for i in range(3) for j in range(3)], 3)
        x = x.reshape(n * side * side, -1) @ kernel.reshape(-1, kernel.shape[-1])
        return x.reshape(n, side, side, -1)

    def forward(p, x):
        for block in p["blocks"]:
            x = convolve(x, block["conv"]["kernel"])
            mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
            gain = block["norm"]["scale"] * jax.lax.rsqrt(variance + w.NORM_EPSILON)
            x = jax.nn.relu(x * gain + (block["norm"]["shift"] - mean * gain))
        return x.mean((1, 2)) @ p["head"]["weight"] + p["head"]["bias"]

    def loss(p, x, y):
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(forward(p, x)), y[:, None], 1))

    @jax.jit
    @jax.value_and_grad
    def gradient(p, sx, sy, qx, qy):
        return loss(adapt(loss, p, steps, w.OMNI_LEARNING_RATE, first_order, scan, sx, sy), qx, qy)

    def meta_gradient():
        return jax.block_until_ready(gradient(params, sx, sy, qx, qy))

    return formulation, meta_gradient, lambda: checked(*meta_gradient())


if __name__ == "__main__":
    main("jax-jit", FORMULATIONS, build)
