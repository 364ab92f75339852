"""Train a model, save it, and let it predict.

You can now train a small model, measure it with data that it has not seen, save it to a file, and
have it answer one question at a time. Whoever has your code can make the same model again.
"""

import json
import re
from pathlib import Path

import pytest

from workbook.errors import NotChecked
from workbook.files import check_pinned, files, imports
from workbook.result import Waiting, wrong

NEEDS = ("model",)
ON_REQUEST = ("pandas",)
SECONDS = 60  # for the whole step: it trains about ten times
LEAVE_OUT = ("*.joblib", "*.pkl", "*.pickle")
ENDINGS = tuple(pattern.strip("*") for pattern in LEAVE_OUT)
PRELOAD = ("joblib", "sklearn.datasets", "sklearn.linear_model", "sklearn.model_selection")

NEW = "Train with one part of the rows, and score with the other part."
PLAIN = "one text, one number, or true or false"
NUMPY = "This is a value of numpy's. str(…), float(…) or int(…) makes it plain Python."
ROWS = "scikit-learn answers with one value for each row. Yours is the first: [0]"
GIT = "By its ending Git knows what it should leave out: .joblib, .pkl or .pickle."
WORSE = (
    "The model is no better than a guess. Its score is {0:.3f}; always giving the same answer, "
    "the commonest or the mean, scores {1:.3f}. Are the rows mixed before they are split, and do "
    "rows and answers belong together?"
)
LIST_AS_TEXT = re.compile(
    r"""\s*(array\()?\[\s*['"\d.-]|\s*\[\s*(True|False)"""
)  # of numpy, or of Python
ORDER = "Are the values of the row in the order of the columns that fit was given?"
SHIPPED = (
    "{} is in your folder, but a check starts without saved models, as a new machine does. The "
    "code that trains the model belongs into model.py: python model.py runs it, and saves."
)
AGAIN = "fit learns anew here, although what was learnt before is saved."


def program(name):
    """Return a program of ours that runs in the student's folder, beside their model.py."""
    return Path(__file__).with_name("programs").joinpath(f"{name}.py").read_text("utf-8")


def told(printed):
    """Return what such a program says in its last line; above may be what the student prints."""
    return json.loads(printed.splitlines()[-1])


def shown(lines):
    return " / ".join(line.strip() for line in lines.splitlines()[-3:] if line.strip()) or "nothing"


@pytest.mark.run("model.py")
def test_training_prints_a_score(printed, note):
    """python model.py trains a model, prints how good it is, as a number, and ends.

    A score says how often a model is right, or how far off it is. Without one you do not know
    whether it has learnt anything.

    At the end of the file, below if __name__ == "__main__": call train(), and print what it returns
    as the score.
    """
    if not re.search(r"\d", printed):
        raise wrong("a line with a number", shown(printed), sent="python model.py")
    note(f"python model.py printed: {shown(printed)}")


def test_examples_are_there(examples):
    """example.json is a list of two or more inputs for your model, all with the same fields.

    The checks know nothing of your model. They ask it about what stands in this file.

    One input is an object, in braces: each field's name in double quotes, a colon, its value. The
    starter's file shows three, for irises.
    """
    for inputs in examples:
        odd = sorted(set(inputs) ^ set(examples[0]))
        if odd or not inputs:
            got = f"not in all of them: {', '.join(odd)}" if odd else "an object without fields"
            raise wrong("the same fields in each", got, file="example.json", line=1)


@pytest.mark.run("-c", program("training"))
def test_score_is_of_unseen_rows(printed, note):
    """The score is measured with rows that the model was not trained with.

    A pupil who has seen the exam's questions at home gets full marks and may have learnt nothing.
    So part of the rows is kept back, for the exam.

    train_test_split cuts tables in two: seen, unseen, seen_kinds, unseen_kinds =
    train_test_split(flowers.data, kinds, …)

    fit(seen, seen_kinds) trains. score(unseen, unseen_kinds) measures. Neither gets all rows.
    """
    said = told(printed)
    scored = said["scored"]
    if scored and not any(new for new, _, _ in scored):
        _, file, line = scored[-1]
        expected, got = "rows that fit has not been given", "only rows that it has been given"
        raise wrong(expected, got, NEW, sent="python model.py", file=file, line=line)
    for score, guess in said["measured"][-1:]:
        if score <= guess:
            note(WORSE.format(score, guess))


