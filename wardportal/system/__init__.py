"""The IT officer's page: background processes, jobs, disk, clock and backups."""
