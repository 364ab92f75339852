# %% [markdown]
# # 7. Train a model
#
# You will be able to train a small machine-learning model, measure it on a test set, save it, load it again, and
# make one prediction.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import copy_of, load, plot, show

# %% [markdown]
# ## The data
#
# A *model* is a function that a program learns from examples. Our examples are 150 irises, a kind of flower.
# They come with scikit-learn, the library that we use:

# %%
from sklearn.datasets import load_iris

flowers = load_iris()
flowers.data.shape

# %% [markdown]
# Each of the 150 rows is a flower. The four columns are its *features*, measured in centimetres. Each row also
# has a *label*, the species that a botanist named:

# %%
print(flowers.feature_names, flowers.data[0], sep="\n")
print(flowers.target_names[flowers.target[0]])

# %% [markdown]
# Here are two of the four features. Setosa is clearly separate. The other two species overlap, so no line
# between them can be right for every flower.

# %%
from matplotlib.figure import Figure

figure = Figure(figsize=(5, 3.4), layout="constrained")
axes = figure.subplots()
for species, name in enumerate(flowers.target_names):
    rows = flowers.data[flowers.target == species]
    axes.scatter(rows[:, 2], rows[:, 3], label=name, marker="o^s"[species])
axes.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
axes.legend()
plot(
    figure,
    alt="150 irises by the length and width of their petals: setosa in a corner of its own, "
    "versicolor and virginica side by side, with some overlap.",
)

# %% [markdown]
# ## Train
#
# The model of this step is in `model.py`. This function trains it. The line with `fit` is the training
# itself:

# %%
folder = copy_of("07_model")
model = load(folder, "model")
show(model.train)

# %% [markdown]
# It first *splits* the flowers in two halves. The model learns from the *training set*. The *test set* is kept
# for measuring, since a model may simply remember the flowers that it has seen.

# %%
trained, accuracy = model.train()
print(trained)

# %% [markdown]
# `score` predicts the labels of the test set and returns the *accuracy*: the fraction of right predictions, from
# 0 to 1. For 75 flowers it is:

# %%
accuracy

# %% [markdown]
# `random_state=0` sets where the random split begins. So each run chooses the same flowers, and you get the same
# number as everybody else:

# %%
[model.train()[1] for _ in range(3)]

# %% [markdown]
# ## Where the model is wrong
#
# A *confusion matrix* counts the predictions, with a row for each true label and a column for each predicted
# label. The right predictions are on the diagonal.

# %%
from sklearn.metrics import ConfusionMatrixDisplay
from sklearn.model_selection import train_test_split

labels = flowers.target_names[flowers.target]
train_rows, test_rows, train_labels, test_labels = train_test_split(
    flowers.data, labels, test_size=0.5, stratify=labels, random_state=0
)
figure = Figure(figsize=(4.4, 3.6), layout="constrained")
drawn = ConfusionMatrixDisplay.from_estimator(
    trained, test_rows, test_labels, ax=figure.subplots(), colorbar=False, cmap="Blues"
)
plot(
    figure,
    alt="Confusion matrix of the 75 flowers of the test set. Rows are true labels, columns predicted labels:\n"
    + str(drawn.confusion_matrix),
)

# %% [markdown]
# As the first picture suggested, setosa is never confused with another species. All errors are between
# versicolor and virginica.

# %% [markdown]
# ## How many examples are enough?
#
# A *learning curve* shows the accuracy for training sets of several sizes. Each point is the mean of 10 random
# splits, and the bar is their standard deviation. Beyond some size, more examples add little:

# %%
from sklearn.model_selection import ShuffleSplit, learning_curve

