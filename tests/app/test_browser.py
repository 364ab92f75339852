"""The page in a real browser: Debian's Chromium, driven by selenium."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.app.server import EXAMPLES, Server, serving
from tests.chromium import chrome

SECONDS = 30
VIRGINICA = EXAMPLES[2]
PHONE = {"width": 320, "height": 640, "deviceScaleFactor": 2, "mobile": True}
CONTRAST = """  // WCAG's, of an element's text against what is behind it
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const style = getComputedStyle(arguments[0]);
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const [canvas, [...tint]] = [dark ? 18 : 255, parts(style.backgroundColor)];
    const opaque = tint[3] ?? 1;
    const behind = tint.slice(0, 3).map((part) => part * opaque + canvas * (1 - opaque));
    const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const [low, high] = [light(parts(style.color)), light(behind)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chrome(tmp_path_factory.mktemp("chromium")) as browser:
        browser.set_page_load_timeout(SECONDS)
        yield browser


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("browser") / "predictions.db"


@pytest.fixture(scope="module")
def shared(folder: Path, file: Path) -> Iterator[Server]:
    with serving(folder, f"sqlite:///{file}") as server:
        server.predict()  # makes the table
        yield server


@pytest.fixture
def server(shared: Server, file: Path) -> Server:
    """Return a server that knows of no predictions."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("DELETE FROM predictions")
    connection.close()
    return shared


@contextmanager
def tab(chromium: Chrome, address: str) -> Iterator[Chrome]:
    """Open a page in a new tab; nothing in it may go wrong that the test does not read."""
    chromium.switch_to.new_window("tab")
    chromium.get_log("browser")
    chromium.get(f"{address}/")
    yield chromium
    assert chromium.get_log("browser") == []
    chromium.close()
    chromium.switch_to.window(chromium.window_handles[0])


@pytest.fixture
def browser(chromium: Chrome, server: Server) -> Iterator[Chrome]:
    with tab(chromium, server.address) as browser:
        yield browser


def soon(browser: Chrome, holds: Callable[[Chrome], object]) -> None:
    WebDriverWait(browser, SECONDS, 0.05).until(holds)


def fill(browser: Chrome, inputs: dict[str, float]) -> None:
    for name, value in inputs.items():
        browser.find_element(By.NAME, name).send_keys(str(value))


def answer(browser: Chrome) -> str:
    return browser.find_element(By.ID, "answer").text


def past(browser: Chrome) -> list[str]:
    return [item.text for item in browser.find_elements(By.CSS_SELECTOR, "#past li")]


def emulate(browser: Chrome, command: str, **settings: object) -> None:
    browser.execute_cdp_cmd(f"Emulation.{command}", settings)


def test_fill_the_form_see_the_prediction_and_the_list(browser, server):
    assert "Welcome" in browser.find_element(By.TAG_NAME, "h1").text
    assert past(browser) == []

    fill(browser, VIRGINICA)
    browser.find_element(By.TAG_NAME, "button").click()
    soon(browser, past)
    assert answer(browser) == "virginica"
    assert past(browser) == ["virginica: 6.7, 3.1, 5.6, 2.4"]
    assert server.rows()[0]["inputs"] == VIRGINICA

    server.put("/past_predictions/last", json={"prediction": "versicolor"})
    server.predict()
    browser.refresh()
    soon(browser, past)
    assert past(browser) == ["setosa: 5.1, 3.5, 1.4, 0.2", "versicolor: 6.7, 3.1, 5.6, 2.4"]
    numbers = [li.get_property("value") for li in browser.find_elements(By.CSS_SELECTOR, "li")]
    assert numbers == [row["id"] for row in reversed(server.rows())]


def test_with_the_keyboard_alone(browser):
    for value in VIRGINICA.values():
        browser.switch_to.active_element.send_keys(Keys.TAB)
        field = browser.switch_to.active_element
        assert browser.execute_script(
            "return getComputedStyle(arguments[0]).outlineStyle", field
        ) == ("solid")
        field.send_keys(str(value))
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Predict"
    browser.switch_to.active_element.send_keys(Keys.SPACE)
    soon(browser, past)

    assert answer(browser) == "virginica"


def test_enter_in_a_field_sends_too(browser):
    fill(browser, VIRGINICA)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    soon(browser, past)

    assert answer(browser) == "virginica"


def test_every_field_has_a_label_and_the_answer_is_announced(browser):
    inputs = browser.find_elements(By.TAG_NAME, "input")

    assert [field.accessible_name for field in inputs] == [
        "Sepal length",
        "Sepal width",
        "Petal length",
        "Petal width",
    ]
    assert browser.find_element(By.ID, "answer").aria_role == "status"
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert browser.title


def test_a_phone_needs_no_sideways_scroll(browser):
    emulate(browser, "setDeviceMetricsOverride", **PHONE)
    fill(browser, VIRGINICA)
    browser.find_element(By.TAG_NAME, "button").click()
    soon(browser, past)
    browser.execute_script("document.getElementById('answer').textContent = 'x'.repeat(500)")

    wide = browser.execute_script("return document.documentElement.scrollWidth")
    assert wide == PHONE["width"]
    for element in browser.find_elements(By.CSS_SELECTOR, "input, button"):
        assert element.size["height"] >= 40  # a finger is no mouse
    emulate(browser, "clearDeviceMetricsOverride")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable(browser, scheme):
    dark = [{"name": "prefers-color-scheme", "value": scheme}]
    emulate(browser, "setEmulatedMedia", features=dark)
    for element in browser.find_elements(By.CSS_SELECTOR, "h1, p, label, input, button, output"):
        if element.is_displayed():
            assert browser.execute_script(CONTRAST, element) >= 4.5
    emulate(browser, "setEmulatedMedia", features=[])


def test_what_the_browser_holds_back_and_what_the_app_refuses(browser):
    """The form stops nonsense by itself; what gets past it is answered in words."""
    button = browser.find_element(By.TAG_NAME, "button")
    button.click()
    assert browser.find_elements(By.CSS_SELECTOR, "input:invalid")
    assert answer(browser) == "nothing yet"

    browser.execute_script("document.getElementById('flower').noValidate = true")
    fill(browser, VIRGINICA | {"petal_width": -1})
    button.click()
    soon(browser, lambda browser: "petal_width" in answer(browser))
    assert past(browser) == []
    logged = [entry["message"] for entry in browser.get_log("browser")]
    assert all("400" in message for message in logged)


def test_what_is_echoed_is_text(browser, server):
    """A field's name comes back in the error; in the page it must not become an element."""
    evil = "<img src=/nowhere onerror=document.title='stolen'>"
    browser.execute_script(
        "document.getElementById('flower').noValidate = true;"
        "document.querySelector('input').name = arguments[0]",
        evil,
    )
    fill(browser, dict(list(VIRGINICA.items())[1:]))
    browser.find_element(By.TAG_NAME, "button").click()
    soon(browser, lambda browser: answer(browser) != "nothing yet")
    assert browser.find_elements(By.TAG_NAME, "img") == []
    assert browser.title != "stolen"
    browser.get_log("browser")


def test_a_store_that_fails_and_an_app_that_is_gone_are_told(chromium, serve, tmp_path):
    with serve(f"sqlite:///{tmp_path}") as server, tab(chromium, server.address) as browser:
        fill(browser, VIRGINICA)
        browser.find_element(By.TAG_NAME, "button").click()
        soon(browser, lambda browser: "Try again later." in answer(browser))
        assert "Try again later." in browser.find_element(By.ID, "past").text

        server.kill()
        browser.find_element(By.TAG_NAME, "button").click()
        soon(browser, lambda browser: "did not answer" in answer(browser))
        browser.get_log("browser")
