"""One headless Chromium for all browser tests, which go to one worker; pages of real results and of hostile ones, written once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import NONE, chromium
from tests.browser.support import Site, Watched, cixi, hostile, large, tieling

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip(NONE)
    api = pytest.importorskip(
        "playwright.sync_api", reason="the browser tests need playwright: pip install 'lawscore[dev]'"
    )
    with api.sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if root else [])]
        found = playwright.chromium.launch(executable_path=path, args=arguments)
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    return Site(
        tmp_path_factory.mktemp("pages"), {"tieling": tieling, "cixi": cixi, "hostile": hostile, "large": large}
    )


@pytest.fixture
def visit(browser, site) -> Iterator[Watched]:
    """Opens pages of the site, and fails where one complains or asks a network for anything."""
    watched = Watched(browser, site)
    yield watched
    watched.close()
    assert watched.complaints == []
