"""Debian's Chromium, driven by selenium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

PROGRAMS = ("chromium", "chromedriver")
OPTIONS = (
    "--headless",
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chrome(folder: Path) -> Iterator[Chrome]:
    """Start Chromium with a new profile in this folder; skip the test where there is none."""
    found = {name: shutil.which(name) for name in PROGRAMS}
    if not all(found.values()):
        pytest.skip("NOT CHECKED: Chromium is not installed (packages chromium, chromium-driver)")
    options = ChromeOptions()
    options.binary_location = found["chromium"]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for option in (*OPTIONS, f"--user-data-dir={folder}"):
        options.add_argument(option)
    browser = webdriver.Chrome(options, ChromeService(found["chromedriver"]))
    try:
        yield browser
    finally:
        browser.quit()
