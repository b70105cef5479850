"""Settings of the suite: laws are tried on the same examples everywhere, so that a failure can be repeated."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "lawscore",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("lawscore")
