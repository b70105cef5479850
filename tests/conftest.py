"""Settings of the suite: laws are tried on the same examples everywhere, so that a failure can be repeated; names of tests are the same
in every worker; workers are given a file at a time, the longest first."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support_libreoffice import converted
from tests.support_workers import place, scheduler

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

settings.register_profile(
    "lawscore",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("lawscore")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their parameter: those of a zip file hold the time at which a worker made it, and workers whose names of tests
    differ run none."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first; all else in the order in which it was shuffled."""
    items.sort(key=lambda item: place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "Scheduling":
    return scheduler(config, log)


__all__ = ["converted"]
