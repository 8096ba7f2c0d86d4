"""What plugs into Scrapy: robots.txt, scope, throttle, redirects, proxies, certificates."""
