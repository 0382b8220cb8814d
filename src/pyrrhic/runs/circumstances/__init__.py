"""Paths of outside circumstances that take more than a line of dated values: the war and the weather."""
