"""What plugs into Scrapy: robots, guard, patience, seen, bookkeeping."""
