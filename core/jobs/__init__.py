"""Background jobs on the queue of django-tasks: definition, worker, retries, progress."""
