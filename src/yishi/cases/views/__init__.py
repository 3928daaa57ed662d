"""Pages of the closed loop for residents: raising a matter, following it, judging it, and seeing what happens."""
