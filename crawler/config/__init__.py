"""schedules.yaml: its types, how it is read, and what a mistake in it says."""
