"""What `espalier score` does, as a plain Python script: Parquet in, probabilities by a bundle out, a batch of rows in memory at a time.

usage: score_bundle.py BUNDLE_DIR INPUT_PARQUET OUTPUT_PARQUET

Arrow reads and codes, XGBoost's pred_leaf finds leaves on all cores, TensorFlow serves the SavedModel.
Prints one JSON document: rows, seconds until the first row was read, seconds of all, and the most memory the process had.
"""

import json
import os
import resource
import sys
import time

started = time.perf_counter()
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import tensorflow as tf
import xgboost as xgb

BATCH_ROWS = 16_384


def read_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


class Features:
    """Numbers as they are; categories by their place in the vocabulary, others as one code; missing values as NaN."""

    def __init__(self, columns):
        self.names = [column["name"] for column in columns]
        self.vocabularies = [
            pa.array(column["values"], pa.string()) if column["kind"] == "categorical" else None
            for column in columns
        ]
        self.numeric = [index for index, vocabulary in enumerate(self.vocabularies) if vocabulary is None]

    def matrix(self, batch):
        matrix = np.empty((batch.num_rows, len(self.names)), np.float32)
        for index, (name, vocabulary) in enumerate(zip(self.names, self.vocabularies)):
            column = batch.column(name)
            if vocabulary is None:
                matrix[:, index] = column.cast(pa.float32()).to_numpy(zero_copy_only=False)
                continue
            codes = pc.fill_null(pc.index_in(column, value_set=vocabulary), len(vocabulary))
            values = codes.to_numpy(zero_copy_only=False)
            if column.null_count > 0:
                values = np.where(column.is_null().to_numpy(zero_copy_only=False), np.nan, values)
            matrix[:, index] = values
        return matrix


class Forest:
    """A task's forest, and the ID of each of its leaves among those of all forests."""

    def __init__(self, path, trees):
        self.booster = xgb.Booster(model_file=path)
        self.table = np.zeros((len(trees), 1 + max(max(tree["nodeIds"]) for tree in trees)), np.int32)
        for index, tree in enumerate(trees):
            self.table[index, tree["nodeIds"]] = tree["offset"] + np.arange(len(tree["nodeIds"]))

    def leaves(self, data):
        nodes = self.booster.predict(data, pred_leaf=True).astype(np.int32)
        return self.table[np.arange(len(self.table)), nodes]


def main():
    bundle, source, output = sys.argv[1:]
    features = Features(read_json(bundle, "feature-schema.json")["columns"])
    forests = [
        Forest(os.path.join(bundle, "encoder", f"{forest['task']}.ubj"), forest["trees"])
        for forest in read_json(bundle, "leaf-map.json")["forests"]
    ]
    tasks = read_json(bundle, "bundle.json")["tasks"]
    model = tf.saved_model.load(os.path.join(bundle, "saved_model"))
    serve = model.signatures["serving_default"]
    schema = pa.schema([(task, pa.float32()) for task in tasks])
    ready = time.perf_counter()
    rows = 0
    with pq.ParquetWriter(output, schema, compression="zstd") as writer:
        for batch in pq.ParquetFile(source).iter_batches(BATCH_ROWS, columns=features.names):
            matrix = features.matrix(batch)
            data = xgb.DMatrix(matrix)
            ids = np.concatenate([forest.leaves(data) for forest in forests], axis=1)
            dense = np.ascontiguousarray(matrix[:, features.numeric])
            scores = serve(leaf_ids=tf.constant(ids), dense=tf.constant(dense))
            writer.write_table(pa.table([scores[task].numpy() for task in tasks], schema=schema))
            rows += batch.num_rows
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "startSeconds": ready - started, "seconds": ended - started, "peakMib": peak}))


main()
