"""How fast it is: each file measures one claim and prints its figures. Run all with `make bench`."""
