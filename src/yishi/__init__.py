"""Yishi (议事): what a neighbour says becomes something done, and everyone can see how."""
