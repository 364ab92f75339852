import subprocess
import sys

from tests.app.server import environment

COMPARED = """
import model, numpy
rows = numpy.random.default_rng(0).uniform(0.1, 30, (2000, len(model.FIELDS)))
inputs = [dict(zip(model.FIELDS, row)) for row in rows.tolist()]
assert len(set(map(model.predict, inputs))) == 3
assert list(map(model.predict, inputs)) == model.train()[0].predict(rows).tolist()
"""


def test_the_app_answers_what_scikit_learn_s_predict_would(folder):
    compared = subprocess.run(
        [sys.executable, "-c", COMPARED],
        cwd=folder,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )

    assert compared.returncode == 0, compared.stderr