@pytest.mark.run("-c", program("training"))
def test_training_repeats(printed):
    """python model.py, run again, trains with the same rows and prints the same.

    Splitting and training draw random numbers. Whoever repeats your work should get your model, and
    you should see whether a change of yours made it better, or luck did.

    random_state is where the draw begins. The same number gives the same draw.

    Write random_state=0 as one more argument of train_test_split, and of your model if it takes
    one.
    """
    said = told(printed)
    first, second = said["printed"]
    if first != second:
        raise wrong(shown(first), f"then {shown(second)}", sent="python model.py, twice")
    if said["trained"][0] != said["trained"][1]:
        got = "other rows, or in another order, the second time"
        raise wrong("fit with the same rows", got, sent="python model.py, twice")


@pytest.mark.run("-c", program("saving"))
def test_model_is_saved(folder, printed):
    """python model.py writes the trained model to a file whose name ends with .joblib

    Training takes long, and a server starts often. So it is done once, and what was learnt is
    written to a file. Git leaves .joblib files out: nobody can review them, and python model.py
    makes them.

    joblib.dump(model, FILE) writes it. FILE is beside model.py, in the starter.
    """
    written = told(printed)
    if not any(Path(name).match(pattern) for name in written for pattern in LEAVE_OUT):
        got = f"it wrote {', '.join(written)}" if written else "no new file"
        shipped = [file.name for file in files(folder) if file.suffix in ENDINGS]
        why = [GIT] if written else [SHIPPED.format(name) for name in shipped[:1]]
        raise wrong("a file such as model.joblib", got, *why, sent="python model.py")


@pytest.mark.run("-c", program("answers"))
def test_predict_answers(examples, printed):
    """predict(inputs), in model.py, answers each input of example.json with one plain value: a
    text, a number, or true or false.

    A model takes a table and answers with one value for each row of it. You have one row, and want
    one value.

    The row's values stand in the order that the model was trained with:
    row = [[inputs[field] for field in FIELDS]]

    return str(load().predict(row)[0]) for a word, float(…) for a number. JSON takes no numpy types.
    """
    for inputs, answer in zip(examples, told(printed), strict=True):
        if type(answer.get("is")) not in (str, int, float, bool):
            got = answer.get("odd") or json.dumps(answer["is"])
            why = {"[": ROWS, "a": ROWS, "n": NUMPY}.get("" if got == "null" else got[0])
            got = got.replace("null", "None: there was no return with a value")
            call = f"model.predict({json.dumps(inputs)})"
            raise wrong(PLAIN, got, *([why] if why else []), sent=call)
        if isinstance(answer["is"], str) and LIST_AS_TEXT.match(answer["is"]):
            call = f"model.predict({json.dumps(inputs)})"
            raise wrong(PLAIN, f"a list, as text: {answer['is']}", ROWS, sent=call)


@pytest.mark.run("-c", program("answers"))
def test_answers_differ(examples, printed):
    """predict(inputs) does not say the same of all inputs of example.json.

    A model that always says the same has learnt nothing, or does not look at its input.

    Is each of the inputs handed on? Do the values stand in the order of the columns that the model
    was trained with?

    If all is well, then your examples are too much alike. Put others into example.json.
    """
    answers = [answer.get("is") for answer in told(printed)]
    if None in answers:
        raise Waiting
    if all(answer == answers[0] for answer in answers):
        got = f"{json.dumps(answers[0])} for each of them"
        raise wrong("two different answers at least", got, sent="model.predict(…), for each")


