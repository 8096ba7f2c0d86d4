"""The commands, one file each; cli.py imports one only when it is called."""
