"""The census run's work as one plain Python script: Parquet in, a bundle out, with pandas, XGBoost and Keras.

usage: census_pipeline.py SPEC_JSON OUTPUT_DIR

SPEC_JSON is the pipeline file as JSON with absolute paths of its sources: features, forests, network, training and
labels follow it, so that the script does what the pipeline does. All cores, one process, everything in memory.
Prints one JSON document: seconds of each part, and each task's metrics on the held-out rows.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score

LABELS = {
    "never_married": ("marital_stat", "Never married"),
    "income": ("income", "50000+."),
}


class Stopwatch:
    def __init__(self):
        self.seconds = {}
        self.last = time.perf_counter()

    def lap(self, name):
        now = time.perf_counter()
        self.seconds[name] = round(now - self.last, 3)
        self.last = now


class Features:
    """Numbers as they are; categories coded by how frequent they are in training rows, rare ones sharing a code."""

    def __init__(self, frame, excluded, min_count):
        self.columns = [name for name in frame.columns if name not in excluded]
        self.numeric = [name for name in self.columns if pd.api.types.is_numeric_dtype(frame[name])]
        self.vocabularies = {}
        for name in self.columns:
            if name in self.numeric:
                continue
            counts = frame[name].value_counts()
            self.vocabularies[name] = pd.Index(counts[counts >= min_count].index)
        numbers = frame[self.numeric].to_numpy(np.float32)
        self.mean, self.std = numbers.mean(axis=0), numbers.std(axis=0)

    def matrix(self, frame):
        matrix = np.empty((len(frame), len(self.columns)), np.float32)
        for index, name in enumerate(self.columns):
            vocabulary = self.vocabularies.get(name)
            if vocabulary is None:
                matrix[:, index] = frame[name]
            else:
                codes = vocabulary.get_indexer(frame[name])
                matrix[:, index] = np.where(codes < 0, len(vocabulary), codes)
        return matrix

    def dense(self, matrix):
        at = [self.columns.index(name) for name in self.numeric]
        return np.clip((matrix[:, at] - self.mean) / self.std, -5, 5).astype(np.float32)


def fit_forest(matrix, labels, encoder, seed):
    params = {
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_depth": encoder["maxDepth"],
        "learning_rate": encoder["learningRate"],
        "subsample": encoder["subsample"],
        "colsample_bytree": encoder["colsample"],
        "min_child_weight": encoder["minChildWeight"],
        "seed": seed,
    }
    matrix.set_label(labels)
    return xgb.train(params, matrix, num_boost_round=encoder["trees"])


class Leaves:
    """Every leaf of every tree as one ID: a tree's leaves stand together, in the order of their nodes."""

    def __init__(self, forests):
        self.tables, self.values, self.margins = [], [], []
        self.size = 0
        for task, forest in enumerate(forests):
            model = json.loads(forest.save_raw("json"))["learner"]
            base = float(np.ravel(json.loads(model["learner_model_param"]["base_score"]))[0])
            self.margins.append(np.log(base / (1 - base)))
            trees = model["gradient_booster"]["model"]["trees"]
            table = np.zeros((len(trees), max(len(tree["left_children"]) for tree in trees)), np.uint16)
            for index, tree in enumerate(trees):
                leaves = np.flatnonzero(np.asarray(tree["left_children"]) == -1)
                table[index, leaves] = np.arange(self.size, self.size + len(leaves))
                self.size += len(leaves)
                # A leaf's value is stored where a split has its condition.
                value = np.zeros((len(leaves), len(forests)), np.float32)
                value[:, task] = np.asarray(tree["split_conditions"], np.float32)[leaves]
                self.values.append(value)
            self.tables.append(table)
        self.values = np.concatenate(self.values)

    def encode(self, forests, matrix):
        ids = []
        for forest, table in zip(forests, self.tables):
            nodes = forest.predict(matrix, pred_leaf=True).astype(np.int32)
            ids.append(table[np.arange(table.shape[0]), nodes])
        return np.concatenate(ids, axis=1)


@keras.saving.register_keras_serializable()
class SumOverSlots(keras.layers.Layer):
    def call(self, value):
        return keras.ops.sum(value, axis=1)


def build_network(spec, leaves, dense_columns):
    """A tower for each group of tasks over common inputs; each leaf's logit beside it, begun at the forest's value."""
    model, tasks = spec["model"], spec["tasks"]
    slots = sum(len(table) for table in leaves.tables)
    ids = keras.Input((slots,), dtype="int32", name="leaf_ids")
    dense = keras.Input((dense_columns,), name="dense_features")
    embedded = keras.layers.Embedding(leaves.size, model["embeddingDim"])(ids)
    inputs = keras.layers.Concatenate()([keras.layers.Flatten()(embedded), dense])
    outputs = {}
    for group in dict.fromkeys(task["group"] for task in tasks):
        value = inputs
        for width in [*model["hidden"], *model["tower"]]:
            value = keras.layers.Dense(width, activation="relu")(value)
            value = keras.layers.Dropout(model["dropout"])(value)
        for index, task in enumerate(tasks):
            if task["group"] == group:
                bias = keras.initializers.Constant(leaves.margins[index])
                outputs[index] = keras.layers.Dense(1, kernel_initializer="zeros", bias_initializer=bias)(value)
    correction = keras.layers.Concatenate()([outputs[index] for index in range(len(tasks))])
    skip = keras.layers.Embedding(leaves.size, len(tasks), name="skip")
    logits = keras.layers.Add()([correction, SumOverSlots()(skip(ids))])
    skip.set_weights([leaves.values])
    return keras.Model([ids, dense], keras.layers.Activation("sigmoid", name="probability")(logits))


