"""What all peers share: options, timing, and the protocol by which a driver interleaves them.

`python PEER.py --workload omni-1 --threads 2 --seconds 5 --warmup 2` prints one JSON line:

    {peer, version, formulation, workload, threads, processes, median_ms, mean_ms, min_ms, p10, p90, repetitions,
     unit, check: {loss, gradientNorm}}

With `--serve` the program builds, warms up and prints {"ready": true, peer, ..., check, warmup_s}; then for each
line `go SECONDS` on standard input it measures for that long and prints a line as above; `quit` or the end of
input ends it. Two processes of one thread are two such programs told `go` together: their rates add.
A program that cannot run prints {"error": "...", peer} and exits with 3.
"""

import argparse
import ctypes
import json
import os
import statistics
import sys
import time

from workloads import WORKLOADS


def main(peer, formulations, build):
    """Runs a peer. `build(options)` returns (version, formulation, step, check); it imports what it needs, after
    the environment for `--threads` is set. `step()` does one measured step and blocks until it is done."""
    parser = argparse.ArgumentParser(prog=peer)
    parser.add_argument("--workload", choices=WORKLOADS, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to measure")
    parser.add_argument("--warmup", type=float, default=2.0, help="seconds of steps before measuring")
    parser.add_argument("--formulation", choices=formulations, help="default: the fastest known for the workload")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--plain-malloc", action="store_true", help="leave the C allocator as it is")
    options = parser.parse_args()
    _set_threads(options.threads)
    if not options.plain_malloc:
        _keep_memory()
    try:
        version, formulation, step, check = build(options)
    except ImportError as error:
        _print({"error": f"{error}; install with: pip install -r bench/peers/requirements.txt", "peer": peer})
        sys.exit(3)
    about = {
        "peer": peer,
        "version": version,
        "formulation": formulation,
        "workload": options.workload,
        "threads": options.threads,
        "processes": 1,
        "unit": unit_of(options.workload),
    }
    result = {**about, "check": check()}
    started = time.perf_counter()
    step()
    _measure(step, options.warmup)
    if not options.serve:
        _print({**result, **_measure(step, options.seconds)})
        return
    _print({"ready": True, **result, "warmup_s": round(time.perf_counter() - started, 3)})
    for line in sys.stdin:
        words = line.split()
        if words and words[0] == "quit":
            break
        if len(words) == 2 and words[0] == "go":
            _print({**result, **_measure(step, float(words[1]))})
        elif words:
            _print({"error": f"Unknown request '{line.strip()}'; write 'go SECONDS' or 'quit'.", "peer": peer})


def unit_of(workload):
    if workload.endswith("steps"):
        return "1000 steps"
    return "iteration" if workload.startswith(("sin", "melu", "maml-trpo")) else "task"


def _set_threads(threads):
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)
    # XLA sizes its pool by NPROC where it is set.
    os.environ["NPROC"] = str(threads)
    if threads == 1:
        flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()


def _keep_memory():
    """Tells glibc to keep freed memory: fresh pages for every large array cost PyTorch a quarter of its time."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    trim_threshold, top_pad, mmap_threshold = -1, -2, -3
    mallopt(mmap_threshold, 1 << 30)
    mallopt(trim_threshold, (1 << 31) - 1)
    mallopt(top_pad, 1 << 28)


def _measure(step, seconds):
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        started = time.perf_counter()
        step()
        times.append((time.perf_counter() - started) * 1e3)
    times.sort()
    at = lambda share: round(times[min(len(times) - 1, int(share * len(times)))], 4)
    return {
        "median_ms": round(statistics.median(times), 4),
        "mean_ms": round(statistics.fmean(times), 4),
        "min_ms": round(times[0], 4),
        "p10": at(0.1),
        "p90": at(0.9),
        "repetitions": len(times),
    }


def _print(line):
    print(json.dumps(line), flush=True)
