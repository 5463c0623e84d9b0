"""The page in a real browser: a click through it, what it fetches, how it fits, and who can use it."""

from __future__ import annotations

import base64
import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import budgetkpi as bk
from tests.forms import made

pytest.importorskip("selenium")

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.remote.webelement import WebElement

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        BROWSER is None or DRIVER is None,
        reason="Chromium is not installed: apt-get install chromium chromium-driver",
    ),
]
PHONE = (360, 740)
DESK = (1280, 900)


def _axe() -> Path | None:
    """Where axe-core is installed: beside this Python, in the clone, or for everybody."""
    folders = [Path(sys.prefix), Path(__file__).parents[2]]
    npm = shutil.which("npm")
    if npm is not None:
        said = subprocess.run([npm, "root", "-g"], capture_output=True, encoding="utf-8", check=False)
        folders.append(Path(said.stdout.strip()).parent)
    files = (folder / "node_modules/axe-core/axe.min.js" for folder in folders)
    return next((file for file in files if file.is_file()), None)


class _Server(http.server.ThreadingHTTPServer):
    asked: list[str]


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name of the base class)
        server = self.server
        assert isinstance(server, _Server)
        server.asked.append(format % args)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Server]:
    """The page on a server of its own, which keeps what it was asked for."""
    folder = tmp_path_factory.mktemp("served")
    sheets = (made.culture(), made.water(), made.open_rows(), made.hostile())
    bk.write_review([sheet.appraise() for sheet in sheets], folder / "page.html")
    with _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder))) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chrome() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def page(chrome: webdriver.Chrome, server: _Server) -> webdriver.Chrome:
    """The page, opened anew on a desk."""
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    size(chrome, DESK)
    chrome.get("about:blank")
    for kind in ("browser", "performance"):
        chrome.get_log(kind)  # type: ignore[no-untyped-call]
    chrome.get(f"http://127.0.0.1:{server.server_port}/page.html")
    return chrome


def size(page: webdriver.Chrome, window: tuple[int, int]) -> None:
    width, height = window
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": window == PHONE}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def one(page: webdriver.Chrome, name: str) -> WebElement:
    return page.find_element(By.ID, name)


def rows(page: webdriver.Chrome) -> list[str]:
    """The rows that are shown."""
    shown: list[str] = page.execute_script(
        "return [...document.querySelectorAll('tbody[data-o]')]"
        ".filter((row) => row.checkVisibility()).map((row) => row.id)"
    )
    return shown


