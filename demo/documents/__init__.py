"""Documents of the demonstration ward: the library, and the register of another software."""
