"""The inputs of the benchmark, by a formula that any language repeats exactly.

Every number comes from one integer hash, in unsigned 32-bit arithmetic that wraps (JavaScript: `Math.imul`,
`>>>`):

    mix(n):     n ^= n >> 16;  n *= 0x7feb352d;  n ^= n >> 15;  n *= 0x846ca68b;  n ^= n >> 16
    u(s, i)  =  mix(mix(s + 1) + i) / 2^32                      in [0, 1), `s` a stream, `i` an index from 0
    v(s, i)  =  2 u(s, i) - 1                                   in [-1, 1)

(the constants are those of lowbias32, https://github.com/skeeto/hash-prospector, public domain). All formulas
below are evaluated in float64 and rounded to float32 once, at the end. An array is filled in row-major order, and
`i` is the flat index into the shape given.

Workloads `sin-1`, `sin-5`: 25 tasks of 10 support and 10 query points; MLP 1-40-40-1, ReLU, mean squared error,
inner learning rate 0.01, 1 or 5 inner steps, exact second-order gradient of the mean over the tasks of the query
loss after adaptation, then one Adam update (0.001, 0.9, 0.999, 1e-8).

    x             (25, 20, 1)   -5 + 10 u(1, i)                  the first 10 points of a task are its support
    amplitude     (25)          0.1 + 4.9 u(2, i)
    phase         (25)          pi u(3, i)
    y             (25, 20, 1)   amplitude sin(x - phase)
    layers[l].weight (in, out)  v(10 + l, i) sqrt(3 / in)        l = 0, 1, 2; in = 1, 40, 40; out = 40, 40, 1
    layers[l].bias   (out)      0.1 v(20 + l, i)

Workloads `omni-1`, `omni-5` and, first order, `omni-1-first`, `omni-5-first`: one task of 5 ways, 1 shot and 75
queries of 28x28x1; four blocks of 3x3 convolution (64 channels, stride 2, padding 1, no bias), batch
normalisation (statistics of the batch at hand, biased variance, eps 1e-5, scale and shift), ReLU; the mean over
the 2x2 positions left; dense to 5; mean cross-entropy; inner learning rate 0.4, 1 or 5 inner steps; the gradient
of the query loss after adaptation. There is no update.

    template      (5, 28, 28, 1)    u(30, i)
    own           (80, 28, 28, 1)   u(31, i)
    choice        (80, 28, 28, 1)   u(32, i)
    images        (80, 28, 28, 1)   1 where (choice < 0.8 ? template of the image's class : own) < 0.15, else 0
    class of image n                n for n < 5 (the support); (n - 5) mod 5 from there on (the queries)
    blocks[b].conv.kernel (3, 3, in, 64)   v(40 + b, i) sqrt(3 / (9 in))     b = 0..3; in = 1, 64, 64, 64
    blocks[b].norm.scale  (64)             1 + 0.1 v(50 + b, i)
    blocks[b].norm.shift  (64)             0.1 v(60 + b, i)
    head.weight           (64, 5)          v(70, i) sqrt(3 / 64)
    head.bias             (5)              0.1 v(71, i)

Workloads `mini-1`, `mini-5`: the same at the sizes of miniImageNet and with its network (Finn et al. 2017): 84x84x3, 32 channels, stride 1 and, after ReLU, 2x2 max-pooling;
dense to 5 on all 5x5 positions left, row by row, each with its channels; inner learning rate 0.01.

    template      (5, 84, 84, 3)    u(180, i)
    own           (80, 84, 84, 3)   u(181, i)
    images        (80, 84, 84, 3)   (template of the image's class + own) / 2
    blocks[b].conv.kernel (3, 3, in, 32)   v(140 + b, i) sqrt(3 / (9 in))    b = 0..3; in = 3, 32, 32, 32
    blocks[b].norm.scale  (32)             1 + 0.1 v(150 + b, i)
    blocks[b].norm.shift  (32)             0.1 v(160 + b, i)
    head.weight           (800, 5)         v(170, i) sqrt(3 / 800)
    head.bias             (5)              0.1 v(171, i)

Workload `proto-1`: a prototypical network on the same task. All 80 images go through the four blocks together (they share batch
statistics); features are the mean over the 2x2 positions left; logits are minus the squared distance to the class means of the
support; the gradient of the mean cross-entropy of the queries. The head is not used. `proto-1-max` is the same with the network of Snell et
al. 2017: convolutions of stride 1, and 2x2 max-pooling after each; one position is left.

Workload `reptile-5`: Reptile on the same task: its 80 images, support first, are one training set; step s = 0..4 takes the images
49 i mod 80 for i = 10 s, ..., 10 s + 9 and makes a step of Adam (0.001, b1 = 0, b2 = 0.999, eps 1e-8). The loss is half the squared
distance of the parameters from where they began, the gradient that distance.

Workload `melu-1`: MeLU at the sizes of MovieTweetings: 32 users of 20 known and 10 other ratings, 10,506 items, 25 genres. A row of
a rating has 15 columns: the code of the item, two numbers, 12 slots of genre codes of which 0 is none. Features (26) are the item's
embedding, the numbers, and the mean embedding of the genres; on them stands an MLP 26-64-64-1, ReLU, mean squared error, whose weights
adapt to each user with inner learning rate 0.1, one step. The exact gradient of the mean over the users of the query loss, with respect to the
weights and through the adaptation to the embeddings. There is no update.

    item          (32, 30)          1 + floor(10506 u(80, i)^2)       the first 20 ratings of a user are known
    numbers       (32, 30, 2)       v(81, i)
    genres        (32, 30, 12)      1 + floor(25 u(83, i)) in the first 1 + floor(3 u(82, rating)) slots, else 0
    y             (32, 30, 1)       v(84, i)
    items.table   (10507, 16)       0.1 v(85, i)
    genres.table  (26, 8)           0.1 v(86, i)
    layers[l].weight (in, out)      v(87 + l, i) sqrt(3 / in)         l = 0, 1, 2; in = 26, 64, 64; out = 64, 64, 1
    layers[l].bias   (out)          0.1 v(90 + l, i)

Workloads `nav2d-steps`, `half-cheetah-steps`: 1000 steps of environments in all, actions drawn before; how many environments are side by side is each program's own choice. Points of
nav2d have the goals below and start at the origin; the cheetah is Gymnasium's HalfCheetah-v5 (episodes of 1000 steps, 5 frames a step, 0.1 a squared action). The actions are those of 1000
/ rows steps of `rows` environments, over and over. `check`: loss is the mean reward of the first 10 steps from rest (the cheetah: one, without noise at the start; nav2d: 200 points, goal i for row
i), gradientNorm the length of all observations after them.

    goals         (200, 2)          0.5 v(100, i)
    actions       (1000 / rows, rows, width)    c v(101, i)      c = 0.1 and width = 2 (nav2d), 1 and 6 (cheetah); float32

Workload `maml-trpo-1`: an iteration of MAML with TRPO on nav2d (horizon 100, ends within 0.01 of the goal) from the parameters below: 20 tasks, goals uniform in [-0.5, 0.5]^2; 20 episodes each
with a Gaussian MLP 2-100-100-2, ReLU, whose log-deviations are parameters, both in units of 0.1; advantages are returns (discount 0.99) less the linear baseline of Duan et al. 2016, standardised for each task; one
inner step of 0.1 on minus the mean of pi(a) / pi_then(a) times advantage; 20 episodes with what it makes; of these the exact gradient of the same surrogate through the inner step, 10
iterations of conjugate gradients on exact products with the Hessian of KL(then || now) plus 1e-5, a step of the length that a quadratic of that KL allows for 0.01, shortened by 0.8 until the surrogate is smaller and KL
at most 0.01, 15 times at most. Tasks and noise are each program's own draws. `check` has rows of experience instead of episodes:

    layers[l].weight (in, out)      v(110 + l, i) sqrt(3 / in)        l = 0, 1, 2; in = 2, 100, 100; out = 100, 100, 2
    layers[l].bias   (out)          0.1 v(120 + l, i)                 log-deviations 0
    observations  (2, 20, 2000, 2)  0.5 v(130, i)                     support, then query, of each task
    actions       (2, 20, 2000, 2)  0.1 v(131, i)
    means then    (2, 20, 2000, 2)  0.01 v(132, i)                    log-deviations then: ln 0.1 + 0.1 v(133, i), (2, 20, 1, 2)
    advantages    (2, 20, 2000)     v(134, i)
    mask          (2, 20, 2000)     1 in the first 100 - floor(50 u(135, e)) of the 100 rows of episode e of all 800, else 0

`check` of a result is {loss, gradientNorm}: the query loss (mean over tasks) and the Euclidean norm of its
meta-gradient over all parameters, both at the initial parameters.
"""

