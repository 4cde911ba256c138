"""What fixtures give to the tests of a team: apps, their profiles, and what is found in them."""
