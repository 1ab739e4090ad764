"""Fits an encoder's forests by XGBoost's own `hist` on all cores, once for each request, so that rounds stand between those of the other side.

usage: fit_server.py PROBLEM_DIR

`problem.json` there has the forests and XGBoost's parameters, and names the little-endian arrays beside it. Reads one line a request; answers one
line: {"seconds", "processorSeconds", "models"}: the time from arrays in memory to all forests, and the files that they lie in afterwards.
"""

import json
import os
import sys
import time

import numpy as np
import xgboost as xgb


def main():
    (directory,) = sys.argv[1:]
    path = lambda name: os.path.join(directory, name)
    with open(path("problem.json"), encoding="utf-8") as file:
        problem = json.load(file)
    rows, columns = problem["rows"], problem["columns"]
    matrix = np.fromfile(path("matrix.bin"), "<f4").reshape(rows, columns)
    folds = np.fromfile(path("folds.bin"), "u1")
    labels = {task: np.fromfile(path(f"labels-{task}.bin"), "<f4") for task in problem["tasks"]}
    # A fold's forests see the rows outside it. What they are copied by is no part of the time.
    seen = {
        fold: slice(None) if fold is None else np.flatnonzero(folds != fold)
        for fold in dict.fromkeys(forest["fold"] for forest in problem["forests"])
    }
    seen_matrices = {fold: np.ascontiguousarray(matrix[kept]) for fold, kept in seen.items()}

    for _ in sys.stdin:
        started, processor_started = time.perf_counter(), time.process_time()
        fitted = []
        for fold, kept in seen.items():
            data = xgb.DMatrix(seen_matrices[fold])
            for forest in problem["forests"]:
                if forest["fold"] != fold:
                    continue
                data.set_label(labels[forest["task"]][kept])
                params = {**problem["params"], "seed": forest["seed"]}
                fitted.append((forest, xgb.train(params, data, num_boost_round=forest["rounds"])))
        seconds = time.perf_counter() - started
        processor_seconds = time.process_time() - processor_started
        models = []
        for place, (forest, booster) in enumerate(fitted):
            models.append(f"model-{place}.ubj")
            booster.save_model(path(models[-1]))
        print(json.dumps({"seconds": seconds, "processorSeconds": processor_seconds, "models": models}), flush=True)


main()
