// Replaced by this module's first real test.
