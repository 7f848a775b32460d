"""learn2learn's MAML, the library most PyTorch users would take (its last release wants an older Python)."""

import workloads as w
from harness import main


def build(options):
    import learn2learn
    import torch
    import torch.nn.functional as F
    import torch_model as model
    from torch import nn

    torch.set_num_threads(options.threads)
    sin = options.workload.startswith("sin")
    steps, first_order = w.settings(options.workload)

    class Learner(nn.Module):
        def __init__(self):
            super().__init__()
            values = model.sin_params() if sin else model.omni_params("contiguous")
            # One attribute each: cloning a module, as learn2learn does, follows attributes.
            for i, value in enumerate(values):
                self.register_parameter(f"p{i}", nn.Parameter(value))
            self.count = len(values)

        def forward(self, x):
            return (model.mlp if sin else model.conv4)([getattr(self, f"p{i}") for i in range(self.count)], x)

    loss_of = F.mse_loss if sin else F.cross_entropy
    rate = w.SIN_LEARNING_RATE if sin else w.OMNI_LEARNING_RATE
    maml = learn2learn.algorithms.MAML(Learner(), lr=rate, first_order=first_order)
    params = list(maml.parameters())
    tasks = list(zip(*model.sin_data())) if sin else [model.omni_data("contiguous")]
    adam = torch.optim.Adam(params, lr=w.ADAM["lr"])

    def gradient():
        adam.zero_grad()
        total = 0.0
        for sx, sy, qx, qy in tasks:
            learner = maml.clone()
            for _ in range(steps):
                learner.adapt(loss_of(learner(sx), sy))
            loss = loss_of(learner(qx), qy) / len(tasks)
            loss.backward()
            total = total + loss.detach()
        return total

    def step():
        gradient()
        if sin:
            adam.step()

    version = getattr(learn2learn, "__version__", "unknown")
    return version, "loop", step, lambda: model.check(gradient(), [p.grad for p in params])


if __name__ == "__main__":
    main("learn2learn", ("loop",), build)
