"""MeLU in PyTorch: embeddings that all users share, decision layers that adapt to each, exact second-order gradients through to the embeddings.

Formulations: `loop` takes one user after the other, as most people write it; `batched` keeps a copy of the weights per user and multiplies
with baddbmm (the sum of the users' losses has each user's own gradient); `eager` is torch.func with vmap over the users; `compile` gives that to torch.compile.
All but `loop` embed the rows of all users at once.
"""

import workloads as w
from harness import main

FORMULATIONS = ("loop", "batched", "eager", "compile")


def build(options):
    import torch

    torch.set_num_threads(options.threads)
    formulation = options.formulation or "batched"
    steps, _ = w.settings(options.workload)
    make = {"loop": build_loop, "batched": build_batched, "eager": build_func, "compile": build_func}[formulation]
    return (torch.__version__, formulation, *make(formulation, steps))


def features(tables, rows):
    """(N, 26) of the rows (N, 15) of one or all users: an item's embedding, its numbers, the mean embedding of its genres."""
    import torch
    import torch.nn.functional as F

    codes, numbers, genres = rows
    return torch.cat((F.embedding(codes, tables[0]), numbers, F.embedding_bag(genres, tables[1], mode="mean", padding_idx=0)), 1)


def build_loop(formulation, steps):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    params = [p.requires_grad_() for p in model.melu_params()]
    tables, layers = params[:2], params[2:]
    users = model.melu_users()

    def gradient():
        total = 0.0
        for support, sy, query, qy in users:
            p = layers
            known = features(tables, support)
            for _ in range(steps):
                loss = F.mse_loss(model.mlp(p, known), sy)
                gradients = torch.autograd.grad(loss, p, create_graph=True)
                p = torch._foreach_sub(p, gradients, alpha=w.MELU_LEARNING_RATE)
            total = total + F.mse_loss(model.mlp(p, features(tables, query)), qy)
        loss = total / len(users)
        return loss, torch.autograd.grad(loss, params)

    return gradient, lambda: model.check(*gradient())


def build_batched(formulation, steps):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    params = [p.requires_grad_() for p in model.melu_params()]
    tables, layers = params[:2], params[2:]
    rows, y = model.melu_rows()
    sy, qy = y[:, : w.MELU_SHOTS], y[:, w.MELU_SHOTS :]

    def gradient():
        x = features(tables, rows).view(w.MELU_USERS, w.MELU_SHOTS + w.MELU_QUERIES, -1)
        sx, qx = x[:, : w.MELU_SHOTS], x[:, w.MELU_SHOTS :]
        p = [v.expand(w.MELU_USERS, *v.shape) if v.dim() == 2 else v.expand(w.MELU_USERS, 1, -1) for v in layers]
        for _ in range(steps):
            loss = F.mse_loss(model.mlp(p, sx), sy) * w.MELU_USERS
            gradients = torch.autograd.grad(loss, p, create_graph=True)
            p = torch._foreach_sub(p, gradients, alpha=w.MELU_LEARNING_RATE)
        loss = F.mse_loss(model.mlp(p, qx), qy)
        return loss, torch.autograd.grad(loss, params)

    return gradient, lambda: model.check(*gradient())


def build_func(formulation, steps):
    import torch
    import torch.nn.functional as F
    import torch_model as model

    params = model.melu_params()
    rows, y = model.melu_rows()
    sy, qy = y[:, : w.MELU_SHOTS], y[:, w.MELU_SHOTS :]

    def loss(p, x, y):
        return F.mse_loss(model.mlp(p, x), y)

    def user_loss(p, sx, sy, qx, qy):
        for _ in range(steps):
            gradients = torch.func.grad(loss)(p, sx, sy)
            p = [v - w.MELU_LEARNING_RATE * g for v, g in zip(p, gradients)]
        return loss(p, qx, qy)

    def objective(p, *data):
        x = features(p[:2], data[:3]).view(w.MELU_USERS, w.MELU_SHOTS + w.MELU_QUERIES, -1)
        sx, qx = x[:, : w.MELU_SHOTS], x[:, w.MELU_SHOTS :]
        return torch.func.vmap(user_loss, (None, 0, 0, 0, 0))(p[2:], sx, data[3], qx, data[4]).mean()

    grad_and_value = torch.func.grad_and_value(objective)
    if formulation == "compile":
        grad_and_value = torch.compile(grad_and_value)

    def gradient():
        gradients, value = grad_and_value(params, *rows, sy, qy)
        return value, gradients

    return gradient, lambda: model.check(*gradient())


if __name__ == "__main__":
    main("torch-melu", FORMULATIONS, build)
