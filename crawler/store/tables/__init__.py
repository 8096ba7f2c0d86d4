"""The ledger's tables, one file each: their rows and every query on them."""