import math

import numpy as np

WORKLOADS = ("sin-1", "sin-5", "omni-1", "omni-5", "omni-1-first", "omni-5-first", "mini-1", "mini-5", "proto-1", "proto-1-max", "reptile-5", "melu-1", "nav2d-steps", "half-cheetah-steps", "maml-trpo-1")

SIN_TASKS, SIN_SHOTS, SIN_QUERIES, SIN_LEARNING_RATE = 25, 10, 10, 0.01
OMNI_WAYS, OMNI_QUERIES, OMNI_CHANNELS, OMNI_LEARNING_RATE, NORM_EPSILON = 5, 75, 64, 0.4, 1e-5
MINI_SIZE, MINI_CHANNELS, MINI_LEARNING_RATE = 84, 32, 0.01
REPTILE_BATCH, REPTILE_STRIDE, REPTILE_ADAM = 10, 49, {"lr": 1e-3, "betas": (0.0, 0.999), "eps": 1e-8}
MELU_USERS, MELU_SHOTS, MELU_QUERIES, MELU_LEARNING_RATE = 32, 20, 10, 0.1
MELU_ITEMS, MELU_GENRES, MELU_SLOTS = 10506, 25, 12
STEPS, CHECK_STEPS, NAV2D_ROWS = 1000, 10, 200
TRPO_TASKS, TRPO_EPISODES, TRPO_HORIZON, TRPO_DISCOUNT, TRPO_LEARNING_RATE = 20, 20, 100, 0.99, 0.1
TRPO_UNIT, TRPO_SOLVER_ITERATIONS, TRPO_DAMPING, TRPO_DIVERGENCE, HALF_LOG_TAU = 0.1, 10, 1e-5, 0.01, 0.5 * math.log(math.tau)
ADAM = {"lr": 1e-3, "b1": 0.9, "b2": 0.999, "eps": 1e-8}


