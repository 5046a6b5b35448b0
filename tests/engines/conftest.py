"""Property tests draw the same examples on every run and are not timed one by one."""

from hypothesis import settings

settings.register_profile("engines", derandomize=True, deadline=None)
settings.load_profile("engines")
