"""The monthly report at work: composed, sent, commented, returned, confirmed."""
