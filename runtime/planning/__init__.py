"""What is known before a run begins: for each node a step, with where its datasets come from and go to."""
