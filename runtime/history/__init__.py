"""What every run did: written down while it happens, read and compared later, forgotten at last."""
