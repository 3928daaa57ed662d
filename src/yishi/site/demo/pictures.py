"""stub"""
KINDS = ("stairwell","firelane","rubbish","lamp","leak","charging","lift","pavement","green","meeting")
