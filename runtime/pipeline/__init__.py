"""What runs: nodes, the pipeline that their datasets order, and the parameters that they read."""
