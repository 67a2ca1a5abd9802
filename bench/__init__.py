"""Measurements of the running product: `make bench` or `python -m bench`."""
