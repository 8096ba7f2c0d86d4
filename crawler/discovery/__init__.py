"""What feeds, sitemaps, listings and list APIs announce, and how often to ask them. Pure."""
