"""The ledger's schema, one file for each step it was made in."""
