"""How everything stands: runs, schedules, outlets and alarms, for people and for programs."""
