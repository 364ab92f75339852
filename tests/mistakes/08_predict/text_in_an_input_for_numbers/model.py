"""Says whether a message is spam."""

import warnings
from pathlib import Path

import joblib
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

SPAM = """\
Win a free phone now
You have won a prize, click here
Cheap watches, buy now
Free money, answer now
Claim your prize today
Click here for cheap loans
You win, click to claim
Buy cheap pills now
A free prize waits for you
Answer now to win money""".splitlines()
HAM = """\
Are you coming to lunch
The lecture begins at nine
Can you send me your notes
See you at the station
I will be late, sorry
The report is on your desk
Shall we meet on Monday
Thanks for the photos
My train is late again
Can we move the lecture""".splitlines()


class Store:
    """The saved model, below a folder of its own."""

    def __init__(self):
        self.file = Path(__file__).resolve().parent / "trained" / "spam.joblib"
        self.loaded = None

    def make(self):
        model = make_pipeline(TfidfVectorizer(), SGDClassifier(random_state=0))
        texts, is_spam = SPAM + HAM, [True] * len(SPAM) + [False] * len(HAM)
        score = cross_val_score(model, texts, is_spam, cv=5).mean()
        self.file.parent.mkdir(exist_ok=True)
        joblib.dump(model.fit(texts, is_spam), self.file, compress=3)
        return score

    def get(self):
        if self.loaded is None:
            try:
                with warnings.catch_warnings(action="error", category=InconsistentVersionWarning):
                    self.loaded = joblib.load(self.file)
            except (FileNotFoundError, InconsistentVersionWarning):
                self.make()
                self.loaded = joblib.load(self.file)
        return self.loaded


store = Store()


def predict(inputs):
    print("asked about", inputs)
    return bool(store.get().predict([inputs["message"]])[0])


if __name__ == "__main__":
    print("Right in", format(store.make(), ".0%"), "of the messages kept back")
