"""Measurements that are run by hand: speed against other tools, and long fuzz runs. Tests stay in `tests/`."""
