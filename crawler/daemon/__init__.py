"""The daemon: starts runs on schedule as child processes, and says how they went."""
