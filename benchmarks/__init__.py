"""Benchmarks, run by hand (`make bench`), each side by side with its yardstick in one run."""
