"""What nb2pipe costs, each subject beside its peer in the same run: `python -m benchmarks NAME`."""
