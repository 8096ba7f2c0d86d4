"""The outlets of fiction that the embedded newsroom prints; only the demo and the tests load them."""
