"""What every notebook uses: serve a step's app, ask it things, show its code and its pages."""

import os
import sys
from pathlib import Path

from workbook.walkthrough.pages import plot, show
from workbook.walkthrough.serving import copy_of, develop, load, serve
from workbook.walkthrough.terminal import use_docker

__all__ = ["copy_of", "develop", "load", "plot", "serve", "show", "use_docker"]

# `%%bash` cells call this Python and its flask, whoever has started the notebook.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
