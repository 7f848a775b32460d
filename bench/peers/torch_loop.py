"""PyTorch as most people write MAML: a functional inner loop by `torch.autograd.grad(create_graph=True)`.

Formulations. sin: `batched` keeps a copy of the weights per task and multiplies with bmm (the sum of the tasks'
losses has each task's own gradient); `loop` takes one task after the other. omni: the memory format of the
convolutions, `contiguous` or `channels_last`.
"""

import workloads as w
from harness import main

FORMULATIONS = ("loop", "batched", "contiguous", "channels_last")


def build(options):
    import torch

    torch.set_num_threads(options.threads)
    make = build_sin if options.workload.startswith("sin") else build_omni
    return (torch.__version__, *make(options))


def build_sin(options):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    formulation = options.formulation or "batched"
    steps, _ = w.settings(options.workload)
    params = model.sin_params(requires_grad=True)
    sx, sy, qx, qy = model.sin_data()
    adam = torch.optim.Adam(params, lr=w.ADAM["lr"], fused=True)

    def batched():
        p = [v.expand(w.SIN_TASKS, *v.shape) if v.dim() == 2 else v.expand(w.SIN_TASKS, 1, -1) for v in params]
        for _ in range(steps):
            loss = F.mse_loss(model.mlp(p, sx), sy) * w.SIN_TASKS
            gradients = torch.autograd.grad(loss, p, create_graph=True)
            p = torch._foreach_sub(p, gradients, alpha=w.SIN_LEARNING_RATE)
        return F.mse_loss(model.mlp(p, qx), qy)

    def loop():
        losses = []
        for t in range(w.SIN_TASKS):
            p = params
            for _ in range(steps):
                loss = F.mse_loss(model.mlp(p, sx[t]), sy[t])
                gradients = torch.autograd.grad(loss, p, create_graph=True)
                p = torch._foreach_sub(p, gradients, alpha=w.SIN_LEARNING_RATE)
            losses.append(F.mse_loss(model.mlp(p, qx[t]), qy[t]))
        return torch.stack(losses).mean()

    objective = batched if formulation == "batched" else loop

    def gradient():
        adam.zero_grad()
        loss = objective()
        loss.backward()
        return loss

    def step():
        gradient()
        adam.step()

    def check():
        loss = gradient()
        return model.check(loss, [p.grad for p in params])

    return formulation, step, check


def build_omni(options):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    formulation = options.formulation or "channels_last"
    steps, first_order = w.settings(options.workload)
    params = model.omni_params(formulation, requires_grad=True)
    sx, sy, qx, qy = model.omni_data(formulation)

    def meta_gradient():
        p = params
        for _ in range(steps):
            loss = F.cross_entropy(model.conv4(p, sx), sy)
            gradients = torch.autograd.grad(loss, p, create_graph=not first_order)
            p = torch._foreach_sub(p, gradients, alpha=w.OMNI_LEARNING_RATE)
        loss = F.cross_entropy(model.conv4(p, qx), qy)
        # First order: the gradient with respect to the adapted weights, which the graph reaches unchanged.
        return loss, torch.autograd.grad(loss, params)

    return formulation, meta_gradient, lambda: model.check(*meta_gradient())


if __name__ == "__main__":
    main("torch-loop", FORMULATIONS, build)
