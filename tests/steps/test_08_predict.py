"""Serve the model.

You can now let other programs ask a model over HTTP, with JSON in and JSON out, and people with a
page. What they send is looked at first, and what is wrong with it is answered, not crashed on.
"""

import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from workbook.pins import pinned
from workbook.result import NotChecked, Waiting, settled

NEEDS = ("model",)
SECONDS = 60  # for the whole step: it trains a few times
LEAVE_OUT = ("*.joblib", "*.pkl", "*.pickle")
PRELOAD = (
    *("joblib", "pydantic", "sklearn.datasets", "sklearn.linear_model"),
    "sklearn.model_selection",
)
