"""Wasla beside what it could be compared with: the same load, the same offline Graph, the same reply, in one run on one machine.

The peers run in processes of their own and import nothing of the bot, so that their memory is theirs alone.
"""
