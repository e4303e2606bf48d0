"""What stands between the network and the routes: who may ask, how long, how much, and what an answer may do."""
