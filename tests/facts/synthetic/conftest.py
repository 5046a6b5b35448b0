"""Property tests draw the same examples on every run and are not timed one by one."""

from hypothesis import settings

settings.register_profile("synthetic", derandomize=True, deadline=None)
settings.load_profile("synthetic")
