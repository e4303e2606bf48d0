"""What people send on: one file with head, summary, table, pictures and everything needed to judge them."""
