"""What the shop's people do with conversations: one module per deed, each a pure decision, and ``desk`` that carries them out.

A deed takes the conversation as it is and returns an ``Act`` (the next state, and what follows from it) or a ``Refused``. It is
committed under the conversation's version, as everything else is: of two people who click at once one is written, and the other
one's deed is decided anew over what the first has made of it.
"""
