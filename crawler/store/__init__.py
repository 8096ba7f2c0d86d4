"""The corpus folder and its ledger on the disk; the only place with SQL."""