@pytest.mark.run("-c", program("answers"))
def test_expected_predictions(examples, expected, printed):
    """Where an input of example.json has a "prediction" beside it, predict(inputs) gives just that;
    a number may be 10 % off.

    You know what some inputs should lead to. A model that is handed its values in another order
    than in training answers, too, and wrongly.

    FIELDS names the columns in the order of the table that the model was trained with.

    If the model itself is wrong there, take another example.
    """
    for inputs, answer, right in zip(examples, told(printed), expected, strict=True):
        given = answer.get("is")
        if given is None:
            raise Waiting
        if right is not None and not is_near(given, right):
            sent = f"model.predict({json.dumps(inputs)})"
            raise wrong(json.dumps(right), json.dumps(given), ORDER, sent=sent)


def is_near(given, right):
    """Whether a prediction is the expected one; a number need not be it to the last digit."""
    if type(given) in (int, float) and type(right) in (int, float):
        return given == pytest.approx(right, rel=0.1)
    return given == right


@pytest.mark.run("-c", program("saved"))
def test_saved_model_is_used(examples, printed):
    """Once the model is saved, neither import model nor predict trains anything.

    A server imports model.py when it starts, and calls predict for each visitor. Training then
    makes all of them wait.

    Only train() calls fit, and only load(), without a file, and the part below
    if __name__ == "__main__": call train().

    In load: return joblib.load(FILE). In predict: load().predict(row)
    """
    said = told(printed)
    if not said["saved"]:
        raise Waiting
    if said["fits"]:
        (file, line), sent = said["fits"][0], "import model, and then model.predict(…)"
        raise wrong("no call of fit", "fit is called", AGAIN, sent=sent, file=file, line=line)


@pytest.mark.run("-c", program("fresh"))
def test_first_use_trains(examples, printed):
    """Where no saved model is, as on a new machine, predict trains and saves one first.

    Who gets your code by Git gets no .joblib file. The app should run there all the same.

    At the top of load: if not FILE.exists(): and below it save(train()[0])
    """
    answered, written = told(printed)
    if not answered or not written:
        got = "no answer" if not answered else "no new file"
        sent = "model.predict(…), without any .joblib file"
        raise wrong("an answer, and a new file such as model.joblib", got, sent=sent)


def test_requirements_pin_scikit_learn(folder):
    """requirements.txt names scikit-learn with its exact version, as in scikit-learn==1.9.1

    A saved model is for one version of scikit-learn. Another may read it wrongly. So whoever
    installs your app needs the version that you have.

    On a line of its own: the package, ==, and the version that pip list says. It is imported as
    sklearn, but the package is called scikit-learn.
    """
    if imports(folder, "sklearn"):
        check_pinned(folder, "scikit-learn", "sklearn", installed=True)


@pytest.mark.bonus
@pytest.mark.run("-c", program("elsewhere"))
def test_any_folder_will_do(examples, printed):
    """predict finds the saved model whatever folder the app is started in.

    A bare name such as "model.joblib" is looked for in the folder where somebody started Python,
    which may be another than that of model.py.

    FILE = Path(__file__).with_name("model.joblib") is beside model.py, always.
    """
    said = told(printed)
    if not said["saved"]:
        raise Waiting
    if said["written"]:
        sent = "model.predict(…), from within another folder"
        raise wrong("the file beside model.py", f"a new file: {said['written'][0]}", sent=sent)


@pytest.mark.bonus
@pytest.mark.run("-c", program("other_version"))
def test_other_versions_are_refused(examples, printed):
    """A saved model that another version of scikit-learn has written is not used: load raises the
    warning as an error, or trains again.

    scikit-learn only warns, in a line that nobody reads on a server, and goes on with a model that
    may answer wrongly.

    InconsistentVersionWarning is in sklearn.exceptions. warnings.simplefilter("error", …) makes an
    error of a warning.

    Around joblib.load: with warnings.catch_warnings(): and in it, first,
    warnings.simplefilter("error", InconsistentVersionWarning)
    """
    said = told(printed)
    if not said["saved"]:
        raise Waiting
    if not said["more"]:
        return  # numbers mean the same to every version
    if not said["says"]:
        raise NotChecked("the saved file does not say which scikit-learn has written it")
    if said["used"]:
        sent = "model.predict(…), with a file that scikit-learn 1.0 has written"
        raise wrong("an error, or a new training", "an answer of the old model", sent=sent)
