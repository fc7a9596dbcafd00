"""Runs for every point of a grid of parameters, all of them carried out together."""
