"""What a sentence is about. `python model.py` trains and saves it."""

import csv
from functools import cache
from pathlib import Path

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

FIELDS = {"sentence": "text"}
FILE = Path(__file__).with_name("model.joblib")


def train():
    """Return a model trained on three quarters of the sentences, and its accuracy on the others."""
    with FILE.with_name("sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts, topics = [row["text"] for row in rows], [row["topic"] for row in rows]
    seen, unseen, seen_topics, unseen_topics = train_test_split(
        texts, topics, stratify=topics, random_state=0
    )
    model = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(seen, seen_topics)
    return model, model.score(unseen, unseen_topics)


def save(model):
    joblib.dump(model, FILE)


@cache
def load():
    if not FILE.exists():
        save(train()[0])
    return joblib.load(FILE)


def predict(inputs):
    """Return the topic of one sentence, a dict with the FIELDS."""
    return str(load().predict([inputs["sentence"]])[0])


if __name__ == "__main__":
    model, accuracy = train()
    save(model)
    print(f"Accuracy on sentences that it has not seen: {accuracy:.3f}")
