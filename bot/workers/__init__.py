"""Long-running work: one owner for every task, the inbox worker, and one sender per phone number."""
