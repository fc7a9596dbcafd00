"""The folder that `convert` writes: loaded, set up as its files say, and ready to run."""
