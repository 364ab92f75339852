"""The servers that benchmarks/serving.py compares, and the environments that they run in."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "solution/10_full_app"
APPS = ROOT / "benchmarks/serving"
ENVIRONMENTS = ROOT / ".workbook/serving"
FLOWER = '{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}'
PATH = os.environ["PATH"]


class NotServedError(Exception):
    """A server cannot be measured; the message says why."""


@dataclass(frozen=True)
class Server:
    command: str  # runs in a copy of the full app's folder
    pins: str = ""  # what its own environment holds; the project's where empty
    before: str = ""  # a command that makes what it serves
    path: str = "/predict"
    body: str = FLOWER  # of a POST; a GET where empty
    answer: str = "setosa"  # is in every answer
    keeps: bool = False  # a row for every answer

    @property
    def environment(self) -> Path:
        return ENVIRONMENTS / self.pins.partition("==")[0] if self.pins else ROOT / ".venv"

    @property
    def variables(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return kept | {
            "PATH": f"{self.environment}/bin{os.pathsep}{PATH}",
            "PYTHONPATH": f".{os.pathsep}{APPS}",
            "WEB_CONCURRENCY": "2",
            "BENTOML_DO_NOT_TRACK": "True",
            "MLFLOW_DISABLE_TELEMETRY": "true",
        }

    def prepare(self, folder: Path) -> None:
        """Install what it needs, with the full app's scikit-learn, and make what it serves."""
        if self.pins:
            uv = shutil.which("uv", path=f"{ROOT}/.venv/bin{os.pathsep}{PATH}") or "uv"
            if not self.environment.exists():
                run([uv, "venv", "--python", sys.executable, str(self.environment)])
            pins = [*self.pins.split(), SCIKIT_LEARN]
            run(
                [
                    uv,
                    "pip",
                    "install",
                    "--compile-bytecode",
                    "--python",
                    str(self.environment),
                    *pins,
                ]
            )
        if self.before:
            run(self.before.split(), cwd=folder, env=self.variables)


BARE, FULL, UNKEPT = "bare Flask route", "/predict", "/predict, kept nowhere"
GRANIAN = "/predict, on granian"
FASTAPI = "uvicorn with_fastapi:app --workers 2 --host 127.0.0.1 --port {port}"
PLAIN = " --loop asyncio --http h11"  # what uvicorn has without its [standard] extras
FASTAPI_PINS = "fastapi==0.165.0 uvicorn[standard]==0.54.0"
PINS = [line for line in (APP / "requirements.txt").read_text().splitlines() if "==" in line]
SCIKIT_LEARN = next(pin for pin in PINS if pin.startswith("scikit-learn=="))
SERVERS = {
    BARE: Server("gunicorn bare:app -b 127.0.0.1:{port}", path="/", body="", answer="Hello"),
    FULL: Server("gunicorn -b 127.0.0.1:{port}", keeps=True),
    UNKEPT: Server("gunicorn unkept:app -b 127.0.0.1:{port}"),
    GRANIAN: Server(
        "granian --interface wsgi --workers 2 --blocking-threads 2 --respawn-failed-workers"
        " --access-log --host 127.0.0.1 --port {port} app:app",
        " ".join(["granian==2.8.7", *PINS]),
        keeps=True,
    ),
    "FastAPI": Server(FASTAPI + PLAIN, FASTAPI_PINS, keeps=True),
    "FastAPI [standard]": Server(FASTAPI, FASTAPI_PINS, keeps=True),
    "FastAPI, async def": Server(FASTAPI, FASTAPI_PINS, path="/predict/async", keeps=True),
    "MLflow": Server(
        "mlflow models serve -m iris --env-manager local -w 2 -h 127.0.0.1 -p {port}",
        "mlflow==3.17.2",
        before="python -m save_mlflow",
        path="/invocations",
        body='{"inputs": [[5.1, 3.5, 1.4, 0.2]]}',
    ),
    "LitServe": Server("python -m with_litserve {port}", "litserve==0.2.19"),
    "BentoML": Server(
        "bentoml serve with_bentoml:Iris --host 127.0.0.1 -p {port}", "bentoml==1.4.40"
    ),
}


def run(command: list[str], **settings) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=600, **settings
    )
    if done.returncode:
        raise NotServedError(last_words(done.stdout + done.stderr))


def last_words(output: str) -> str:
    return " ".join(output.split())[-200:]
