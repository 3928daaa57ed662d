"""`python -m yishi COMMAND`: what `./yishi` hands over to."""

import sys

from yishi.site.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
