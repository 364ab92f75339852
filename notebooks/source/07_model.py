# %% [markdown]
# # 7. Train a model
#
# You will be able to train a small machine-learning model, measure it with data that it has not seen, save it,
# load it again, and have it answer one question.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import copy_of, load, plot, show

# %% [markdown]
# ## The data
#
# A *model* is a function that a program works out from examples. Ours are 150 irises, which are flowers.
# scikit-learn, the library that we use, brings them along:

# %%
from sklearn.datasets import load_iris

flowers = load_iris()
flowers.data.shape

# %% [markdown]
# 150 rows, one for each flower, and four measures in centimetres. Beside each row stands its kind, which a
# botanist named:

# %%
print(flowers.feature_names, flowers.data[0], sep="\n")
print(flowers.target_names[flowers.target[0]])

# %% [markdown]
# A picture of two of the four measures. Setosa stands apart. The other two kinds meet, so no line between them
# can be right for every flower.

# %%
from matplotlib.figure import Figure

figure = Figure(figsize=(5, 3.4), layout="constrained")
axes = figure.subplots()
for kind, name in enumerate(flowers.target_names):
    rows = flowers.data[flowers.target == kind]
    axes.scatter(rows[:, 2], rows[:, 3], label=name, marker="o^s"[kind])
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
# The model of this step stands in `model.py`. This function trains it; the line with `fit` is the training
# itself:

# %%
folder = copy_of("07_model")
model = load(folder, "model")
show(model.train)

# %% [markdown]
# It *splits* the flowers first: one half is seen in training, the other is kept back. Asking about flowers that
# it knows already would be an exam with known questions.

# %%
trained, accuracy = model.train()
print(trained)

# %% [markdown]
# `score` asks about the half that it has not seen, and returns the part of right answers, from 0 to 1.
# Of 75 flowers it names this part rightly:

# %%
accuracy

# %% [markdown]
# `random_state=0` says where the random draw begins. So each run draws the same flowers,
# and you get the same number as everybody:

# %%
[model.train()[1] for _ in range(3)]

# %% [markdown]
# ## Where it errs
#
# A *confusion matrix* counts the answers: a row for each true kind, a column for each answer. On the diagonal
# stand the right ones.

# %%
from sklearn.metrics import ConfusionMatrixDisplay
from sklearn.model_selection import train_test_split

kinds = flowers.target_names[flowers.target]
seen, unseen, seen_kinds, unseen_kinds = train_test_split(
    flowers.data, kinds, test_size=0.5, stratify=kinds, random_state=0
)
figure = Figure(figsize=(4.4, 3.6), layout="constrained")
drawn = ConfusionMatrixDisplay.from_estimator(
    trained, unseen, unseen_kinds, ax=figure.subplots(), colorbar=False, cmap="Blues"
)
plot(
    figure,
    alt="Confusion matrix of the 75 unseen flowers. In rows the true kind, in columns the answer:\n"
    + str(drawn.confusion_matrix),
)

# %% [markdown]
# As the first picture promised: setosa is never mistaken for another kind, and the errors lie between
# versicolor and virginica.

# %% [markdown]
# ## How many examples are enough?
#
# A *learning curve* trains again and again, with more flowers each time. The score rises, and then more
# examples add little:

# %%
from sklearn.model_selection import ShuffleSplit, learning_curve

sizes, _, scores = learning_curve(
    trained, flowers.data, kinds, train_sizes=[15, 30, 45, 60, 75],
    cv=ShuffleSplit(10, test_size=0.5, random_state=0),
)  # fmt: skip
figure = Figure(figsize=(5, 3), layout="constrained")
axes = figure.subplots()
axes.plot(sizes, scores.mean(axis=1), marker="o")
axes.set(xlabel="flowers seen in training", ylabel="accuracy on unseen flowers")
plot(figure, alt=f"Accuracy on unseen flowers by training size: {scores.mean(axis=1).round(2)}")

# %% [markdown]
# ## Save and load
#
# Training once is enough. `joblib.dump` writes the trained model to a file, and `joblib.load` reads it.
# Until now there is no file:

# %%
model.FILE.exists()

# %% [markdown]
# `load` trains and saves when there is no file, and reads the file otherwise. So a new machine can begin
# from the code alone:

# %%
show(model.load)

# %%
model.load()
model.FILE.name, model.FILE.exists()

# %% [markdown]
# `python model.py` trains anew and says how good it is. The guard at the end of the file is the one that you
# know from step 1:

# %% language="bash"
# python model.py

# %% [markdown]
# ## Ask one question
#
# The app will ask about one flower at a time, with a name for each measure. These are the example inputs of
# this step:

# %%
show("example.json")

# %% [markdown]
# scikit-learn wants a table: a list of rows. One flower is a table with one row, hence two pairs of brackets
# in `predict`:

# %%
show(model.predict)

# %%
model.predict({"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2})

# %% [markdown]
# With one pair of brackets you meet this error. Its last lines tell you what to do for a single *sample*,
# which is a row:

# %% tags=["raises-exception"]
trained.predict([5.1, 3.5, 1.4, 0.2])

# %% [markdown]
# `str(…[0])` in `predict` is there for the next step. The answer of scikit-learn is an array of numpy's, and
# JSON takes nothing of numpy's, not even its numbers:

# %% tags=["raises-exception"]
import json

import numpy

json.dumps({"prediction": numpy.float32(0.5)})

# %% [markdown]
# ## A saved model is code
#
# The file holds a *pickle*: instructions that Python follows when it loads them. They can call any function.
# This one is harmless and calls `print`:

# %%
import pickle

pickle.loads(b"cbuiltins\nprint\n(S'A pickle has called print.'\ntR.")

# %% [markdown]
# A stranger's pickle could delete your files instead. So load only models that you have trained, and keep the
# code, not the file, in Git: `.gitignore` leaves `*.joblib` out.

# %% [markdown]
# It also belongs to one version of scikit-learn. Here we write another version into a file. Our `load` turns
# the library's warning into an error, since a misread model may answer wrongly:

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
# The cure for a model that does not fit is to train it again, which takes a moment. And `requirements.txt`
# names the version, so that every machine installs the same:

# %%
model.FILE.unlink()
model.load.cache_clear()
show("requirements.txt")

# %% [markdown]
# ## Now you: `make step-7`
#
# Your starter is `steps/07_model/model.py`; any data and any simple model will do. Three questions for the debrief:
#
# <details><summary>1. A model answers rightly for every flower it was trained with. Is it a good model?</summary>
#
# Nobody can tell. It may have learnt them by heart. Only flowers that it has not seen show what it has understood.
# </details>
#
# <details><summary>2. Why does <code>predict</code> need two pairs of brackets for one flower?</summary>
#
# It takes a table. The outer brackets are the table, the inner ones its only row; the answer has one value for each row.
# </details>
#
# <details><summary>3. A friend sends you their trained model as a file. What do you ask for instead?</summary>
#
# For the code and the data, to train it yourself. The file is a pickle, which can run anything when it is loaded, and it
# fits only their version of scikit-learn.
# </details>
