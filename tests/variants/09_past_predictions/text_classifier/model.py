"""Whether a review is good or bad, from its words."""

import pickle
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

GOOD = ["I loved it", "a lovely film", "great fun", "what a great story", "the best I have seen"]
BAD = ["I hated it", "a boring film", "no fun at all", "a bad story", "the worst I have seen"]
FILE = Path(__file__).parent / "reviews.pkl"


def train():
    model = make_pipeline(CountVectorizer(), MultinomialNB())
    model.fit(GOOD + BAD, ["good"] * len(GOOD) + ["bad"] * len(BAD))
    FILE.write_bytes(pickle.dumps(model))
    return model.score(["a great film", "a boring story"], ["good", "bad"])


def predict(text):
    if not FILE.exists():
        train()
    return str(pickle.loads(FILE.read_bytes()).predict([text])[0])


if __name__ == "__main__":
    print(f"Accuracy on other reviews: {train():.2f}")
