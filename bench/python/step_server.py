"""Runs the Python side of `bench step` on request, so that its rounds stand between those of the other side.

usage: step_server.py PROBLEM_DIR THREADS

Reads one JSON request a line: {"competitor", "batch", "steps"}; answers one line: {"seconds", "losses"}, the time of all
the steps and the loss of each. A competitor is made at its first request and goes on from where it stood.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

tf.get_logger().setLevel("ERROR")

from step_model import competitor


class Problem:
    """What both sides start from: `problem.json` describes the little-endian arrays beside it."""

    def __init__(self, directory):
        self.directory = directory
        with open(os.path.join(directory, "problem.json"), encoding="utf-8") as file:
            self.meta = json.load(file)
        self.start = {
            each["name"]: np.fromfile(os.path.join(directory, each["file"]), "<f4").reshape(each["shape"])
            for each in self.meta["parameters"]
        }

    def batches(self, batch_size):
        rows = (self.meta["batches"], batch_size)
        path = lambda kind: os.path.join(self.directory, f"{kind}-{batch_size}.bin")
        ids = np.fromfile(path("ids"), "<i4").reshape(*rows, self.meta["slots"])
        labels = np.fromfile(path("labels"), "<f4").reshape(*rows, self.meta["towers"])
        return list(zip(ids, labels))


class Runner:
    def __init__(self, problem, name, batch_size):
        meta = problem.meta
        self.batches = problem.batches(batch_size)
        self.step = competitor(
            name, problem.start, meta["towers"], meta["adam"], batch_size, meta["slots"]
        )
        self.done = 0

    def run(self, steps):
        losses = []
        started = time.perf_counter()
        for _ in range(steps):
            ids, labels = self.batches[self.done % len(self.batches)]
            losses.append(float(self.step(ids, labels)))
            self.done += 1
        return {"seconds": time.perf_counter() - started, "losses": losses}


def main():
    directory, threads = sys.argv[1], int(sys.argv[2])
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    problem = Problem(directory)
    runners = {}
    print(json.dumps({"tensorflow": tf.__version__, "python": sys.version.split()[0]}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        key = (request["competitor"], request["batch"])
        if key not in runners:
            runners[key] = Runner(problem, *key)
        print(json.dumps(runners[key].run(request["steps"])), flush=True)


main()
