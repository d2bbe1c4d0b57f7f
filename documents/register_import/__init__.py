"""Import of lists of incoming documents and of log-ins; days that fit each other."""
