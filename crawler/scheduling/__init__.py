"""When runs are due, and the journal of those that were."""
