"""The benchmark's model in TensorFlow, once by hand and once in Keras, each with a step that Python code would call.

Shared bottom: 64 leaf slots looked up in one table, two ReLU layers, one logit and one sigmoid cross-entropy for each of
five towers, Adam. Sizes, starting values and batches come from the caller.
"""

import tensorflow as tf


def mean_cross_entropy(labels, logits):
    """The mean of the towers' own cross-entropies; `labels` [rows, towers], one [rows, 1] of logits for each tower."""
    losses = [
        tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=logit))
        for target, logit in zip(tf.split(labels, len(logits), axis=1), logits)
    ]
    return tf.reduce_mean(tf.stack(losses))


class HandWritten:
    """tf.Variables and TensorFlow's own fused Adam, as one op for each variable."""

    def __init__(self, start, towers, adam):
        self.towers = towers
        self.adam = adam
        self.variables = {name: tf.Variable(value, name=name) for name, value in start.items()}
        zeros = lambda: [tf.Variable(tf.zeros_like(v)) for v in self.variables.values()]
        self.m, self.v = zeros(), zeros()
        self.beta1_power = tf.Variable(adam["beta1"])
        self.beta2_power = tf.Variable(adam["beta2"])

    def logits(self, ids):
        p = self.variables
        embedded = tf.gather(p["embedding"], ids)
        flat = tf.reshape(embedded, [ids.shape[0], -1])
        hidden = tf.nn.relu(tf.nn.bias_add(flat @ p["hidden/0/kernel"], p["hidden/0/bias"]))
        hidden = tf.nn.relu(tf.nn.bias_add(hidden @ p["hidden/1/kernel"], p["hidden/1/bias"]))
        return [
            tf.nn.bias_add(hidden @ p[f"tower/{t}/kernel"], p[f"tower/{t}/bias"]) for t in range(self.towers)
        ]

    def train(self, ids, labels):
        with tf.GradientTape() as tape:
            loss = mean_cross_entropy(labels, self.logits(ids))
        variables = list(self.variables.values())
        for variable, gradient, m, v in zip(variables, tape.gradient(loss, variables), self.m, self.v):
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle,
                m=m.handle,
                v=v.handle,
                beta1_power=self.beta1_power,
                beta2_power=self.beta2_power,
                lr=self.adam["learningRate"],
                beta1=self.adam["beta1"],
                beta2=self.adam["beta2"],
                epsilon=self.adam["epsilon"],
                grad=tf.convert_to_tensor(gradient),
            )
        self.beta1_power.assign(self.beta1_power * self.adam["beta1"])
        self.beta2_power.assign(self.beta2_power * self.adam["beta2"])
        return loss


class WithKeras:
    """The same layers as a Keras model, updated by Keras's own Adam."""

    def __init__(self, start, towers, adam):
        import keras

        embedding = start["embedding"]
        slots = start["hidden/0/kernel"].shape[0] // embedding.shape[1]
        ids = keras.Input((slots,), dtype="int32")
        value = keras.layers.Embedding(*embedding.shape, name="embedding")(ids)
        value = keras.layers.Flatten()(value)
        for depth in range(2):
            width = start[f"hidden/{depth}/bias"].shape[0]
            value = keras.layers.Dense(width, activation="relu", name=f"hidden.{depth}")(value)
        heads = [keras.layers.Dense(1, name=f"tower.{t}")(value) for t in range(towers)]
        self.model = keras.Model(ids, heads)
        for layer in self.model.layers:
            name = layer.name.replace(".", "/")
            if name == "embedding":
                layer.set_weights([embedding])
            elif f"{name}/kernel" in start:
                layer.set_weights([start[f"{name}/kernel"], start[f"{name}/bias"]])
        self.optimizer = keras.optimizers.Adam(
            adam["learningRate"], adam["beta1"], adam["beta2"], adam["epsilon"]
        )
        self.optimizer.build(self.model.trainable_variables)

    def train(self, ids, labels):
        with tf.GradientTape() as tape:
            loss = mean_cross_entropy(labels, self.model(ids, training=True))
        variables = self.model.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss


def competitor(name, start, towers, adam, batch_size, slots):
    """A function (ids, labels) -> loss for one of `tf.function`, `tf.function-xla`, `keras` and `python-eager`."""
    model = (WithKeras if name == "keras" else HandWritten)(start, towers, adam)
    if name == "python-eager":
        return lambda ids, labels: model.train(tf.constant(ids), tf.constant(labels))
    signature = [
        tf.TensorSpec([batch_size, slots], tf.int32),
        tf.TensorSpec([batch_size, towers], tf.float32),
    ]
    return tf.function(
        model.train, input_signature=signature, jit_compile=name == "tf.function-xla", autograph=False
    )
