"""Work by the clock: one job a file, and the schedule that runs each of them once, however many processes there are."""
