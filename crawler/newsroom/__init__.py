"""An embedded newsroom: outlets of fiction on this machine, for `gomtin demo` and for the tests."""