def _mix(n):
    n = np.asarray(n, dtype=np.uint32)
    n = n ^ (n >> np.uint32(16))
    n = n * np.uint32(0x7FEB352D)
    n = n ^ (n >> np.uint32(15))
    n = n * np.uint32(0x846CA68B)
    return n ^ (n >> np.uint32(16))


def uniform(stream, shape):
    """u(stream, i) for every flat index i of `shape`, float64."""
    index = np.arange(math.prod(shape), dtype=np.uint32)
    start = _mix(np.array([stream + 1], dtype=np.uint32))
    return (_mix(start + index) / 2.0**32).reshape(shape)


def signed(stream, shape):
    """v(stream, i) for every flat index i of `shape`, float64 in [-1, 1)."""
    return 2 * uniform(stream, shape) - 1


def settings(workload):
    """The inner steps of a workload and whether its gradient is first order."""
    if workload not in WORKLOADS:
        raise SystemExit(f"There is no workload '{workload}'; choose one of {', '.join(WORKLOADS)}.")
    parts = workload.split("-")
    return int(parts[1]), parts[-1] == "first"


def sin_data():
    """The tasks as float32 arrays (25, 10, 1): support x, support y, query x, query y."""
    points = SIN_SHOTS + SIN_QUERIES
    x = -5 + 10 * uniform(1, (SIN_TASKS, points, 1))
    amplitude = 0.1 + 4.9 * uniform(2, (SIN_TASKS, 1, 1))
    phase = math.pi * uniform(3, (SIN_TASKS, 1, 1))
    y = amplitude * np.sin(x - phase)
    x, y = x.astype(np.float32), y.astype(np.float32)
    return x[:, :SIN_SHOTS], y[:, :SIN_SHOTS], x[:, SIN_SHOTS:], y[:, SIN_SHOTS:]


def sin_params():
    """[{weight (in, out), bias (out)}] of the MLP 1-40-40-1."""
    sizes = (1, 40, 40, 1)
    return [
        {
            "weight": (signed(10 + l, sizes[l : l + 2]) * math.sqrt(3 / sizes[l])).astype(np.float32),
            "bias": (0.1 * signed(20 + l, sizes[l + 1 : l + 2])).astype(np.float32),
        }
        for l in range(3)
    ]


def melu_data():
    """The ratings of all users as float32: rows (32, 30, 15) and y (32, 30, 1)."""
    ratings = (MELU_USERS, MELU_SHOTS + MELU_QUERIES)
    item = 1 + np.floor(MELU_ITEMS * uniform(80, (*ratings, 1)) ** 2)
    numbers = signed(81, (*ratings, 2))
    count = 1 + np.floor(3 * uniform(82, (*ratings, 1)))
    genres = 1 + np.floor(MELU_GENRES * uniform(83, (*ratings, MELU_SLOTS)))
    genres = np.where(np.arange(MELU_SLOTS) < count, genres, 0)
    return np.concatenate((item, numbers, genres), 2).astype(np.float32), signed(84, (*ratings, 1)).astype(np.float32)


def melu_params():
    """[items (10507, 16), genres (26, 8)] and [{weight (in, out), bias (out)}] of the MLP 26-64-64-1."""
    tables = [0.1 * signed(85, (MELU_ITEMS + 1, 16)), 0.1 * signed(86, (MELU_GENRES + 1, 8))]
    sizes = (26, 64, 64, 1)
    layers = [
        {
            "weight": (signed(87 + l, sizes[l : l + 2]) * math.sqrt(3 / sizes[l])).astype(np.float32),
            "bias": (0.1 * signed(90 + l, sizes[l + 1 : l + 2])).astype(np.float32),
        }
        for l in range(3)
    ]
    return [table.astype(np.float32) for table in tables], layers


