"""Settings of the suite: laws are tried on the same examples everywhere, so that a failure can be repeated; names of tests are the same
in every worker."""

from hypothesis import HealthCheck, settings

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
