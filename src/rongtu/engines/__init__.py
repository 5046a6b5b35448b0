"""What can be computed: pure functions from arrays and frozen inputs to frozen, explainable results."""
