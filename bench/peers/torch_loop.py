"""PyTorch as most people write MAML: a functional inner loop by `torch.autograd.grad(create_graph=True)`.

Formulations. sin: `batched` keeps a copy of the weights per task and multiplies with bmm (the sum of the tasks'
losses has each task's own gradient); `loop` takes one task after the other. The others: the memory format of the
convolutions, `contiguous` or `channels_last`.
"""

import workloads as w
from harness import main

FORMULATIONS = ("loop", "batched", "contiguous", "channels_last")


def build(options):
    import torch

    torch.set_num_threads(options.threads)
    make = {"sin": build_sin, "omni": build_omni, "mini": build_omni, "proto": build_proto, "reptile": build_reptile}[options.workload.split("-")[0]]
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
    mini = options.workload.startswith("mini")
    logits, learning_rate = (model.pooled_conv4, w.MINI_LEARNING_RATE) if mini else (model.conv4, w.OMNI_LEARNING_RATE)
    params = (model.mini_params if mini else model.omni_params)(formulation, requires_grad=True)
    sx, sy, qx, qy = (model.mini_data if mini else model.omni_data)(formulation)

    def meta_gradient():
        p = params
        for _ in range(steps):
            loss = F.cross_entropy(logits(p, sx), sy)
            gradients = torch.autograd.grad(loss, p, create_graph=not first_order)
            p = torch._foreach_sub(p, gradients, alpha=learning_rate)
        loss = F.cross_entropy(logits(p, qx), qy)
        # First order: the gradient with respect to the adapted weights, which the graph reaches unchanged.
        return loss, torch.autograd.grad(loss, params)

    return formulation, meta_gradient, lambda: model.check(*meta_gradient())


def build_proto(options):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    formulation = options.formulation or "channels_last"
    params = model.omni_params(formulation, requires_grad=True)[:-2]
    sx, sy, qx, qy = model.omni_data(formulation)
    layout = torch.channels_last if formulation == "channels_last" else torch.contiguous_format
    images = torch.cat((sx, qx)).contiguous(memory_format=layout)
    shots = len(sx) // w.OMNI_WAYS
    embed = model.pooled_conv4_features if options.workload.endswith("max") else model.conv4_features

    def gradient():
        features = embed(params, images)
        # The support is sorted by class.
        prototypes = features[: len(sx)].view(w.OMNI_WAYS, shots, -1).mean(1)
        distances = (features[len(sx) :, None] - prototypes[None]).square().sum(2)
        loss = F.cross_entropy(-distances, qy)
        return loss, torch.autograd.grad(loss, params)

    return formulation, gradient, lambda: model.check(*gradient())


def build_reptile(options):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    formulation = options.formulation or "channels_last"
    steps, _ = w.settings(options.workload)
    theta = model.omni_params(formulation)
    sx, sy, qx, qy = model.omni_data(formulation)
    layout = torch.channels_last if formulation == "channels_last" else torch.contiguous_format
    images, classes = torch.cat((sx, qx)), torch.cat((sy, qy))
    turns = torch.arange(steps * w.REPTILE_BATCH) * w.REPTILE_STRIDE % len(images)
    rows = turns.reshape(steps, w.REPTILE_BATCH)

    def displacement():
        phi = [p.clone().requires_grad_() for p in theta]
        adam = torch.optim.Adam(phi, **w.REPTILE_ADAM, fused=True)
        for batch in rows:
            adam.zero_grad()
            F.cross_entropy(model.conv4(phi, images[batch].contiguous(memory_format=layout)), classes[batch]).backward()
            adam.step()
        with torch.no_grad():
            moved = torch._foreach_sub(theta, phi)
            return 0.5 * sum(m.square().sum() for m in moved), moved

    return formulation, displacement, lambda: model.check(*displacement())


if __name__ == "__main__":
    main("torch-loop", FORMULATIONS, build)
