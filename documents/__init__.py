"""Documents of the ward: library, register, routing."""