sizes, _, scores = learning_curve(
    trained, flowers.data, labels, train_sizes=[15, 30, 45, 60, 75],
    cv=ShuffleSplit(10, test_size=0.5, random_state=0),
)  # fmt: skip
means, spreads = scores.mean(axis=1), scores.std(axis=1)
figure = Figure(figsize=(5, 3), layout="constrained")
axes = figure.subplots()
axes.errorbar(sizes, means, yerr=spreads, marker="o", capsize=4)
axes.set(xlabel="flowers in the training set", ylabel="accuracy on the test set")
points = zip(sizes, means, spreads, strict=True)
plot(
    figure,
    alt="Accuracy on the test set by size of the training set: "
    + ", ".join(f"{mean:.2f} ± {spread:.2f} for {size}" for size, mean, spread in points),
)

# %% [markdown]
# ## Save and load
#
# You need to train only once. `joblib.dump` saves the trained model to a file, and `joblib.load` reads it. So
# far there is no file:

# %%
model.FILE.exists()

# %% [markdown]
# `load` reads the file. If there is none, it trains the model and saves it first. So a new computer needs only
# the code:

# %%
show(model.load)

# %%
model.load()
model.FILE.name, model.FILE.exists()

# %% [markdown]
# `python model.py` trains again and prints the accuracy. You know the line `if __name__ == "__main__":` at the
# end of the file from step 1:

# %% language="bash"
# python model.py

# %% [markdown]
# ## Make one prediction
#
# The app will ask about one flower at a time, with a name for each feature. These are the example inputs of
# this step:

# %%
show("example.json")

# %% [markdown]
# scikit-learn expects a table: a list of rows. One flower is a table with one row, so `predict` has two pairs of
# brackets:

# %%
show(model.predict)

# %%
model.predict({"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2})

# %% [markdown]
# With one pair of brackets you get this error. Its last lines say what to do with a single *sample*, which is a
# row:

# %% tags=["raises-exception"]
trained.predict([5.1, 3.5, 1.4, 0.2])

# %% [markdown]
# `str(…[0])` in `predict` prepares the next step. scikit-learn returns an array of numpy, and JSON accepts no
# types of numpy, not even its numbers:

# %% tags=["raises-exception"]
import json

import numpy

json.dumps({"prediction": numpy.float32(0.5)})

# %% [markdown]
# ## A saved model is code
#
# The file contains a *pickle*: instructions that Python executes when it loads the file. They can call any
# function. This one is harmless and calls `print`:

# %%
import pickle

pickle.loads(b"cbuiltins\nprint\n(S'A pickle has called print.'\ntR.")

# %% [markdown]
# A stranger's pickle could delete your files instead. So load only models that you have trained. In Git, keep
# the code and not the file: `.gitignore` excludes `*.joblib`.

# %% [markdown]
# The file also depends on the version of scikit-learn. Here we write another version into it. Our `load` turns
# the library's warning into an error, because such a model may predict wrongly:

# %%
import sklearn

saved = model.FILE.read_bytes()
ours = sklearn.__version__.encode()
older = b"0" + ours[1:]
model.FILE.write_bytes(saved.replace(ours, older))
model.load.cache_clear()

# %% tags=["raises-exception"]
model.load()

# %% [markdown]
# The remedy is to train the model again, which takes a moment. And `requirements.txt` names the version, so that
# every computer installs the same one:

# %%
model.FILE.unlink()
model.load.cache_clear()
show("requirements.txt")

# %% [markdown]
# ## Now you: `make step-7`
#
# Your starter is `steps/07_model/model.py`; you may use any data and any simple model. Three questions for the
# debrief:
#
# <details><summary>1. A model predicts the right label for every flower in its training set. Is it a good model?</summary>
#
# Nobody can tell. It may only remember those flowers. Only a test set, with flowers that it has not seen, shows how
# good it is.
# </details>
#
# <details><summary>2. Why does <code>predict</code> need two pairs of brackets for one flower?</summary>
#
# It takes a table. The outer brackets are the table, the inner ones its only row. The result has one value for each
# row.
# </details>
#
# <details><summary>3. A friend sends you their trained model as a file. What do you ask for instead?</summary>
#
# For the code and the data, to train it yourself. The file is a pickle, which can run any code when it is loaded, and
# it fits only their version of scikit-learn.
# </details>
