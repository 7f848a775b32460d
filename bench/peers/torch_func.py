"""PyTorch with `torch.func`: a pure objective, `grad` inside it and around it, `vmap` over tasks for sin.

Formulations: `eager`; `compile` gives the whole meta-gradient to `torch.compile`, which sees the second
derivatives as part of one forward program. It needs a C++ compiler and, the first time, up to minutes.
"""

import workloads as w
from harness import main

FORMULATIONS = ("eager", "compile")


def build(options):
    import torch

    torch.set_num_threads(options.threads)
    make = build_sin if options.workload.startswith("sin") else build_omni
    return (torch.__version__, *make(options))


def adapt(loss, p, steps, learning_rate, first_order, *support):
    import torch

    for _ in range(steps):
        gradients = torch.func.grad(loss)(p, *support)
        if first_order:
            gradients = [g.detach() for g in gradients]
        p = [v - learning_rate * g for v, g in zip(p, gradients)]
    return p


def build_sin(options):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    formulation = options.formulation or "compile"
    steps, _ = w.settings(options.workload)
    params, data = model.sin_params(), model.sin_data()
    adam = torch.optim.Adam(params, lr=w.ADAM["lr"], fused=True)

    def loss(p, x, y):
        return F.mse_loss(model.mlp(p, x), y)

    def task_loss(p, sx, sy, qx, qy):
        return loss(adapt(loss, p, steps, w.SIN_LEARNING_RATE, False, sx, sy), qx, qy)

    def objective(p, *tasks):
        return torch.func.vmap(task_loss, (None, 0, 0, 0, 0))(p, *tasks).mean()

    gradient = torch.func.grad_and_value(objective)
    if formulation == "compile":
        gradient = torch.compile(gradient)

    def step():
        gradients, _ = gradient(params, *data)
        for p, g in zip(params, gradients):
            p.grad = g
        adam.step()

    def check():
        gradients, value = gradient(params, *data)
        return model.check(value, gradients)

    return formulation, step, check


def build_omni(options):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    formulation = options.formulation or "compile"
    steps, first_order = w.settings(options.workload)
    mini = options.workload.startswith("mini")
    logits, learning_rate = (model.pooled_conv4_norm, w.MINI_LEARNING_RATE) if mini else (model.conv4_norm, w.OMNI_LEARNING_RATE)
    params = (model.mini_params if mini else model.omni_params)("channels_last")
    sx, sy, qx, qy = (model.mini_data if mini else model.omni_data)("channels_last")

    def loss(p, x, y):
        return F.cross_entropy(logits(p, x), y)

    def task_loss(p, sx, sy, qx, qy):
        return loss(adapt(loss, p, steps, learning_rate, first_order, sx, sy), qx, qy)

    gradient = torch.func.grad_and_value(task_loss)
    if formulation == "compile":
        gradient = torch.compile(gradient)

    def meta_gradient():
        gradients, value = gradient(params, sx, sy, qx, qy)
        return value, gradients

    return formulation, meta_gradient, lambda: model.check(*meta_gradient())


if __name__ == "__main__":
    main("torch-func", FORMULATIONS, build)
