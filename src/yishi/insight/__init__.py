"""Pure functions over text: Chinese search tokens and masking. Knows no other room and no database."""