def requests(page: webdriver.Chrome) -> list[str]:
    entries = (json.loads(entry["message"])["message"] for entry in page.get_log("performance"))  # type: ignore[no-untyped-call]
    sent = [
        entry["params"]["request"]["url"]
        for entry in entries
        if entry["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in sent if not url.startswith("data:") and url != "about:blank"]


def test_a_click_through_the_filters(page: webdriver.Chrome, server: _Server) -> None:
    server.asked.clear()
    everything = rows(page)
    assert len(everything) == 7 + 5 + 4 + 15
    Select(one(page, "outcome")).select_by_value("not_met")
    assert rows(page) == ["p1-5", "p2-1", "p3-1"]
    assert one(page, "shown").text.startswith("显示：3 / 共31个指标")
    Select(one(page, "outcome")).select_by_value("")
    Select(one(page, "cause")).select_by_value("reason-owed")
    assert rows(page) == ["p2-1", "p3-1"]
    assert not one(page, "p1").is_displayed()
    Select(one(page, "cause")).select_by_value("")
    one(page, "word").send_keys("读者")
    assert set(rows(page)) == {"p1-1", "p1-5", "p1-6", "p1-7"}
    one(page, "filters").find_element(By.TAG_NAME, "button").click()
    assert rows(page) == everything
    Select(one(page, "order")).select_by_value("attainment")
    assert next(name for name in rows(page) if name.startswith("p1")) == "p1-5"
    Select(one(page, "order")).select_by_value("lost")
    assert next(name for name in rows(page) if name.startswith("p3")) in ("p3-2", "p3-4")
    Select(one(page, "order")).select_by_value("table")
    assert rows(page) == everything
    total = page.find_elements(By.CSS_SELECTOR, ".projects thead button")[1]
    total.click()
    lines = page.find_elements(By.CSS_SELECTOR, ".projects tbody th a")
    assert [line.text[0] for line in lines] == ["3", "2", "1", "4"]
    total.click()
    assert page.find_element(By.CSS_SELECTOR, ".projects tbody th a").text.startswith("4")
    assert page.find_elements(By.CSS_SELECTOR, "[aria-sort='descending']")
    assert page.get_log("browser") == []  # type: ignore[no-untyped-call]
    url = page.current_url.partition("#")[0]
    assert set(requests(page)) <= {url}
    assert server.asked == []  # nothing more was asked for than the page itself


def test_the_page_asks_for_nothing_but_itself(page: webdriver.Chrome, server: _Server) -> None:
    assert requests(page) == [page.current_url]
    assert all("/page.html" in asked for asked in server.asked)
    assert page.title == "绩效自评审阅 · Review of self-evaluations"


def test_the_language_is_switched(page: webdriver.Chrome) -> None:
    heading = page.find_element(By.TAG_NAME, "h1")
    assert heading.text == "绩效自评审阅"
    one(page, "lang-en").click()
    assert heading.text == "Review of self-evaluations"
    assert page.execute_script("return document.documentElement.lang") == "en"
    assert Select(one(page, "outcome")).options[1].text == "met"
    assert "达成" not in page.find_element(By.CSS_SELECTOR, ".tally").text


def test_a_link_shows_a_row_that_was_filtered_out(page: webdriver.Chrome) -> None:
    Select(one(page, "outcome")).select_by_value("met")
    assert not one(page, "p1-5").is_displayed()
    page.execute_script("location.hash = 'p1-5'")
    page.implicitly_wait(1)
    assert one(page, "p1-5").find_element(By.TAG_NAME, "a").is_displayed()


def test_it_can_be_used_from_the_keyboard(page: webdriver.Chrome) -> None:
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = page.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.location["x"] >= 0
    skip.send_keys(Keys.ENTER)
    assert page.current_url.endswith("#main")
    head = page.find_element(By.CSS_SELECTOR, ".projects thead button")
    head.send_keys(Keys.ENTER)
    assert page.find_elements(By.CSS_SELECTOR, "[aria-sort='ascending']")


def test_without_its_script_everything_is_there(chrome: webdriver.Chrome, server: _Server) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    size(chrome, DESK)
    chrome.get(f"http://127.0.0.1:{server.server_port}/page.html")
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert len(rows(chrome)) == 31
    assert not one(chrome, "filters").is_displayed()
    one(chrome, "lang-en").click()
    assert chrome.find_element(By.TAG_NAME, "h1").text == "Review of self-evaluations"


@pytest.mark.parametrize("window", [PHONE, (320, 600), (700, 900), DESK])
def test_nothing_is_wider_than_the_screen(page: webdriver.Chrome, window: tuple[int, int]) -> None:
    size(page, window)
    for lang in ("zh", "en"):
        one(page, f"lang-{lang}").click()
        widths = page.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= window[0], lang
        out = page.execute_script(
            "return [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() "
            "&& e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))"
        )
        assert out == []
    shown = page.get_screenshot_as_png()
    assert len(shown) > 5_000


def test_every_project_is_on_paper(page: webdriver.Chrome) -> None:
    pdfium = pytest.importorskip("pypdfium2")  # pdfplumber brings it
    printed = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    document = pdfium.PdfDocument(base64.b64decode(printed["data"]))
    sheets = [document[number] for number in range(len(document))]
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets)
    assert {(round(sheet.get_width()), round(sheet.get_height())) for sheet in sheets} == {(595, 842)}
    for expected in (
        "公共图书馆免费开放",
        "农村饮水工程维修养护",
        "技能培训",
        "所用规则",
        "无法识别",
        "闭馆47天",
    ):
        assert expected in text
    assert "关键词" not in text
    document.close()


@pytest.mark.parametrize(("window", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "dark")])
def test_axe_finds_no_barrier(page: webdriver.Chrome, window: tuple[int, int], scheme: str) -> None:
    axe = _axe()
    if axe is None:
        pytest.skip("axe-core is not installed: npm install --prefix .venv axe-core")
    size(page, window)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.execute_script(axe.read_text(encoding="utf-8"))
    for lang in ("zh", "en"):
        one(page, f"lang-{lang}").click()
        page.set_script_timeout(60)
        found = page.execute_async_script(
            "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then((r) => done(r.violations"
            ".map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html + ' ' + n.failureSummary)])))"
        )
        assert found == [], lang