def omni_data():
    """Support images (5, 28, 28, 1) and classes (5), query images (75, 28, 28, 1) and classes (75)."""
    count = OMNI_WAYS + OMNI_QUERIES
    classes = np.arange(count) % OMNI_WAYS
    template = uniform(30, (OMNI_WAYS, 28, 28, 1))[classes]
    own, choice = uniform(31, (count, 28, 28, 1)), uniform(32, (count, 28, 28, 1))
    images = (np.where(choice < 0.8, template, own) < 0.15).astype(np.float32)
    classes = classes.astype(np.int32)
    return images[:OMNI_WAYS], classes[:OMNI_WAYS], images[OMNI_WAYS:], classes[OMNI_WAYS:]


def mini_data():
    """Support images (5, 84, 84, 3) and classes (5), query images (75, 84, 84, 3) and classes (75)."""
    count, shape = OMNI_WAYS + OMNI_QUERIES, (MINI_SIZE, MINI_SIZE, 3)
    classes = np.arange(count) % OMNI_WAYS
    images = ((uniform(180, (OMNI_WAYS, *shape))[classes] + uniform(181, (count, *shape))) / 2).astype(np.float32)
    classes = classes.astype(np.int32)
    return images[:OMNI_WAYS], classes[:OMNI_WAYS], images[OMNI_WAYS:], classes[OMNI_WAYS:]


def omni_params():
    """{blocks: [{conv: {kernel (3, 3, in, 64)}, norm: {scale, shift}}], head: {weight (64, 5), bias}}."""
    return _conv4_params(0, 1, OMNI_CHANNELS, OMNI_CHANNELS)


def mini_params():
    """The same of 32 channels, on colour images, with weight (800, 5)."""
    return _conv4_params(100, 3, MINI_CHANNELS, 25 * MINI_CHANNELS)


def _conv4_params(streams, depth, c, features):
    blocks = []
    for b in range(4):
        inputs = depth if b == 0 else c
        kernel = signed(streams + 40 + b, (3, 3, inputs, c)) * math.sqrt(3 / (9 * inputs))
        scale, shift = 1 + 0.1 * signed(streams + 50 + b, (c,)), 0.1 * signed(streams + 60 + b, (c,))
        blocks.append(
            {
                "conv": {"kernel": kernel.astype(np.float32)},
                "norm": {"scale": scale.astype(np.float32), "shift": shift.astype(np.float32)},
            }
        )
    weight = signed(streams + 70, (features, OMNI_WAYS)) * math.sqrt(3 / features)
    bias = 0.1 * signed(streams + 71, (OMNI_WAYS,))
    return {"blocks": blocks, "head": {"weight": weight.astype(np.float32), "bias": bias.astype(np.float32)}}


def nav2d_goals():
    """(200, 2) within 0.5 of the origin in x and y."""
    return (0.5 * signed(100, (NAV2D_ROWS, 2))).astype(np.float32)


def step_actions(rows, width):
    """The actions of 1000 steps in all of `rows` environments, at least the first 10 steps, (steps, rows, width)."""
    scale = 0.1 if width == 2 else 1.0
    return (scale * signed(101, (max(STEPS // rows, CHECK_STEPS), rows, width))).astype(np.float32)


def trpo_params():
    """[{weight (in, out), bias (out)}] of the MLP 2-100-100-2."""
    sizes = (2, 100, 100, 2)
    return [
        {
            "weight": (signed(110 + l, sizes[l : l + 2]) * math.sqrt(3 / sizes[l])).astype(np.float32),
            "bias": (0.1 * signed(120 + l, sizes[l + 1 : l + 2])).astype(np.float32),
        }
        for l in range(3)
    ]


def trpo_data():
    """The rows of support and query of all tasks, float32: observations, actions, means (20, 2000, 2), log_deviation (20, 1, 2), advantages and mask (20, 2000)."""
    rows = (2, TRPO_TASKS, TRPO_EPISODES * TRPO_HORIZON)
    length = TRPO_HORIZON - np.floor(50 * uniform(135, (2, TRPO_TASKS, TRPO_EPISODES, 1)))
    made = {
        "observations": 0.5 * signed(130, (*rows, 2)),
        "actions": TRPO_UNIT * signed(131, (*rows, 2)),
        "means": 0.1 * TRPO_UNIT * signed(132, (*rows, 2)),
        "log_deviation": math.log(TRPO_UNIT) + 0.1 * signed(133, (2, TRPO_TASKS, 1, 2)),
        "advantages": signed(134, rows),
        "mask": (np.arange(TRPO_HORIZON) < length).reshape(rows),
    }
    return tuple({name: values[part].astype(np.float32) for name, values in made.items()} for part in (0, 1))
