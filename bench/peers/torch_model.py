"""The learners of the workloads in PyTorch, with the weights in PyTorch's own layouts, as flat lists."""

import numpy as np
import torch
import torch.nn.functional as F

import workloads as w


def _tensor(array, requires_grad=False):
    return torch.from_numpy(np.ascontiguousarray(array)).clone().requires_grad_(requires_grad)


def _images(array, layout):
    value = _tensor(array)
    return value.contiguous(memory_format=torch.channels_last) if layout == "channels_last" else value


def sin_params(requires_grad=False):
    return [_tensor(p[k], requires_grad) for p in w.sin_params() for k in ("weight", "bias")]


def sin_data():
    return [_tensor(a) for a in w.sin_data()]


def mlp(p, x):
    """x (points, 1) with weights (in, out), or (tasks, points, 1) with a weight per task, biases (tasks, 1, out)."""
    if p[0].dim() == 3:
        h = torch.relu(torch.baddbmm(p[1], x, p[0]))
        h = torch.relu(torch.baddbmm(p[3], h, p[2]))
        return torch.baddbmm(p[5], h, p[4])
    h = torch.relu(torch.addmm(p[1], x, p[0]))
    h = torch.relu(torch.addmm(p[3], h, p[2]))
    return torch.addmm(p[5], h, p[4])


def trpo_params():
    """[weight (in, out), bias] * 3 + [log_deviation (2)]."""
    return [_tensor(layer[k]) for layer in w.trpo_params() for k in ("weight", "bias")] + [torch.zeros(2)]


def melu_params():
    """[items (10507, 16), genres (26, 8)] + [weight (in, out), bias] * 3."""
    tables, layers = w.melu_params()
    return [_tensor(t) for t in tables] + [_tensor(layer[k]) for layer in layers for k in ("weight", "bias")]


def melu_rows():
    """The rows of all users one after the other, as item codes (960), numbers (960, 2) and genre codes (960, 12); y (32, 30, 1)."""
    x, y = w.melu_data()
    return _melu_columns(x.reshape(-1, x.shape[-1])), _tensor(y)


def melu_users():
    """The same user by user: support rows and y, query rows and y."""
    x, y = w.melu_data()
    sets = ((x[:, : w.MELU_SHOTS], y[:, : w.MELU_SHOTS]), (x[:, w.MELU_SHOTS :], y[:, w.MELU_SHOTS :]))
    return [tuple(part for xs, ys in sets for part in (_melu_columns(xs[u]), _tensor(ys[u]))) for u in range(w.MELU_USERS)]


def _melu_columns(x):
    return _tensor(x[:, 0]).long(), _tensor(x[:, 1:3]), _tensor(x[:, 3:]).long()


def omni_params(layout, requires_grad=False):
    """[kernel (O, C, 3, 3), scale, shift] * 4 + [weight (out, in), bias]; `layout` 'contiguous' or 'channels_last'."""
    return _conv4_params(w.omni_params(), layout, requires_grad)


def mini_params(layout, requires_grad=False):
    return _conv4_params(w.mini_params(), layout, requires_grad)


def _conv4_params(tree, layout, requires_grad):
    flat = []
    for block in tree["blocks"]:
        kernel = _images(block["conv"]["kernel"].transpose(3, 2, 0, 1), layout)
        flat += [kernel.requires_grad_(requires_grad)]
        flat += [_tensor(block["norm"][k], requires_grad) for k in ("scale", "shift")]
    return flat + [_tensor(tree["head"]["weight"].T, requires_grad), _tensor(tree["head"]["bias"], requires_grad)]


def omni_data(layout):
    return _task(w.omni_data(), layout)


def mini_data(layout):
    return _task(w.mini_data(), layout)


def _task(arrays, layout):
    sx, sy, qx, qy = arrays
    sx, qx = (_images(a.transpose(0, 3, 1, 2), layout) for a in (sx, qx))
    return sx, _tensor(sy).long(), qx, _tensor(qy).long()


def conv4_features(p, x):
    """Features (N, 64) of NCHW images, by PyTorch's own convolution and batch normalisation."""
    for b in range(4):
        kernel, scale, shift = p[3 * b : 3 * b + 3]
        x = F.conv2d(x, kernel, stride=2, padding=1)
        x = F.relu(F.batch_norm(x, None, None, scale, shift, True, 0.0, w.NORM_EPSILON))
    return x.mean((2, 3))


def conv4(p, x):
    """Logits of NCHW images."""
    return F.linear(conv4_features(p, x), p[12], p[13])


def conv4_norm(p, x):
    """The same with normalisation written out, for transforms that have no rule for batch_norm."""
    for b in range(4):
        kernel, scale, shift = p[3 * b : 3 * b + 3]
        x = F.relu(_normalised(F.conv2d(x, kernel, stride=2, padding=1), scale, shift))
    return F.linear(x.mean((2, 3)), p[12], p[13])


def pooled_conv4_features(p, x):
    """Features of NCHW images, row by row; convolutions keep their size, and max-pooling halves it."""
    for b in range(4):
        kernel, scale, shift = p[3 * b : 3 * b + 3]
        x = F.batch_norm(F.conv2d(x, kernel, padding=1), None, None, scale, shift, True, 0.0, w.NORM_EPSILON)
        x = F.max_pool2d(F.relu(x), 2)
    return _row_by_row(x)


def pooled_conv4(p, x):
    """Logits of NCHW images."""
    return F.linear(pooled_conv4_features(p, x), p[12], p[13])


def pooled_conv4_norm(p, x):
    """The same with normalisation written out."""
    for b in range(4):
        kernel, scale, shift = p[3 * b : 3 * b + 3]
        x = F.max_pool2d(F.relu(_normalised(F.conv2d(x, kernel, padding=1), scale, shift)), 2)
    return F.linear(_row_by_row(x), p[12], p[13])


def _normalised(x, scale, shift):
    variance, mean = torch.var_mean(x, (0, 2, 3), correction=0)
    gain = scale * torch.rsqrt(variance + w.NORM_EPSILON)
    return x * gain[:, None, None] + (shift - mean * gain)[:, None, None]


def _row_by_row(x):
    return x.permute(0, 2, 3, 1).flatten(1)


def check(loss, gradients):
    norm = torch.sqrt(sum((g.detach().double() ** 2).sum() for g in gradients))
    return {"loss": float(loss.detach()), "gradientNorm": float(norm)}
