"""The ward's loudspeakers: from published items to what was heard."""
