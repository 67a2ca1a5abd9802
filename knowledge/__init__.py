"""The services the town answers for, and finding the right one."""