@keras.saving.register_keras_serializable()
class Warmup(keras.optimizers.schedules.LearningRateSchedule):
    """Linear warm-up, then half a cosine down to 0."""

    def __init__(self, rate, steps, total):
        self.rate, self.steps, self.total = rate, max(steps, 1), total

    def __call__(self, step):
        done = keras.ops.cast(step + 1, "float32")
        falling = keras.ops.clip((done - self.steps) / max(self.total - self.steps, 1), 0.0, 1.0)
        decay = (1 + keras.ops.cos(np.pi * falling)) / 2
        return self.rate * keras.ops.minimum(1.0, done / self.steps) * decay

    def get_config(self):
        return {"rate": self.rate, "steps": self.steps, "total": self.total}


def train_network(network, spec, inputs, labels, held_out):
    training = spec["training"]
    steps = -(-len(labels) // training["batchSize"]) * training["epochs"]
    schedule = Warmup(training["learningRate"], round(training["warmup"] * steps), steps)
    network.compile(
        optimizer=keras.optimizers.Adam(schedule),
        # Keras averages over the tasks, and the sum of the tasks' losses is what is trained: Adam sees no difference.
        loss="binary_crossentropy",
    )
    # The patience is in parts of the whole training; Keras measures at the end of an epoch.
    patience = max(1, round(training["patienceShare"] * training["epochs"]))
    best = keras.callbacks.EarlyStopping("val_loss", patience=patience, restore_best_weights=True)
    network.fit(
        inputs,
        labels,
        batch_size=training["batchSize"],
        epochs=training["epochs"],
        validation_data=held_out,
        validation_batch_size=8192,
        callbacks=[best],
        verbose=0,
    )


def report(labels, predicted):
    rate = labels.mean()
    loss = log_loss(labels, predicted)
    entropy = -(rate * np.log(rate) + (1 - rate) * np.log(1 - rate))
    return {
        "auc": roc_auc_score(labels, predicted),
        "logLoss": loss,
        "normalizedEntropy": loss / entropy,
        "observedOverExpected": labels.sum() / predicted.sum(),
    }


def main():
    spec_path, output = sys.argv[1:]
    with open(spec_path, encoding="utf-8") as file:
        spec = json.load(file)
    watch = Stopwatch()
    keras.utils.set_random_seed(spec["seed"])

    train, held_out = (pd.read_parquet(spec["source"][part]["uri"]) for part in ("train", "eval"))
    tasks = [task["name"] for task in spec["tasks"]]
    excluded = {*spec["features"]["exclude"], *(column for column, _ in LABELS.values())}
    features = Features(train, excluded, spec["features"]["minCount"])
    label_columns = lambda frame: np.stack(
        [(frame[LABELS[task][0]] == LABELS[task][1]).to_numpy(np.float32) for task in tasks], axis=1
    )
    train_labels, held_out_labels = label_columns(train), label_columns(held_out)
    train_matrix, held_out_matrix = features.matrix(train), features.matrix(held_out)
    stopping = np.random.default_rng(spec["seed"]).random(len(train)) < spec["source"]["earlyStop"]
    stop_matrix, stop_labels = train_matrix[stopping], train_labels[stopping]
    train_matrix, train_labels = train_matrix[~stopping], train_labels[~stopping]
    watch.lap("extract")

    train_data, stop_data, held_out_data = map(xgb.DMatrix, (train_matrix, stop_matrix, held_out_matrix))
    forests = [
        fit_forest(train_data, train_labels[:, index], spec["encoder"], spec["seed"])
        for index in range(len(tasks))
    ]
    watch.lap("fit-encoder")

    leaves = Leaves(forests)
    inputs_of = lambda data, matrix: [leaves.encode(forests, data), features.dense(matrix)]
    train_inputs, stop_inputs = inputs_of(train_data, train_matrix), inputs_of(stop_data, stop_matrix)
    held_out_inputs = inputs_of(held_out_data, held_out_matrix)
    watch.lap("encode")

    network = build_network(spec, leaves, len(features.numeric))
    train_network(network, spec, train_inputs, train_labels, (stop_inputs, stop_labels))
    watch.lap("train")

    predicted = network.predict(held_out_inputs, batch_size=8192, verbose=0)
    metrics = {}
    for index, task in enumerate(tasks):
        labels = held_out_labels[:, index]
        forest = forests[index].predict(held_out_data)
        metrics[task] = {**report(labels, predicted[:, index]), "forest": report(labels, forest)}
    watch.lap("evaluate")

    os.makedirs(output, exist_ok=True)
    for task, forest in zip(tasks, forests):
        forest.save_model(os.path.join(output, f"{task}.ubj"))
    np.savez(os.path.join(output, "leaves.npz"), *leaves.tables)
    vocabularies = {name: list(values) for name, values in features.vocabularies.items()}
    network.export(os.path.join(output, "saved_model"), verbose=False)
    with open(os.path.join(output, "bundle.json"), "w", encoding="utf-8") as file:
        json.dump({"spec": spec, "vocabularies": vocabularies, "metrics": metrics}, file, default=float)
    watch.lap("publish")

    print(json.dumps({"seconds": watch.seconds, "metrics": metrics}, default=float))


main()
