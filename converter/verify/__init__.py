"""Proof: the notebook's run and the pipeline's run, watched and compared."""
