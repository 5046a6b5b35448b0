"""Many questions at many draws, by a simplex of our own where calling a solver would cost more than solving."""
