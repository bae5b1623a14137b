"""The embedded database's own process: NX-27017's command handler behind a small server.

Nothing imports it; ``bot.db.embedded`` starts it as ``python -m bot.embedded`` and it knows nothing of the rest, so that it is
ready in a tenth of a second.

NX-27017 has a server of its own. This one differs where it matters to the bot. A command's writes are one SQLite transaction:
with ``j: true`` that is one fsync for a command instead of one for each document. Commands run on the event loop itself, since
NX-27017 lets only one of them run on a database at a time anyway. And the commands that the bot lives by (inserts, and updates
and reads by ``_id``) go to SQLite directly, in the form in which NX-27017 stores documents; it does all others.
"""
